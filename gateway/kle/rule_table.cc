#include "gateway/kle/rule_table.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/kle/kle_format.h"

namespace trivsel::gateway::kle {
namespace {

using standard::v1::KleRule;
using standard::v1::KleRuleTable;

// Keeps the first complaint of the text parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) {
      text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ",
                          message);
    }
  }
  std::string text;
};

constexpr const char* kRecordTypes[] = {"Citizen", "CarePlan", "Encounter",
                                        "Referral"};

absl::Status Complaint(const KleRule& rule, const char* what) {
  return absl::InvalidArgumentError(
      absl::StrCat("KLE rule \"", rule.name(), "\": ", what));
}

absl::Status Check(const KleRule& rule) {
  if (rule.name().empty()) return Complaint(rule, "it has no name");
  if (rule.standard().empty()) return Complaint(rule, "it names no standard");
  if (rule.care_plan_system().empty() != rule.care_plan_code().empty()) {
    return Complaint(rule, "care_plan_system and care_plan_code go together");
  }
  for (const std::string& type : rule.record_types()) {
    if (std::find(std::begin(kRecordTypes), std::end(kRecordTypes), type) ==
        std::end(kRecordTypes)) {
      return Complaint(rule, "unknown record type");
    }
  }
  if (!IsSubject(rule.subject())) {
    return Complaint(rule, "the subject is not of the form 99.99.99");
  }
  if (!IsFacet(rule.facet())) {
    return Complaint(rule,
                     "the facet is not one of A P S Ø G K I and 2 digits");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<KleRuleTable> ParseRules(std::string_view text) {
  KleRuleTable table;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(std::string(text), &table)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the KLE rule table cannot be read: ", error.text));
  }
  if (!IsEdition(table.edition())) {
    return absl::InvalidArgumentError(
        "the KLE rule table's edition is not an ISO date");
  }
  if (table.rules().empty()) {
    return absl::InvalidArgumentError("the KLE rule table has no rules");
  }
  std::set<std::string> names;
  for (const KleRule& rule : table.rules()) {
    if (absl::Status status = Check(rule); !status.ok()) return status;
    if (!names.insert(rule.name()).second) {
      return Complaint(rule, "the name is given twice");
    }
  }
  return table;
}

absl::Status OverrideFacet(std::string_view facet, KleRuleTable* table) {
  if (!IsFacet(facet)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", std::string(facet),
        "\" is not a KLE facet (one of A P S Ø G K I and two digits)"));
  }
  for (KleRule& rule : *table->mutable_rules()) {
    rule.set_facet(std::string(facet));
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::kle
