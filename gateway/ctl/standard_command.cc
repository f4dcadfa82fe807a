#include "gateway/ctl/standard_command.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "validator/dictionary.h"
#include "validator/fhir/other_findings.h"

namespace trivsel::gateway::ctl {
namespace {

const char* SeverityName(validator::Severity severity) {
  switch (severity) {
    case validator::Severity::kError:
      return "error";
    case validator::Severity::kWarning:
      return "warning";
    case validator::Severity::kInformation:
      break;
  }
  return "information";
}

}  // namespace

absl::Status ShowStandard(const std::string& code, std::ostream& out,
                          Output output) {
  std::vector<validator::OtherFinding> findings;
  if (code.empty()) {
    auto all = validator::AllFindings(validator::fhir::OtherFindings());
    if (!all.ok()) return all.status();
    findings = *std::move(all);
  } else {
    const std::string capitals = absl::AsciiStrToUpper(code);
    auto finding =
        validator::FindFinding(capitals, validator::fhir::OtherFindings());
    if (absl::IsNotFound(finding.status())) {
      return absl::NotFoundError(absl::StrCat(
          "der er intet fund med koden / there is no finding with the code ",
          capitals));
    }
    if (!finding.ok()) return finding.status();
    findings.push_back(*std::move(finding));
  }
  if (output == Output::kText && !code.empty()) {
    const validator::OtherFinding& one = findings.front();
    out << one.code << "  " << SeverityName(one.severity) << "\n  "
        << one.danish << "\n  " << one.english << "\n";
    return absl::OkStatus();
  }
  Table table({"code", "severity", "danish", "english"});
  for (const validator::OtherFinding& one : findings) {
    table.Add({{one.code},
               {SeverityName(one.severity)},
               {one.danish},
               {one.english}});
  }
  out << table.Format(output);
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::ctl
