#include "client-sdk/cli/report_view.h"

#include <algorithm>
#include <cstdio>

#include "absl/time/time.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/cli/report_phrases.h"
#include "client-sdk/cli/verdict_view.h"
#include "trivsel/client/error.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

void PrintLine(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  // Who follows a watch through a pipe wants each line at once.
  std::fflush(stdout);
}

// "DELIVERY_STATE_IN_BATCH" -> "in_batch".
std::string LowerName(std::string name, size_t prefix) {
  name.erase(0, prefix);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return name;
}

std::string VerdictWord(v1::Verdict verdict) {
  return LowerName(v1::Verdict_Name(verdict), sizeof "VERDICT_" - 1);
}

std::string StateWord(v1::DeliveryState state) {
  return LowerName(v1::DeliveryState_Name(state), sizeof "DELIVERY_STATE_" - 1);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  const absl::Time t =
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", t, absl::UTCTimeZone());
}

std::string OutcomeJson(const std::string& file, const std::string& report_id,
                        const absl::StatusOr<v1::Receipt>& outcome) {
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(file);
  json.Key("report_id").String(outcome.ok() ? outcome->report_id() : report_id);
  if (outcome.ok()) {
    json.Key("verdict").String(VerdictWord(outcome->verdict()));
    json.Key("replayed").Bool(outcome->replayed());
    json.Key("kle").String(KleText(*outcome));
    AppendFindings(FromProto(outcome->findings()), &json);
  } else {
    json.Key("verdict").String("error");
    AppendError(outcome.status(), &json);
  }
  json.EndObject();
  return json.text();
}

std::string VerdictText(const v1::Receipt& receipt, const ViewArguments& view) {
  const bool accepted = receipt.verdict() == v1::VERDICT_ACCEPTED;
  return Paint(Say(VerdictPhrase(receipt.verdict()), view.language),
               accepted ? Colour::kGreen : Colour::kRed, view.colour);
}

std::string OutcomeText(const std::string& file,
                        const absl::StatusOr<v1::Receipt>& outcome,
                        const ViewArguments& view) {
  std::string text = ForTerminal(file) + ": ";
  if (!outcome.ok()) {
    const Words sentence = SentenceOf(outcome.status());
    text +=
        Paint(Say({"fejl", "error"}, view.language), Colour::kRed, view.colour);
    text += "  " + CodeName(outcome.status()) + " " +
            client::ErrorReasonNameOf(outcome.status()) + "\n      " +
            ForTerminal(Say(sentence.phrase(), view.language));
    const std::string more =
        RefusalText(outcome.status(), view.language, "      ");
    if (!more.empty()) text += "\n" + more.substr(0, more.size() - 1);
    return text;
  }
  text += VerdictText(*outcome, view) + "  " +
          ForTerminal(outcome->report_id() + "  " + KleText(*outcome));
  if (outcome->replayed()) {
    text +=
        "  " + Say({"modtaget tidligere", "received before"}, view.language);
  }
  const std::string findings =
      FindingsAsText(FromProto(outcome->findings()), 0, view);
  if (!findings.empty()) {
    text += "\n" + findings.substr(0, findings.size() - 1);
  }
  return text;
}

void AppendDeliveries(const v1::Report& report, JsonWriter* json) {
  json->Key("deliveries").BeginArray();
  for (const v1::Delivery& d : report.deliveries()) {
    json->BeginObject();
    json->Key("destination").String(d.destination());
    json->Key("state").String(StateWord(d.state()));
    json->Key("batch_id").Number(d.batch_id());
    json->Key("settle_time")
        .String(d.has_settle_time() ? TimeText(d.settle_time()) : "");
    json->Key("receiver_reference").String(d.receiver_reference());
    AppendFindings(FromProto(d.findings()), json);
    json->EndObject();
  }
  json->EndArray();
}

// "REVIEW_STATE_IN_REVIEW" -> "in_review".
std::string ReviewWord(v1::ReviewState state) {
  return LowerName(v1::ReviewState_Name(state), sizeof "REVIEW_STATE_" - 1);
}

// The page that explains codes: what people asked for, else the gateway's.
std::string RulePageOf(const v1::Report& report, const ViewArguments& view) {
  return view.help_url.empty() ? report.standard_url() : view.help_url;
}

