#include "gateway/rules.h"

#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
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

absl::StatusOr<standard::v1::KleRuleTable> KleRules(
    const RuleSources& sources) {
  absl::StatusOr<standard::v1::KleRuleTable> table =
      sources.kle_rules.empty() ? kle::ParseRules(kle::BuiltInRules())
                                : kle::ParseRules(sources.kle_rules);
  if (table.ok() && !sources.kle_facet.empty()) {
    absl::Status status = kle::OverrideFacet(sources.kle_facet, &*table);
    if (!status.ok()) return status;
  }
  return table;
}

absl::StatusOr<std::shared_ptr<const validator::Terminology>> MakeTerminology(
    const RuleSources& sources) {
  using validator::Terminology;
  Terminology::Builder builder;
  absl::Status added = builder.AddTextProto(Terminology::BuiltInText());
  if (!added.ok()) return added;
  for (const store::RuleFile& file : sources.terminology) {
    added = builder.AddAny(file.text);
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.name, ": ", std::string(added.message())));
    }
  }
  return builder.Build();
}

}  // namespace

absl::StatusOr<RuleSources> ReadRules(const Config& config) {
  RuleSources sources;
  for (const std::string& path : config.terminology) {
    auto text = ReadFile(path);
    if (!text.ok()) return text.status();
    sources.terminology.push_back({path, *std::move(text)});
  }
  if (!config.kle_rules.empty()) {
    auto text = ReadFile(config.kle_rules);
    if (!text.ok()) return text.status();
    sources.kle_rules = *std::move(text);
  }
  sources.kle_facet = config.kle_facet;
  if (config.strict) sources.strictness = validator::Strictness::kGuide;
  return sources;
}

RuleSources Over(RuleSources base, store::RuleEdition edition) {
  for (store::RuleFile& file : edition.terminology) {
    base.terminology.push_back(std::move(file));
  }
  if (edition.kle) base.kle_rules = std::move(edition.kle->text);
  base.edition = std::move(edition.name);
  return base;
}

absl::StatusOr<std::shared_ptr<const ingest::RuleBook>> CompileBook(
    const RuleSources& sources, const ingest::CitizenKey& key) {
  auto table = KleRules(sources);
  if (!table.ok()) return table.status();
  auto terminology = MakeTerminology(sources);
  if (!terminology.ok()) return terminology.status();
  auto validator = validator::Validator::Create(*std::move(terminology));
  if (!validator.ok()) return validator.status();
  auto mapping = validator::fhir::FhirMapping::Create();
  if (!mapping.ok()) return mapping.status();
  return std::shared_ptr<const ingest::RuleBook>(new ingest::RuleBook{
      *std::move(validator), *std::move(mapping), kle::KleTagger(*table), key,
      sources.strictness, sources.edition});
}

absl::Status CheckRules(const Config& config) {
  auto sources = ReadRules(config);
  if (!sources.ok()) return sources.status();
  return CompileBook(*sources,
                     ingest::CitizenKey(
                         std::array<uint8_t, ingest::CitizenKey::kBytes>{}))
      .status();
}

}  // namespace trivsel::gateway
