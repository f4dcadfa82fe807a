// trivsel dictionary: the standard as Markdown, or one finding of it.
#include <cctype>
#include <cstdio>
#include <utility>

#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/verdict_view.h"
#include "validator/dictionary.h"
#include "validator/fhir/other_findings.h"

namespace trivsel::cli {
namespace {

using validator::fhir::OtherFindings;

absl::StatusOr<std::string> Dictionary(bool findings_only) {
  if (findings_only) return validator::PrintFindingTable(OtherFindings());
  const auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  return validator::PrintDictionary(**terminology, OtherFindings());
}

// Codes are written in capitals; people need not be.
std::string Capitals(std::string code) {
  for (char& c : code) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return code;
}

std::string FindingJson(const validator::OtherFinding& finding) {
  JsonWriter json;
  json.BeginObject();
  json.Key("code").String(finding.code);
  json.Key("severity").String(SeverityName(finding.severity));
  json.Key("message").String(finding.danish);
  json.Key("message_en").String(finding.english);
  json.EndObject();
  return json.text() + "\n";
}

ExitCode ShowFinding(const std::string& code, const ViewArguments& view) {
  const auto finding = validator::FindFinding(Capitals(code), OtherFindings());
  if (!finding.ok()) {
    const std::string name = ForTerminal(code);
    Complain({"der er intet fund med koden " + name,
              "there is no finding with the code " + name},
             view.language);
    return kUsage;
  }
  std::string text;
  if (view.output == Output::kJson) {
    text = FindingJson(*finding);
  } else {
    text = FindingsAsText({{finding->code, finding->severity, "", "",
                            finding->danish, finding->english}},
                          0, view);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kAllWell;
}

}  // namespace

ExitCode RunDictionary(const DictionaryArguments& arguments,
                       const ViewArguments& view) {
  if (!arguments.code.empty()) return ShowFinding(arguments.code, view);
  const auto text = Dictionary(arguments.findings_only);
  if (!text.ok()) {
    const std::string why(text.status().message());
    Complain({why, why}, view.language);
    return kUsage;
  }
  std::fwrite(text->data(), 1, text->size(), stdout);
  return kAllWell;
}

}  // namespace trivsel::cli
