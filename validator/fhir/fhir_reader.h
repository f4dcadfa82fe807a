// FHIR R4 JSON -> DeliveryReport, strictly: what FHIR does not know or the
// profile forbids is a finding with its path, never silently dropped.
#ifndef TRIVSEL_VALIDATOR_FHIR_FHIR_READER_H_
#define TRIVSEL_VALIDATOR_FHIR_FHIR_READER_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::validator::fhir {

// The compiled mapping of FHIR JSON names to fields. Immutable, thread safe;
// one a process is enough.
class FhirMapping {
 public:
  static absl::StatusOr<std::unique_ptr<const FhirMapping>> Create();
  ~FhirMapping();
  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit FhirMapping(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// How far the reader came.
enum class Readability {
  kReadable,    // `report` holds all that the standard carries
  kUnreadable,  // not JSON, not UTF-8, not an object, not a Bundle
};

// Reads reports one after the other, reusing its buffers. Not thread safe:
// one a thread. `mapping` must outlive it.
class FhirReader {
 public:
  // Over this it is unreadable (FHIR-JSON-TOO-LARGE).
  static constexpr size_t kMaxBytes = 4 * 1024 * 1024;
  // Deeper than this it is unreadable (FHIR-JSON-TOO-DEEP).
  static constexpr size_t kMaxDepth = 64;

  explicit FhirReader(const FhirMapping& mapping);
  ~FhirReader();

  // Clears and fills `report`; appends what it found on form and on forbidden,
  // unknown and not carried elements. Rules on what *is* carried are the
  // Validator's. Elements that are not carried are warnings, under
  // Strictness::kGuide errors.
  Readability Read(std::string_view json, ltt::v1::DeliveryReport* report,
                   Findings* findings,
                   Strictness strictness = Strictness::kProfile);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FHIR_READER_H_
