// Turns what the reader meets into findings.
#ifndef TRIVSEL_VALIDATOR_FHIR_REPORTER_H_
#define TRIVSEL_VALIDATOR_FHIR_REPORTER_H_

#include <cstddef>

#include "validator/fhir/fhir_codes.h"
#include "validator/fhir/frame.h"
#include "validator/fhir/object_plan.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::validator::fhir {

// Lives for one report. `findings` must outlive it.
class Reporter {
 public:
  Reporter(Strictness strictness, Findings* findings)
      : strictness_(strictness), findings_(*findings) {}

  void Add(Fault fault, const Frame& frame);
  // An error whose text depends on the element.
  void Add(const ElementFinding& finding, const Frame& frame);
  // Tells the record's rules that an element is there without a value.
  void MarkPresent(const Frame& frame);

  // Errors so far.
  size_t errors() const { return errors_; }

 private:
  Strictness strictness_;
  Findings& findings_;
  size_t errors_ = 0;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_REPORTER_H_
