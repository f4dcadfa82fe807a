// The rules of the standard as a flat plan: what to look at, in what order.
//
// Compiled once from the resolved standard (validator/standard.h); run by
// validator/rule_ops.h over a report without looking at a descriptor.
#ifndef TRIVSEL_VALIDATOR_RULE_PLAN_H_
#define TRIVSEL_VALIDATOR_RULE_PLAN_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "validator/catalogue.h"
#include "validator/field_access.h"
#include "validator/invariants.h"
#include "validator/standard.h"
#include "validator/terminology.h"

namespace trivsel::validator {

// The findings on one element, by What; null where it cannot be wrong so.
using FindingTable = std::array<const CatalogueEntry*, kWhatCount>;

enum class StepKind : uint8_t { kText, kEnum, kBool, kMessage, kList };

// The rules on one field at one place.
struct Step {
  StepKind kind = StepKind::kText;
  bool required = false;
  bool forbidden = false;
  bool is_record = false;  // the field is the record of an entry
  standard::v1::Format format = standard::v1::FORMAT_UNSPECIFIED;
  int max = 0;           // of a list; 0: no limit
  int fixed_number = 0;  // of an enum; 0: none
  int node = -1;         // of a message or list
  int value_set = -1;    // of a concept
  bool every_coding = false;
  bool coding_required = false;  // of a concept
  // Of a concept: a coding that the value set admits breaks no other rule on
  // codings, as long as its text is the code system's.
  bool admitted_is_good = false;
  uint32_t targets = 0;      // of a reference: bits of Entry::ResourceCase
  uint64_t known_codes = 0;  // of an enum: bits of its numbers
  const FieldAccess* access = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  std::string fixed;  // of a string; empty: none
  FindingTable findings = {};
  // Of a concept: the field of its codings, and the findings on them.
  // `display_wrong` is null where the text has a fixed value.
  const google::protobuf::FieldDescriptor* codings = nullptr;
  const CatalogueEntry* system_missing = nullptr;
  const CatalogueEntry* system_format = nullptr;
  const CatalogueEntry* code_unknown = nullptr;
  const CatalogueEntry* display_wrong = nullptr;
};

struct InvariantStep {
  Predicate predicate = nullptr;
  const CatalogueEntry* entry = nullptr;
};

// A message at one place.
struct Node {
  std::vector<Step> steps;
  std::vector<InvariantStep> invariants;
  // Tells of fields that the standard does not know.
  const google::protobuf::Reflection* reflection = nullptr;
  const CatalogueEntry* unknown = nullptr;
};

struct RulePlan {
  std::vector<Node> nodes;  // nodes[0] is the report

  // `catalogue` must outlive the plan. Fails closed: an invariant without a
  // predicate, an unknown value set, target, fixed code or format is an error.
  static absl::StatusOr<RulePlan> Compile(const Element& standard,
                                          const Catalogue& catalogue,
                                          const Terminology& terminology);
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_RULE_PLAN_H_
