// What every fuzz target shares: how it says that something does not hold, and
// what holds for every list of findings.
#ifndef TRIVSEL_TESTS_FUZZ_CHECK_H_
#define TRIVSEL_TESTS_FUZZ_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/finding.h"
#include "validator/validator.h"

// One input: must return 0, and ends the process where something does not
// hold. libFuzzer calls it, and so does replay_main.cc.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace trivsel::fuzz {

// Ends the process, with the sentence, unless `holds`.
void Check(bool holds, std::string_view what);
// The same, for two values that must be equal; prints where they part.
void CheckEqual(std::string_view left, std::string_view right,
                std::string_view what);

// The rules that came with the program, compiled once.
const validator::Validator& TheValidator();
const validator::fhir::FhirMapping& TheMapping();
// On 15 January 2026 at noon.
validator::Context At(validator::Strictness strictness);

// All that could be a CPR number in the input: every ten digits in a row,
// hyphens and blanks between them not counted.
class PersonNumbers {
 public:
  explicit PersonNumbers(std::string_view input);
  // Ends the process if one of them stands in `text`.
  void CheckAbsent(std::string_view text) const;

 private:
  std::vector<std::string> windows_;
};

// Settled findings of one report: complete, known by their codes, in order,
// each once, bounded, and without data of the input.
void CheckFindings(const validator::Findings& findings,
                   const PersonNumbers& numbers);

// Every line of the findings, to compare two lists.
std::string Lines(const validator::Findings& findings);

// Deterministic bytes, to compare two reports.
std::string Bytes(const google::protobuf::Message& message);

// Takes out what FHIR has no form for, and a writer therefore leaves out:
// messages that hold nothing, codes that are none, unknown fields.
void Prune(google::protobuf::Message* message);

// Writes a report that was judged so and judges what was written; ends the
// process where the second writing differs, or where a report without errors
// does not come back as it is and without errors. What a finding said is not
// carried onward may be missed there.
void CheckOnward(const ltt::v1::DeliveryReport& report,
                 const validator::Findings& judged);

}  // namespace trivsel::fuzz

#endif  // TRIVSEL_TESTS_FUZZ_CHECK_H_
