#include "validator/catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace trivsel::validator {
namespace {

using google::protobuf::FieldDescriptor;

bool IsBoundCoding(const Element& coding) {
  return coding.parent != nullptr && coding.parent->rule->has_binding();
}

// Whether `what` can be wrong with the element, by its rule and its place.
bool Applies(const Element& element, What what) {
  if (element.field == nullptr || element.forbidden)
    return element.field == nullptr ? what == What::kUnknownField
                                    : what == What::kForbidden;
  const Element* coding =
      element.parent != nullptr && IsBoundCoding(*element.parent)
          ? element.parent
          : nullptr;
  const std::string& name = element.field->name();
  switch (what) {
    case What::kMissing:
      return element.required;
    case What::kFormat:
      return element.format != standard::v1::FORMAT_UNSPECIFIED;
    case What::kNotFixed:
      return !element.fixed.empty();
    case What::kUnknownCode:
      return element.field->type() == FieldDescriptor::TYPE_ENUM ||
             (coding != nullptr && name == "code");
    case What::kNotInValueSet:
      return element.rule->has_binding();
    case What::kSystemMissing:
      return coding != nullptr && name == "system";
    case What::kDisplayWrong:
      return coding != nullptr && name == "display" && element.fixed.empty();
    case What::kTooMany:
      return element.max > 0 || (!element.field->is_repeated() &&
                                 (element.rule->fhir_array() ||
                                  !element.rule->extension_url().empty()));
    case What::kReferenceUnresolved:
    case What::kReferenceWrongType:
      return !element.rule->target().empty();
    case What::kUnknownField:
      return element.message != nullptr;
    case What::kForbidden:
      return false;
  }
  return false;
}

CatalogueEntry EntryOf(const Element& element, What what) {
  return {RuleCode(element.record, element.code_path, what), WhatOrigin(what),
          DanishSentence(what, element.record_danish, element.danish,
                         element.fhir_path),
          EnglishSentence(what, element.record_english, element.fhir_path)};
}

CatalogueEntry EntryOf(const Element& element, const AbsentElement& absent) {
  const What what = What::kForbidden;
  const std::string path =
      element.fhir_path.empty()
          ? absent.name
          : absl::StrCat(element.fhir_path, ".", absent.name);
  return {absent.code, WhatOrigin(what),
          DanishSentence(what, element.record_danish, "", path),
          EnglishSentence(what, element.record_english, path)};
}

}  // namespace

Finding MakeFinding(const CatalogueEntry& entry, Strictness strictness,
                    std::string path, std::string fhir_path) {
  return {entry.code,      SeverityOf(entry.origin, strictness),
          std::move(path), std::move(fhir_path),
          entry.danish,    entry.english};
}

absl::StatusOr<std::unique_ptr<const Catalogue>> Catalogue::Create(
    const Element& standard) {
  auto catalogue = std::unique_ptr<Catalogue>(new Catalogue());
  absl::Status status = catalogue->AddElement(standard);
  if (!status.ok()) return status;
  std::sort(catalogue->entries_.begin(), catalogue->entries_.end(),
            [](const auto& a, const auto& b) { return a->code < b->code; });
  return std::unique_ptr<const Catalogue>(std::move(catalogue));
}

const CatalogueEntry* Catalogue::Find(std::string_view code) const {
  const auto it = by_code_.find(code);
  return it == by_code_.end() ? nullptr : it->second;
}

const CatalogueEntry* Catalogue::Find(const Element& element, What what) const {
  if (!Applies(element, what)) return nullptr;
  return Find(RuleCode(element.record, element.code_path, what));
}

absl::Status Catalogue::Add(CatalogueEntry entry) {
  const auto it = by_code_.find(entry.code);
  if (it != by_code_.end()) {
    const CatalogueEntry& known = *it->second;
    if (known.origin == entry.origin && known.danish == entry.danish &&
        known.english == entry.english) {
      return absl::OkStatus();
    }
    return absl::FailedPreconditionError(
        absl::StrCat("two findings have the code ", entry.code));
  }
  if (entry.code.empty() || entry.danish.empty() || entry.english.empty() ||
      entry.origin == standard::v1::ORIGIN_UNSPECIFIED) {
    return absl::FailedPreconditionError(absl::StrCat(
        "a finding without code, origin or sentence: ", entry.code));
  }
  entries_.push_back(std::make_unique<const CatalogueEntry>(std::move(entry)));
  by_code_.emplace(entries_.back()->code, entries_.back().get());
  return absl::OkStatus();
}

absl::Status Catalogue::AddElement(const Element& element) {
  for (int i = 0; i < kWhatCount; ++i) {
    const What what = static_cast<What>(i);
    if (!Applies(element, what)) continue;
    absl::Status status = Add(EntryOf(element, what));
    if (!status.ok()) return status;
  }
  for (const AbsentElement& absent : element.absent) {
    if (!absent.forbidden) continue;
    absl::Status status = Add(EntryOf(element, absent));
    if (!status.ok()) return status;
  }
  absl::Status status = AddInvariants(element);
  if (!status.ok()) return status;
  for (const auto& child : element.children) {
    status = AddElement(*child);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Catalogue::AddInvariants(const Element& element) {
  for (const auto& invariant : element.message_rule->invariant()) {
    absl::Status status = Add({invariant.code(), invariant.origin(),
                               invariant.danish(), invariant.english()});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace trivsel::validator
