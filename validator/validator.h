// The validator: judges a delivery report against the standard.
//
// Pure: no I/O, no clock, no threads. The rules are compiled once from the
// annotated descriptors of trivsel.ltt.v1 into a flat plan; judging a report
// that is all right allocates nothing.
#ifndef TRIVSEL_VALIDATOR_VALIDATOR_H_
#define TRIVSEL_VALIDATOR_VALIDATOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/finding.h"
#include "validator/terminology.h"

namespace trivsel::validator {

// What breaking a rule of the guide's prose means.
enum class Strictness {
  kProfile,  // a warning
  kGuide,    // an error
};

struct Context {
  // Seconds since 1970-01-01T00:00:00Z; decides what is "in the future".
  int64_t now_seconds = 0;
  Strictness strictness = Strictness::kProfile;
};

// Immutable and thread safe.
class Validator {
 public:
  // Compiles the plan. Fails closed: a rule without a predicate, a binding to
  // an unknown value set or a path that names no field is an error here and
  // not a surprise on a child's record.
  static absl::StatusOr<std::unique_ptr<const Validator>> Create(
      std::shared_ptr<const Terminology> terminology);

  ~Validator();
  Validator(const Validator&) = delete;
  Validator& operator=(const Validator&) = delete;

  // Appends all findings on `report`; does not call Findings::Settle().
  void Validate(const ltt::v1::DeliveryReport& report, const Context& context,
                Findings* findings) const;

  // The code systems and value sets that it goes by.
  const Terminology& terminology() const;

  // Edition of rules and terminology, "ltt-1.0.1+20250530"; for receipts.
  const std::string& rule_set() const;

 private:
  struct Impl;
  explicit Validator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_VALIDATOR_H_
