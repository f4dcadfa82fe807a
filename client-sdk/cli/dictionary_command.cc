// trivsel dictionary: the standard as Markdown.
#include <cstdio>
#include <utility>

#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/phrases.h"
#include "validator/dictionary.h"
#include "validator/fhir/fhir_codes.h"

namespace trivsel::cli {
namespace {

// What only the FHIR reader finds.
std::vector<validator::OtherFinding> ReaderFindings() {
  std::vector<validator::OtherFinding> out;
  for (const auto& fault : validator::fhir::AllFaults()) {
    out.push_back({std::string(fault.code), fault.severity,
                   std::string(fault.danish), std::string(fault.english)});
  }
  return out;
}

absl::StatusOr<std::string> Dictionary() {
  const auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  return validator::PrintDictionary(**terminology, ReaderFindings());
}

}  // namespace

ExitCode RunDictionary(Language language) {
  const auto text = Dictionary();
  if (!text.ok()) {
    const std::string why(text.status().message());
    Complain({why, why}, language);
    return kUsage;
  }
  std::fwrite(text->data(), 1, text->size(), stdout);
  return kAllWell;
}

}  // namespace trivsel::cli
