// What to do about a finding, by the form of its code: codes end in what is
// wrong, so new ones have advice from the day they are there.
#include "gateway/console/standard_book.h"

namespace trivsel::gateway::console {
namespace {

struct Advice {
  const char* part;  // of the code
  bool at_end;       // else anywhere
  T text;
};

// The first that fits.
constexpr Advice kAdvice[] = {
    {"GW-RECEIVER-UNANSWERED", true, T::kAdviceUnanswered},
    {"GW-RECEIVER", false, T::kAdviceReceiver},
    {"GW-REPLAY", false, T::kAdviceReceiver},
    {"GW-KLE", false, T::kAdviceKle},
    {"GW-RULES", false, T::kAdviceOurs},
    {"TOO-LARGE", true, T::kAdviceTooLarge},
    {"FHIR-JSON", false, T::kAdviceJson},
    {"GW-PROTO", false, T::kAdviceJson},
    {"NOT-CARRIED", true, T::kAdviceNotCarried},
    {"-MISSING", true, T::kAdviceMissing},
    {"-FORBIDDEN", true, T::kAdviceForbidden},
    {"-TOO-MANY", true, T::kAdviceTooMany},
    {"-NOT-IN-VALUESET", true, T::kAdviceValueSet},
    {"-UNKNOWN-CODE", true, T::kAdviceValueSet},
    {"-DISPLAY-WRONG", true, T::kAdviceDisplay},
    {"-NOT-FIXED", true, T::kAdviceFixed},
    {"-REFERENCE", false, T::kAdviceReference},
    {"-FORMAT", true, T::kAdviceFormat},
    {"PROFILE", false, T::kAdviceProfile},
    {"DUPLICATE", false, T::kAdviceDuplicate},
    {"BEFORE", false, T::kAdviceTimes},
    {"AFTER", false, T::kAdviceTimes},
    {"PERIOD", false, T::kAdviceTimes},
};

}  // namespace

std::string_view AdviceOf(Language language, std::string_view code) {
  for (const Advice& advice : kAdvice) {
    const std::string_view part = advice.part;
    if (advice.at_end ? code.ends_with(part)
                      : code.find(part) != std::string_view::npos) {
      return Say(language, advice.text);
    }
  }
  return Say(language, T::kAdviceOther);
}

}  // namespace trivsel::gateway::console
