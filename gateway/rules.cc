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

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  return content.str();
}

absl::StatusOr<standard::v1::KleRuleTable> KleRules(const Config& config) {
  std::string text(kle::BuiltInRules());
  if (!config.kle_rules.empty()) {
    auto read = ReadFile(config.kle_rules);
    if (!read.ok()) return read.status();
    text = *std::move(read);
  }
  absl::StatusOr<standard::v1::KleRuleTable> table = kle::ParseRules(text);
  if (table.ok() && !config.kle_facet.empty()) {
    absl::Status status = kle::OverrideFacet(config.kle_facet, &*table);
    if (!status.ok()) return status;
  }
  return table;
}

absl::StatusOr<std::shared_ptr<const validator::Terminology>> MakeTerminology(
    const Config& config) {
  using validator::Terminology;
  Terminology::Builder builder;
  absl::Status added = builder.AddTextProto(Terminology::BuiltInText());
  for (const std::string& path : config.terminology) {
    if (!added.ok()) return added;
    auto text = ReadFile(path);
    if (!text.ok()) return text.status();
    added = builder.AddAny(*text);
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": ", std::string(added.message())));
    }
  }
  return builder.Build();
}

absl::StatusOr<std::unique_ptr<const validator::Validator>> MakeValidator(
    const Config& config) {
  auto terminology = MakeTerminology(config);
  if (!terminology.ok()) return terminology.status();
  return validator::Validator::Create(*std::move(terminology));
}

}  // namespace

absl::Status CheckRules(const Config& config) {
  absl::Status status = KleRules(config).status();
  if (status.ok()) status = MakeValidator(config).status();
  if (status.ok()) status = validator::fhir::FhirMapping::Create().status();
  return status;
}

absl::StatusOr<std::unique_ptr<const ingest::RuleBook>> CompileRules(
    const Config& config) {
  auto table = KleRules(config);
  if (!table.ok()) return table.status();
  auto validator = MakeValidator(config);
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
