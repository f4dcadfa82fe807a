// Reads the corpus and makes the report of a case.
#ifndef TRIVSEL_TESTS_CONFORMANCE_CORPUS_H_
#define TRIVSEL_TESTS_CONFORMANCE_CORPUS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/conformance/conformance.pb.h"

namespace trivsel::conformance {

// Where base/ and cases/ lie.
std::string CorpusFolder();

// All cases of all files, in the order of file names. Fails on a file that
// does not parse and on a name used twice.
absl::StatusOr<std::vector<v1::Case>> ReadCases();

// The bytes of a case's report. Fails when an edit does not apply: a case
// must not pass because its pointer is misspelt.
absl::StatusOr<std::string> MakeReport(const v1::Case& c);

// The whole file; fails when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace trivsel::conformance

#endif  // TRIVSEL_TESTS_CONFORMANCE_CORPUS_H_
