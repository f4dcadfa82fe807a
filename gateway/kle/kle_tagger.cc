#include "gateway/kle/kle_tagger.h"

#include "absl/algorithm/container.h"

namespace trivsel::gateway::kle {
namespace {

using ltt::v1::DeliveryReport;
using ltt::v1::Entry;

unsigned Bit(Entry::ResourceCase type) {
  return 1u << static_cast<unsigned>(type);
}

unsigned Bit(const std::string& type) {
  if (type == "Citizen") return Bit(Entry::kCitizen);
  if (type == "CarePlan") return Bit(Entry::kCarePlan);
  if (type == "Encounter") return Bit(Entry::kEncounter);
  return Bit(Entry::kReferral);
}

bool HasCode(const ltt::v1::CarePlan& plan, const std::string& system,
             const std::string& code) {
  return absl::c_any_of(plan.activity().detail().code().coding(),
                        [&](const ltt::v1::Coding& coding) {
                          return coding.system() == system &&
                                 coding.code() == code;
                        });
}

}  // namespace

KleTagger::KleTagger(const standard::v1::KleRuleTable& table) {
  for (const standard::v1::KleRule& rule : table.rules()) {
    if (rule.standard() != "ltt") continue;
    unsigned types = 0;
    for (const std::string& type : rule.record_types()) types |= Bit(type);
    rules_.push_back(
        {rule.care_plan_system(),
         rule.care_plan_code(),
         types,
         {rule.subject(), rule.facet(), rule.name(), table.edition()}});
  }
}

bool KleTagger::Fits(const Rule& rule, const DeliveryReport& report) {
  bool type_fits = rule.record_types == 0;
  bool code_fits = rule.code.empty();
  for (const Entry& entry : report.entry()) {
    type_fits |= (rule.record_types & Bit(entry.resource_case())) != 0;
    code_fits |= entry.has_care_plan() &&
                 HasCode(entry.care_plan(), rule.system, rule.code);
    if (type_fits && code_fits) return true;
  }
  return type_fits && code_fits;
}

const Tag* KleTagger::Find(const DeliveryReport& report) const {
  for (const Rule& rule : rules_) {
    if (Fits(rule, report)) return &rule.tag;
  }
  return nullptr;
}

}  // namespace trivsel::gateway::kle