void AppendReview(const v1::Report& report, JsonWriter* json) {
  if (!report.has_review()) return;
  const v1::ReportReview& review = report.review();
  json->Key("review").BeginObject();
  json->Key("state").String(ReviewWord(review.state()));
  json->Key("returned_message").String(review.returned_message());
  json->Key("update_time").String(TimeText(review.update_time()));
  json->EndObject();
}

// Behind a line end; several lines of a message stay several.
std::string ReviewText(const v1::Report& report, const ViewArguments& view) {
  if (!report.has_review()) return "";
  const v1::ReportReview& review = report.review();
  std::string text =
      "\n  " + Say({"Operatørerne", "operators"}, view.language) + ": " +
      Paint(Say(ReviewPhrase(review.state()), view.language),
            review.state() == v1::REVIEW_STATE_RETURNED ? Colour::kYellow
                                                        : Colour::kNone,
            view.colour) +
      "  " + TimeText(review.update_time());
  std::string_view left = review.returned_message();
  while (!left.empty()) {
    const size_t end = std::min(left.find('\n'), left.size());
    text += "\n      " + ForTerminal(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return text;
}

std::string ReportJson(const v1::Report& report, const ViewArguments& view) {
  const v1::Receipt& receipt = report.receipt();
  JsonWriter json;
  json.BeginObject();
  json.Key("report_id").String(receipt.report_id());
  json.Key("verdict").String(VerdictWord(receipt.verdict()));
  json.Key("receive_time").String(TimeText(receipt.receive_time()));
  json.Key("kle").String(KleText(receipt));
  json.Key("municipality_cvr").String(report.municipality_cvr());
  AppendDeliveries(report, &json);
  AppendReview(report, &json);
  AppendFindings(FromProto(receipt.findings()), &json,
                 RulePageOf(report, view));
  json.EndObject();
  return json.text();
}

std::string ReportText(const v1::Report& report, const ViewArguments& view) {
  const v1::Receipt& receipt = report.receipt();
  std::string text = ForTerminal(receipt.report_id()) + "  " +
                     VerdictText(receipt, view) + "  " +
                     TimeText(receipt.receive_time()) + "  " +
                     ForTerminal(KleText(receipt));
  for (const v1::Delivery& d : report.deliveries()) {
    text += "\n  " + ForTerminal(d.destination()) + ": " +
            Say(StatePhrase(d.state()), view.language);
    if (d.has_settle_time()) text += "  " + TimeText(d.settle_time());
    if (!d.receiver_reference().empty()) {
      text += "  " + ForTerminal(d.receiver_reference());
    }
    const std::string why = FindingsAsText(FromProto(d.findings()), 0, view);
    if (!why.empty()) text += "\n" + why.substr(0, why.size() - 1);
  }
  text += ReviewText(report, view);
  const auto found = FromProto(receipt.findings());
  const std::string findings =
      receipt.verdict() == v1::VERDICT_REJECTED
          ? FindingsWithRules(found, RulePageOf(report, view), view)
          : FindingsAsText(found, 0, view);
  if (!findings.empty()) {
    text += "\n" + findings.substr(0, findings.size() - 1);
  }
  return text;
}

}  // namespace

std::vector<validator::Finding> FromProto(
    const google::protobuf::RepeatedPtrField<v1::Finding>& from) {
  std::vector<validator::Finding> out;
  for (const v1::Finding& f : from) {
    const auto severity = f.severity() == v1::SEVERITY_ERROR
                              ? validator::Severity::kError
                          : f.severity() == v1::SEVERITY_WARNING
                              ? validator::Severity::kWarning
                              : validator::Severity::kInformation;
    out.push_back(
        {f.code(), severity, f.path(), f.fhir_path(), f.danish(), f.english()});
  }
  return out;
}

void AppendError(const absl::Status& status, JsonWriter* json) {
  json->Key("code").String(CodeName(status));
  json->Key("reason").String(client::ErrorReasonNameOf(status));
  json->Key("message").String(client::DanishMessageOf(status));
  json->Key("message_en").String(std::string(status.message()));
  AppendRefusal(status, json);
}

void ShowOutcome(const std::string& file, const std::string& report_id,
                 const absl::StatusOr<v1::Receipt>& outcome,
                 const ViewArguments& view) {
  PrintLine(view.output == Output::kJson ? OutcomeJson(file, report_id, outcome)
                                         : OutcomeText(file, outcome, view));
}

void ShowReport(const v1::Report& report, const ViewArguments& view) {
  PrintLine(view.output == Output::kJson ? ReportJson(report, view)
                                         : ReportText(report, view));
}

}  // namespace trivsel::cli
