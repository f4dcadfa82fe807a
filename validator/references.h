// References between the records of one report, by FHIR R4's rules for a
// Bundle (bundle.html#references).
#ifndef TRIVSEL_VALIDATOR_REFERENCES_H_
#define TRIVSEL_VALIDATOR_REFERENCES_H_

#include <cstdint>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::validator {

// Finds the entry of a report that a reference means. Made anew for each
// report, which must outlive it. Allocates nothing for a report of up to 16
// entries; its cost does not grow faster than the report.
class ReferenceIndex {
 public:
  explicit ReferenceIndex(const ltt::v1::DeliveryReport& report);

  // Index of the entry that `reference`, standing in entry `from`, means:
  //   absolute            the entry with exactly this fullUrl
  //   "Type/id"           beside an http(s) fullUrl: the same base; beside a
  //                       urn:uuid: fullUrl: urn:uuid:id, if of that type
  // -1 if there is none; a reference into `contained` or to a version never
  // finds one.
  int Resolve(std::string_view reference, int from) const;

  // Index of another, earlier entry with the same fullUrl; -1 if none.
  int Duplicate(int entry) const;

  // Indices of the first and of the second citizen; -1 if there is none.
  int citizen() const { return citizen_; }
  int second_citizen() const { return second_citizen_; }

 private:
  static constexpr int kLinear = 16;

  int FindUrl(std::string_view url) const;
  int FindById(std::string_view type, std::string_view id) const;

  const ltt::v1::DeliveryReport& report_;
  int citizen_ = -1;
  int second_citizen_ = -1;
  // Beyond kLinear entries: open-addressed by fullUrl, -1 for none.
  absl::InlinedVector<int32_t, 4 * kLinear> slots_;
  size_t mask_ = 0;
};

// FHIR type of the record in an entry, "CarePlan"; empty if there is none.
std::string_view FhirTypeOf(const ltt::v1::Entry& entry);
// Id of the record in an entry; empty if there is none.
std::string_view IdOf(const ltt::v1::Entry& entry);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_REFERENCES_H_
