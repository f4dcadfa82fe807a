// trivsel convert: one form of a report into another.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/report_reader.h"
#include "client-sdk/cli/verdict_view.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;

const char* Suffix(ReportForm form) {
  switch (form) {
    case ReportForm::kText:
      return ".txtpb";
    case ReportForm::kBinary:
      return ".binpb";
    default:
      return ".json";
  }
}

absl::Status Print(const ReportReader& reader, ReportForm to,
                   const ltt::v1::DeliveryReport& report, std::string* out) {
  if (to == ReportForm::kFhirJson) {
    validator::fhir::AppendFhirJson(reader.mapping(), report, out);
  } else {
    const absl::Status printed = PrintProto(to, report, out);
    if (!printed.ok()) return printed;
  }
  // One report a line; text has its own line breaks, binary none at all.
  if (to != ReportForm::kBinary && to != ReportForm::kText)
    out->push_back('\n');
  return absl::OkStatus();
}

bool WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  return !file.fail();
}

// Where the report of `file` goes; empty = standard output.
std::string Target(const ConvertArguments& arguments, const std::string& file) {
  if (arguments.out_dir.empty()) return arguments.out;
  const std::string stem =
      file == "-" ? "report" : fs::path(file).stem().string();
  return (fs::path(arguments.out_dir) / (stem + Suffix(arguments.to))).string();
}

bool Deliver(const std::string& target, const std::string& bytes,
             Language language) {
  if (target.empty()) {
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  }
  if (WriteFile(target, bytes)) return true;
  const std::string name = ForTerminal(target);
  Complain({"kan ikke skrive " + name, "cannot write " + name}, language);
  return false;
}

// Whether every report has a place of its own to go to.
bool PlacesFit(const ConvertArguments& arguments,
               const std::vector<std::string>& files, Language language) {
  if (files.empty()) {
    Complain({"ingen rapporter i mappen", "no reports in the folder"},
             language);
    return false;
  }
  const bool joins = arguments.to == ReportForm::kBinary ||
                     arguments.to == ReportForm::kText ||
                     !arguments.out.empty();
  if (arguments.out_dir.empty() && files.size() > 1 && joins) {
    Complain(
        {"flere rapporter kræver --out-dir", "several reports need --out-dir"},
        language);
    return false;
  }
  std::set<std::string> targets;
  for (const std::string& file : files) {
    if (arguments.out_dir.empty()) break;
    if (!targets.insert(Target(arguments, file)).second) {
      Complain({"to rapporter ville få samme filnavn i --out-dir",
                "two reports would get the same file name in --out-dir"},
               language);
      return false;
    }
  }
  return true;
}

}  // namespace

ExitCode RunConvert(const ConvertArguments& arguments,
                    const ViewArguments& view) {
  const std::vector<std::string> files = ExpandPaths(arguments.input.paths);
  if (!PlacesFit(arguments, files, view.language)) return kUsage;
  auto reader = ReportReader::Create(validator::Strictness::kProfile);
  if (!reader.ok()) return kUsage;
  ExitCode exit = kAllWell;
  ltt::v1::DeliveryReport report;
  for (const std::string& file : files) {
    validator::Findings findings;
    const bool readable =
        (*reader)->ReadFile(file, arguments.input.form, &report, &findings);
    findings.Settle();
    if (!findings.empty()) {
      // What is not carried over is said, on standard error.
      const std::string text =
          ForTerminal(file) + ":\n" +
          FindingsAsText(findings.list(), findings.left_out(), view);
      std::fputs(text.c_str(), stderr);
    }
    if (findings.has_error()) exit = Worse(exit, kSomeInvalid);
    std::string bytes;
    if (!readable || !Print(**reader, arguments.to, report, &bytes).ok() ||
        !Deliver(Target(arguments, file), bytes, view.language)) {
      exit = Worse(exit, kUsage);
    }
  }
  return exit;
}

}  // namespace trivsel::cli
