// The machine's clock, held against whoever told the time.
#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/doctor/checkup.h"

namespace trivsel::cli::doctor {
namespace {

// A date header is cut to the second and travelled for a while.
constexpr absl::Duration kClose = absl::Seconds(3);
// A gateway's skew is 2 minutes unless it is configured otherwise.
constexpr absl::Duration kTooFar = absl::Minutes(2);

}  // namespace

Finding CheckClock(Checkup* checkup) {
  const std::string now = DanishTime(absl::Now());
  if (!checkup->clock_ahead.has_value()) {
    // A clock that is years off would have shown at the certificates.
    return Good({"kl. er " + now + "; serverne fortalte ikke deres tid",
                 "it is " + now + "; the servers did not tell their time"});
  }
  const absl::Duration ahead = *checkup->clock_ahead;
  const std::string seconds =
      std::to_string(absl::ToInt64Seconds(absl::AbsDuration(ahead)));
  const bool slow = ahead > absl::ZeroDuration();
  const Words said = {
      "maskinens ur går " + seconds + " s " + (slow ? "bagud" : "foran") +
          " i forhold til " + checkup->clock_of,
      "the machine's clock is " + seconds + " s " +
          (slow ? "behind" : "ahead") + " of " + checkup->clock_of};
  const Words advice = {"slå NTP til (chrony eller systemd-timesyncd)",
                        "turn NTP on (chrony or systemd-timesyncd)"};
  if (absl::AbsDuration(ahead) > kTooFar) return Failed(said, advice);
  if (absl::AbsDuration(ahead) > kClose) return Warning(said, advice);
  return Good({"uret passer med " + checkup->clock_of,
               "the clock agrees with " + checkup->clock_of});
}

}  // namespace trivsel::cli::doctor
