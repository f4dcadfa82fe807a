// Shows what was found about each report, as text for people or as one JSON
// object a line for machines.
#ifndef TRIVSEL_CLIENT_SDK_CLI_VERDICT_VIEW_H_
#define TRIVSEL_CLIENT_SDK_CLI_VERDICT_VIEW_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"
#include "client-sdk/cli/json_writer.h"
#include "validator/finding.h"

namespace trivsel::cli {

enum class FileVerdict { kValid, kInvalid, kUnreadable };

// "valid", "invalid", "unreadable".
const char* VerdictName(FileVerdict verdict);

// Lower case, as in JSON: "error", "warning", "information".
const char* SeverityName(validator::Severity severity);

// {"severity","code","path","fhir_path","message","message_en"}: message is
// the Danish sentence, message_en the same in English. With the page that
// explains codes also "rule", a link to it.
void AppendFindings(const std::vector<validator::Finding>& findings,
                    JsonWriter* json, const std::string& rule_page = "");

// Several indented lines a finding.
std::string FindingsAsText(const std::vector<validator::Finding>& findings,
                           size_t left_out, const ViewArguments& view);
// The same, each with a link to its rule; without a page (empty) with the
// command that explains it.
std::string FindingsWithRules(const std::vector<validator::Finding>& findings,
                              const std::string& rule_page,
                              const ViewArguments& view);

// Prints verdicts in the order given, and at the end a summary line.
class VerdictView {
 public:
  explicit VerdictView(const ViewArguments& view) : view_(view) {}

  void Show(const std::string& file, FileVerdict verdict,
            const validator::Findings& findings);
  // `files`: each report is a file of its own.
  void ShowSummary(bool files = true) const;
  ExitCode exit_code() const;

 private:
  void ShowText(const std::string& file, FileVerdict verdict,
                const validator::Findings& findings) const;

  const ViewArguments view_;
  std::array<size_t, 3> counts_{};  // by FileVerdict
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_VERDICT_VIEW_H_
