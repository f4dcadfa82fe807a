#include "gateway/ctl/review_words.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gateway/ctl/delivery_view.h"

namespace trivsel::gateway::ctl {

namespace v1 = trivsel::gateway::v1;

std::string InWords(v1::ReviewState state) {
  switch (state) {
    case v1::REVIEW_STATE_OPEN:
      return "åben / open";
    case v1::REVIEW_STATE_IN_REVIEW:
      return "under behandling / in review";
    case v1::REVIEW_STATE_ACCEPTED:
      return "gået igennem / accepted";
    case v1::REVIEW_STATE_DISMISSED:
      return "lukket / dismissed";
    case v1::REVIEW_STATE_RETURNED:
      return "sendt tilbage / returned";
    default:
      return "ukendt / unknown";
  }
}

std::string InWords(v1::RejectionOrigin origin) {
  return origin == v1::REJECTION_ORIGIN_RECEIVER ? "modtageren / receiver"
                                                 : "validatoren / validator";
}

std::string InWords(v1::ReviewEvent::Kind kind) {
  switch (kind) {
    case v1::ReviewEvent::KIND_ASSIGNED:
      return "taget / assigned";
    case v1::ReviewEvent::KIND_COMMENTED:
      return "note / comment";
    case v1::ReviewEvent::KIND_RETURNED:
      return "sendt tilbage / returned";
    case v1::ReviewEvent::KIND_STILL_REJECTED:
      return "prøvet igen, stadig afvist / still rejected";
    case v1::ReviewEvent::KIND_ACCEPTED:
      return "prøvet igen og gået igennem / accepted";
    case v1::ReviewEvent::KIND_DISMISSED:
      return "lukket / dismissed";
    case v1::ReviewEvent::KIND_CONTENT_GONE:
      return "indholdet gemmes ikke længere / content no longer kept";
    case v1::ReviewEvent::KIND_RELEASED:
      return "givet fri / released";
    default:
      return "ukendt / unknown";
  }
}

std::string InWords(v1::ReportStep::Kind kind) {
  switch (kind) {
    case v1::ReportStep::KIND_RECEIVED:
      return "modtaget / received";
    case v1::ReportStep::KIND_JUDGED:
      return "bedømt / judged";
    case v1::ReportStep::KIND_SENT:
      return "sendt / sent";
    case v1::ReportStep::KIND_CONFIRMED:
      return "bekræftet / confirmed";
    case v1::ReportStep::KIND_REFUSED:
      return "afvist af modtageren / refused";
    case v1::ReportStep::KIND_REVIEWED:
      return "behandlet / reviewed";
    case v1::ReportStep::KIND_ACCEPTED_LATER:
      return "gået igennem senere / accepted later";
    default:
      return "ukendt / unknown";
  }
}

std::string InWords(v1::ReviewJob::Kind kind) {
  switch (kind) {
    case v1::ReviewJob::KIND_REVALIDATE:
      return "prøv igen / revalidate";
    case v1::ReviewJob::KIND_RETURN:
      return "send tilbage / return";
    case v1::ReviewJob::KIND_DISMISS:
      return "luk / dismiss";
    case v1::ReviewJob::KIND_ASSIGN:
      return "tag / assign";
    default:
      return "ukendt / unknown";
  }
}

std::string InWords(v1::ReviewJob::State state) {
  switch (state) {
    case v1::ReviewJob::STATE_RUNNING:
      return "i gang / running";
    case v1::ReviewJob::STATE_DONE:
      return "færdig / done";
    case v1::ReviewJob::STATE_CANCELLED:
      return "standset / cancelled";
    case v1::ReviewJob::STATE_FAILED:
      return "gået i stå / failed";
    default:
      return "ukendt / unknown";
  }
}

std::string InWords(v1::Severity severity) {
  switch (severity) {
    case v1::SEVERITY_ERROR:
      return "FEJL / error";
    case v1::SEVERITY_WARNING:
      return "ADVARSEL / warning";
    default:
      return "BEMÆRK / information";
  }
}

std::string When(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "-";
  return DanishTime(absl::FromUnixSeconds(time.seconds()));
}

std::string Who(const std::string& name, const std::string& actor) {
  if (actor.empty()) return "-";
  if (name.empty() || name == actor ||
      absl::EndsWith(actor, absl::StrCat(":", name))) {
    return Printable(actor);
  }
  return Printable(absl::StrCat(name, " (", actor, ")"));
}

std::string Printable(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    if (c < 0x20 || c == 0x7F) out[i] = '?';
    // U+0080–U+009F, which a terminal may obey too.
    if (c == 0xC2 && i + 1 < out.size() &&
        static_cast<unsigned char>(out[i + 1]) < 0xA0) {
      out[i] = out[i + 1] = '?';
    }
  }
  return out;
}

std::string PrintableLines(std::string_view text, const std::string& indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += indent + Printable(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for what is not UTF-8, which no field of ours can hold.
  const auto done =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  return done.ok() ? json : "{}";
}

}  // namespace trivsel::gateway::ctl
