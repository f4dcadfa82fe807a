#include "gateway/console/standard_book.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/catalogue.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/gateway_finding.h"
#include "validator/rule_names.h"

namespace trivsel::gateway::console {
namespace {

using validator::Element;
using validator::What;

std::string TypeOf(const Element& element) {
  const Element* record = &element;
  while (record->parent != nullptr && record->message_rule->record().empty()) {
    record = record->parent;
  }
  // The rule of a scalar's type is the empty one: go up to the record's.
  return record->message_rule->fhir_type();
}

std::string WholePath(const Element& element) {
  return element.fhir_path.empty()
             ? TypeOf(element)
             : absl::StrCat(TypeOf(element), ".", element.fhir_path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<const StandardBook>> StandardBook::Create() {
  std::unique_ptr<StandardBook> book(new StandardBook());
  if (absl::Status status = book->Fill(); !status.ok()) return status;
  return std::unique_ptr<const StandardBook>(std::move(book));
}

absl::Status StandardBook::Fill() {
  auto standard = validator::ResolveStandard();
  if (!standard.ok()) return standard.status();
  standard_ = *std::move(standard);
  auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  terminology_ = *std::move(terminology);
  const auto catalogue = validator::Catalogue::Create(*standard_);
  if (!catalogue.ok()) return catalogue.status();
  for (const auto& entry : (*catalogue)->entries()) {
    codes_[entry->code] = {
        entry->code,
        validator::SeverityOf(entry->origin, validator::Strictness()),
        entry->danish, entry->english};
  }
  for (const validator::Finding& finding : validator::AllGatewayFindings()) {
    codes_[finding.code] = {finding.code, finding.severity, finding.danish,
                            finding.english};
  }
  for (const auto& fault : validator::fhir::AllFaults()) {
    codes_[std::string(fault.code)] = {std::string(fault.code), fault.severity,
                                       std::string(fault.danish),
                                       std::string(fault.english)};
  }
  Gather(*standard_);
  return absl::OkStatus();
}

void StandardBook::AddElementPaths(const Element& element) {
  for (int what = 0; what < validator::kWhatCount; ++what) {
    const auto found = codes_.find(validator::RuleCode(
        element.record, element.code_path, static_cast<What>(what)));
    if (found != codes_.end() && found->second.fhir_path.empty()) {
      found->second.fhir_path = WholePath(element);
    }
  }
  for (const auto& rule : element.message_rule->invariant()) {
    const auto found = codes_.find(rule.code());
    if (found != codes_.end() && found->second.fhir_path.empty()) {
      found->second.fhir_path = WholePath(element);
    }
  }
  for (const validator::AbsentElement& absent : element.absent) {
    if (!absent.forbidden || absent.code.empty()) continue;
    const auto& text =
        validator::fhir::TextOf(validator::fhir::Fault::kForbidden);
    codes_.try_emplace(
        absent.code,
        CodeEntry{absent.code, text.severity, std::string(text.danish),
                  std::string(text.english),
                  absl::StrCat(WholePath(element), ".", absent.name)});
  }
  if (!element.danish.empty()) danish_[WholePath(element)] = element.danish;
  if (element.rule->has_binding()) {
    value_sets_[element.rule->binding().value_set()] = element.danish;
  }
}

void StandardBook::Gather(const Element& element) {
  if (!element.message_rule->record().empty()) records_.push_back(&element);
  AddElementPaths(element);
  for (const auto& child : element.children) Gather(*child);
}

const CodeEntry* StandardBook::Find(std::string_view code) const {
  const auto found = codes_.find(code);
  return found == codes_.end() ? nullptr : &found->second;
}

std::string StandardBook::DanishName(std::string_view fhir_type,
                                     std::string_view fhir_path) const {
  const auto found =
      danish_.find(std::string(fhir_type) + "." + std::string(fhir_path));
  return found == danish_.end() ? "" : found->second;
}

}  // namespace trivsel::gateway::console
