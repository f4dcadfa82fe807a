#include "gateway/denial_journal.h"

#include "absl/strings/str_cat.h"
#include "gateway/store/params.h"
#include "gateway/store/statements.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

constexpr int16_t kDenied = 4;  // kind of the entry

}  // namespace

void DenialJournal::Trace(const access::Caller& caller,
                          const std::string& report_id) {
  Log(LogLevel::kWarning, "report_denied",
      {{"submitter", caller.submitter}, {"report", report_id}});
  const std::string actor = absl::StrCat("submitter:", caller.submitter);
  const std::string subject =
      absl::StrCat("report denied, not its municipality: ", report_id);
  if (!writer_.Run([this, actor, subject] { Write(actor, subject); })) {
    Log(LogLevel::kError, "denial_not_journalled",
        {{"submitter", caller.submitter}, {"cause", "too many wait"}});
  }
}

void DenialJournal::Write(const std::string& actor,
                          const std::string& subject) {
  const auto written =
      pool_.Execute(store::kAppendJournal,
                    store::Params().Int16(kDenied).Text(actor).Text(subject));
  if (!written.ok()) {
    Log(LogLevel::kError, "denial_not_journalled",
        {{"actor", actor}, {"cause", std::string(written.status().message())}});
  }
}

}  // namespace trivsel::gateway
