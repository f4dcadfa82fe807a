#include "validator/fhir/operation_outcome.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string_view>

namespace trivsel::validator::fhir {
namespace {

// Names our codes; a URN, as there is nothing to fetch.
constexpr std::string_view kFindingCodes = "urn:trivsel:finding";

using Json = rapidjson::Writer<rapidjson::StringBuffer>;

void Member(std::string_view name, std::string_view text, Json* json) {
  json->Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  json->String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kInformation:
      return "information";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      break;
  }
  return "error";
}

// FHIR's issue type (http://hl7.org/fhir/issue-type).
std::string_view IssueType(const Finding& finding) {
  const std::string_view code = finding.code;
  if (finding.severity == Severity::kInformation) return "informational";
  if (EndsWith(code, "-MISSING")) return "required";
  if (EndsWith(code, "-UNKNOWN-CODE") || EndsWith(code, "-NOT-IN-VALUESET") ||
      EndsWith(code, "-DISPLAY-WRONG")) {
    return "code-invalid";
  }
  if (EndsWith(code, "-UNRESOLVED")) return "not-found";
  if (code.substr(0, 5) == "FHIR-") {
    return code.substr(0, 10) == "FHIR-JSON-" ? "structure" : "invalid";
  }
  return finding.severity == Severity::kWarning ? "business-rule" : "invariant";
}

void WriteIssue(const Finding& finding, Json* json) {
  json->StartObject();
  Member("severity", SeverityName(finding.severity), json);
  Member("code", IssueType(finding), json);
  json->Key("details");
  json->StartObject();
  json->Key("coding");
  json->StartArray();
  json->StartObject();
  Member("system", kFindingCodes, json);
  Member("code", finding.code, json);
  json->EndObject();
  json->EndArray();
  Member("text", finding.danish, json);
  json->EndObject();
  Member("diagnostics", finding.english, json);
  if (!finding.fhir_path.empty()) {
    json->Key("expression");
    json->StartArray();
    json->String(finding.fhir_path.data(),
                 static_cast<rapidjson::SizeType>(finding.fhir_path.size()));
    json->EndArray();
  }
  json->EndObject();
}

void WriteAllOk(Json* json) {
  json->StartObject();
  Member("severity", "information", json);
  Member("code", "informational", json);
  json->Key("details");
  json->StartObject();
  Member("text", "Ingen bemærkninger.", json);
  json->EndObject();
  Member("diagnostics", "No findings.", json);
  json->EndObject();
}

}  // namespace

void AppendOperationOutcome(const Findings& findings, std::string* out) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.StartObject();
  Member("resourceType", "OperationOutcome", &json);
  json.Key("issue");
  json.StartArray();
  for (const Finding& finding : findings.list()) WriteIssue(finding, &json);
  if (findings.empty()) WriteAllOk(&json);
  json.EndArray();
  json.EndObject();
  out->append(buffer.GetString(), buffer.GetSize());
}

}  // namespace trivsel::validator::fhir
