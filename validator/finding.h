// Findings: what the validator has to say about one report.
//
// A finding never holds data of the report: no value, no CPR number. It is
// safe in a log, a metric and an answer to the submitter.
#ifndef TRIVSEL_VALIDATOR_FINDING_H_
#define TRIVSEL_VALIDATOR_FINDING_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace trivsel::validator {

// Same order and numbers as trivsel.gateway.v1.Severity.
enum class Severity { kInformation = 1, kWarning = 2, kError = 3 };

struct Finding {
  std::string code;  // "LTT-CAREPLAN-PERIOD-END-MISSING", stable for ever
  Severity severity = Severity::kError;
  std::string path;       // "entry[1].care_plan.period.end"
  std::string fhir_path;  // "Bundle.entry[1].resource.period.end"
  std::string danish;     // one sentence, for people
  std::string english;    // the same
};

// All findings of one report, bounded: errors are kept before the rest.
// Allocates nothing while it is empty. Not thread safe; reuse it by Clear().
class Findings {
 public:
  static constexpr size_t kMax = 100;

  void Add(Finding finding);
  void Clear();

  // Says that the element at `path` is there although the record lacks it (in
  // FHIR a primitive may have an extension instead of a value): Settle() then
  // drops the "-MISSING" error on it.
  void MarkPresent(std::string path);

  // Sorts errors first, then by path; drops a "-MISSING" error whose element
  // another error already speaks of (the FHIR reader found it malformed, so
  // the record lacks it), and what only follows from a malformed code, system
  // or reference.
  void Settle();

  const std::vector<Finding>& list() const { return list_; }
  bool has_error() const { return errors_ > 0; }
  bool empty() const { return list_.empty(); }
  // How many were found but not kept because the list was full.
  size_t left_out() const { return left_out_; }

 private:
  std::vector<Finding> list_;
  std::vector<std::string> present_;
  size_t errors_ = 0;
  size_t left_out_ = 0;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_FINDING_H_
