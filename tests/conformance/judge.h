// Judges the report of a case, and says the answer in the corpus' own terms.
#ifndef TRIVSEL_TESTS_CONFORMANCE_JUDGE_H_
#define TRIVSEL_TESTS_CONFORMANCE_JUDGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/conformance.pb.h"

namespace trivsel::conformance {

// What came out: verdict and findings as in Case. The findings of each
// severity are sorted.
struct Answer {
  v1::Verdict verdict = v1::VERDICT_UNSPECIFIED;
  std::vector<std::string> errors;  // as Line() writes them
  std::vector<std::string> warnings;
  std::vector<std::string> information;
};

// "CODE path fhir_path".
std::string Line(const v1::Expected& expected);

// What the case says must come out.
Answer ExpectedAnswer(const v1::Case& c);

// Judges under the rules that came with the program, on 15 January 2026 at
// noon. Dies when the validator does not start.
Answer Judge(std::string_view report, bool strict);

}  // namespace trivsel::conformance

#endif  // TRIVSEL_TESTS_CONFORMANCE_JUDGE_H_
