#include "gateway/rules.h"

#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/data_folder.h"
#include "gateway/kle/rule_table.h"
#include "validator/terminology.h"

namespace trivsel::gateway {
namespace {

absl::StatusOr<standard::v1::KleRuleTable> KleRules(const Config& config) {
  std::string text(kle::BuiltInRules());
  if (!config.kle_rules.empty()) {
    std::ifstream file(config.kle_rules);
    std::stringstream content;
    content << file.rdbuf();
    if (!file) {
      return absl::NotFoundError(
          absl::StrCat(config.kle_rules, " cannot be read"));
    }
    text = content.str();
  }
  absl::StatusOr<standard::v1::KleRuleTable> table = kle::ParseRules(text);
  if (table.ok() && !config.kle_facet.empty()) {
    absl::Status status = kle::OverrideFacet(config.kle_facet, &*table);
    if (!status.ok()) return status;
  }
  return table;
}

absl::StatusOr<std::unique_ptr<const validator::Validator>> MakeValidator() {
  auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  return validator::Validator::Create(*std::move(terminology));
}

}  // namespace

absl::Status CheckRules(const Config& config) {
  absl::Status status = KleRules(config).status();
  if (status.ok()) status = MakeValidator().status();
  if (status.ok()) status = validator::fhir::FhirMapping::Create().status();
  return status;
}

absl::StatusOr<std::unique_ptr<const ingest::RuleBook>> CompileRules(
    const Config& config) {
  auto table = KleRules(config);
  if (!table.ok()) return table.status();
  auto validator = MakeValidator();
  if (!validator.ok()) return validator.status();
  auto mapping = validator::fhir::FhirMapping::Create();
  if (!mapping.ok()) return mapping.status();
  auto key = ingest::CitizenKey::LoadOrCreate(CitizenKeyFile(config.data));
  if (!key.ok()) return key.status();
  return std::unique_ptr<const ingest::RuleBook>(new ingest::RuleBook{
      *std::move(validator), *std::move(mapping), kle::KleTagger(*table), *key,
      config.strict ? validator::Strictness::kGuide
                    : validator::Strictness::kProfile});
}

}  // namespace trivsel::gateway
