#include "gateway/ctl/review_filter.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/ctl/delivery_commands.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

// "validator" -> REJECTION_ORIGIN_VALIDATOR.
std::string EnumName(const char* prefix, const std::string& word) {
  return absl::StrCat(prefix, absl::AsciiStrToUpper(word));
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

}  // namespace

bool FilterWords::empty() const {
  return !all && states.empty() && code.empty() && submitter.empty() &&
         municipality.empty() && origin.empty() && assignee.empty() &&
         since.empty() && before.empty() && text.empty();
}

absl::StatusOr<absl::Time> ParseSince(std::string_view text, absl::Time now) {
  std::string span(text);
  const bool days = !span.empty() && span.back() == 'd';
  if (days) span.back() = 'h';
  absl::Duration back;
  if (absl::ParseDuration(span, &back) && back >= absl::ZeroDuration() &&
      back != absl::InfiniteDuration()) {
    return now - (days ? back * 24 : back);
  }
  return ParseOperatorTime(text);
}

absl::StatusOr<v1::RejectionFilter> ToFilter(const FilterWords& words,
                                             absl::Time now) {
  v1::RejectionFilter filter;
  for (const std::string& word : words.states) {
    v1::ReviewState state;
    if (!v1::ReviewState_Parse(EnumName("REVIEW_STATE_", word), &state)) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", word,
                       "' er ikke en tilstand / is no state: open, in_review, "
                       "returned, accepted, dismissed"));
    }
    filter.add_states(state);
  }
  if (!words.origin.empty()) {
    v1::RejectionOrigin origin;
    if (!v1::RejectionOrigin_Parse(EnumName("REJECTION_ORIGIN_", words.origin),
                                   &origin)) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", words.origin, "': validator, receiver"));
    }
    filter.set_origin(origin);
  }
  filter.set_municipality_cvr(words.municipality);
  filter.set_submitter(words.submitter);
  filter.set_code(absl::AsciiStrToUpper(words.code));
  filter.set_assignee(words.assignee);
  filter.set_text(words.text);
  if (!words.since.empty()) {
    auto since = ParseSince(words.since, now);
    if (!since.ok()) return since.status();
    SetTime(*since, filter.mutable_received_from());
  }
  if (!words.before.empty()) {
    auto before = ParseSince(words.before, now);
    if (!before.ok()) return before.status();
    SetTime(*before, filter.mutable_received_before());
  }
  return filter;
}

absl::StatusOr<v1::RejectionRef> ParseRejection(std::string_view text) {
  const size_t at = text.find('@');
  const std::string id(text.substr(0, at));
  const std::string version(at == std::string_view::npos ? "0"
                                                         : text.substr(at + 1));
  int64_t rejection_id = 0;
  int32_t seen = 0;
  if (!absl::SimpleAtoi(id, &rejection_id) || rejection_id <= 0 ||
      !absl::SimpleAtoi(version, &seen) || seen < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", std::string(text),
                     "' er ikke en afvisning / is no rejection: 4711, 4711@3"));
  }
  v1::RejectionRef ref;
  ref.set_rejection_id(rejection_id);
  ref.set_version(seen);
  return ref;
}

}  // namespace trivsel::gateway::ctl
