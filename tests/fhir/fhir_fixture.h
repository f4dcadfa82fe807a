// What the FHIR tests share: the mapping, our own reports, and the validator.
#ifndef TRIVSEL_TESTS_FHIR_FHIR_FIXTURE_H_
#define TRIVSEL_TESTS_FHIR_FHIR_FIXTURE_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/finding.h"

namespace trivsel::validator::fhir {

using Json = nlohmann::ordered_json;

// Compiled once; ends the test program if that fails.
const FhirMapping& Mapping();

std::string ReadFile(const std::string& path);

// Our report number 4 of Josefine's story: all four record types. Entries:
// 0 citizen, 1 care plan, 2 encounter (Behandling), 3 referral.
const Json& FullReport();

// Our own reports by file name without ".json", and the published examples of
// the guide where they are at hand (else none).
std::vector<std::string> OwnReportPaths();
std::vector<std::string> PublishedReportPaths();

// "code path fhir_path" of each finding, settled.
std::vector<std::string> Lines(Findings findings);

struct ReadResult {
  Readability readability = Readability::kUnreadable;
  ltt::v1::DeliveryReport report;
  Findings findings;
};

ReadResult Read(std::string_view json,
                Strictness strictness = Strictness::kProfile);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_TESTS_FHIR_FHIR_FIXTURE_H_
