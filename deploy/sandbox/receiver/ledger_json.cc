// The ledger's lines on disk and on the wire.
#include <utility>

#include "absl/status/status.h"
#include "deploy/sandbox/receiver/json.h"
#include "deploy/sandbox/receiver/ledger.h"

namespace trivsel::sandbox {
namespace {

// `for_us`: with what the sender has no use for.
void WriteDecision(JsonWriter& writer, const Decision& decision, bool for_us) {
  writer.StartObject();
  WriteMember(writer, "id", decision.report.id);
  WriteMember(writer, "status",
              decision.pending    ? "pending"
              : decision.accepted ? "accepted"
                                  : "rejected");
  WriteMember(writer, "reference", decision.reference);
  writer.Key("issues");
  writer.StartArray();
  for (const Issue& issue : decision.report.issues) {
    writer.StartObject();
    WriteMember(writer, "code", issue.code);
    WriteMember(writer, "text", issue.text);
    writer.EndObject();
  }
  writer.EndArray();
  if (for_us) {
    WriteMember(writer, "digest", decision.report.digest);
    WriteMember(writer, "citizen", decision.report.citizen);
  }
  writer.EndObject();
}

std::string Write(std::string_view batch_id, const std::string_view* digest,
                  const std::vector<Decision>& decisions) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  WriteMember(writer, "batch", batch_id);
  if (digest != nullptr) WriteMember(writer, "digest", *digest);
  writer.Key("reports");
  writer.StartArray();
  for (const Decision& decision : decisions) {
    WriteDecision(writer, decision, /*for_us=*/digest != nullptr);
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

Decision ReadDecision(const JsonValue& value) {
  Decision decision;
  decision.report.id = std::string(StringMember(value, "id"));
  decision.report.digest = std::string(StringMember(value, "digest"));
  decision.report.citizen = std::string(StringMember(value, "citizen"));
  decision.accepted = StringMember(value, "status") == "accepted";
  decision.reference = std::string(StringMember(value, "reference"));
  if (const JsonValue* issues = ArrayMember(value, "issues")) {
    for (const JsonValue& issue : issues->GetArray()) {
      if (!issue.IsObject()) continue;
      decision.report.issues.push_back(
          {std::string(StringMember(issue, "code")),
           std::string(StringMember(issue, "text"))});
    }
  }
  return decision;
}

}  // namespace

std::string WriteJournalLine(std::string_view batch_id, std::string_view digest,
                             const std::vector<Decision>& decisions) {
  return Write(batch_id, &digest, decisions);
}

std::string WriteAnswer(std::string_view batch_id,
                        const std::vector<Decision>& decisions) {
  return Write(batch_id, nullptr, decisions);
}

absl::Status ReadJournalLine(std::string_view line, Ledger* ledger) {
  rapidjson::Document document;
  const JsonValue* reports = nullptr;
  if (ParseJson(line, &document) && document.IsObject()) {
    reports = ArrayMember(document, "reports");
  }
  if (reports == nullptr || StringMember(document, "batch").empty()) {
    return absl::DataLossError("a line of the journal cannot be read");
  }
  std::vector<Decision> decisions;
  for (const JsonValue& report : reports->GetArray()) {
    if (!report.IsObject() || StringMember(report, "id").empty()) {
      return absl::DataLossError("a line of the journal cannot be read");
    }
    decisions.push_back(ReadDecision(report));
  }
  ledger->Add(StringMember(document, "batch"), StringMember(document, "digest"),
              decisions);
  return absl::OkStatus();
}

}  // namespace trivsel::sandbox
