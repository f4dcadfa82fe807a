#include "tests/fhir/fhir_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace trivsel::validator::fhir {
namespace {

std::vector<std::string> JsonFiles(const std::string& folder,
                                   std::string_view start) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.compare(0, start.size(), start) == 0 &&
        entry.path().extension() == ".json") {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

const FhirMapping& Mapping() {
  static const FhirMapping* const mapping = [] {
    auto created = FhirMapping::Create();
    if (!created.ok()) {
      std::cerr << created.status() << "\n";
      std::abort();
    }
    return created->release();
  }();
  return *mapping;
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

const Json& FullReport() {
  static const Json* const report = new Json(Json::parse(ReadFile(
      TRIVSEL_SOURCE_FOLDER "/deploy/quickstart-data/josefine-4.json")));
  return *report;
}

std::vector<std::string> OwnReportPaths() {
  return JsonFiles(TRIVSEL_SOURCE_FOLDER "/deploy/quickstart-data", "josefine");
}

std::vector<std::string> PublishedReportPaths() {
  std::vector<std::string> paths = JsonFiles(
      TRIVSEL_SOURCE_FOLDER "/../shared/ltt-1.0.1/examples", "Bundle-");
  // A delivery of reports to the receiver, not a report.
  paths.erase(std::remove_if(paths.begin(), paths.end(),
                             [](const std::string& path) {
                               return path.find("IncrementalDelivery") !=
                                      std::string::npos;
                             }),
              paths.end());
  return paths;
}

std::vector<std::string> Lines(Findings findings) {
  findings.Settle();
  std::vector<std::string> lines;
  for (const Finding& finding : findings.list()) {
    lines.push_back(finding.code + " " + finding.path + " " +
                    finding.fhir_path);
  }
  return lines;
}

ReadResult Read(std::string_view json, Strictness strictness) {
  FhirReader reader(Mapping());
  ReadResult result;
  result.readability =
      reader.Read(json, &result.report, &result.findings, strictness);
  return result;
}

}  // namespace trivsel::validator::fhir
