#include "validator/references.h"

#include <bit>
#include <cstring>
#include <string>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "validator/formats.h"

namespace trivsel::validator {
namespace {

using ltt::v1::Entry;

size_t Hash(std::string_view url) {
  return absl::Hash<absl::string_view>()(
      absl::string_view(url.data(), url.size()));
}

// "https://host/fhir/" of "https://host/fhir/Patient/1"; empty if the URL has
// no two segments to take away.
std::string_view BaseOf(std::string_view url) {
  const size_t last = url.rfind('/');
  if (last == std::string_view::npos || last == 0) return {};
  const size_t before = url.rfind('/', last - 1);
  if (before == std::string_view::npos) return {};
  return url.substr(0, before + 1);
}

}  // namespace

std::string_view FhirTypeOf(const Entry& entry) {
  switch (entry.resource_case()) {
    case Entry::kCitizen:
      return "Patient";
    case Entry::kCarePlan:
    case Entry::kReferral:
      return "CarePlan";
    case Entry::kEncounter:
      return "Encounter";
    case Entry::RESOURCE_NOT_SET:
      break;
  }
  return {};
}

std::string_view IdOf(const Entry& entry) {
  switch (entry.resource_case()) {
    case Entry::kCitizen:
      return entry.citizen().id();
    case Entry::kCarePlan:
      return entry.care_plan().id();
    case Entry::kReferral:
      return entry.referral().id();
    case Entry::kEncounter:
      return entry.encounter().id();
    case Entry::RESOURCE_NOT_SET:
      break;
  }
  return {};
}

ReferenceIndex::ReferenceIndex(const ltt::v1::DeliveryReport& report)
    : report_(report) {
  const int n = report.entry_size();
  for (int i = 0; i < n && second_citizen_ < 0; ++i) {
    if (!report.entry(i).has_citizen()) continue;
    (citizen_ < 0 ? citizen_ : second_citizen_) = i;
  }
  if (n <= kLinear) return;
  slots_.assign(std::bit_ceil(static_cast<size_t>(n) * 2), -1);
  mask_ = slots_.size() - 1;
  for (int i = 0; i < n; ++i) {
    const std::string& url = report.entry(i).full_url();
    size_t at = Hash(url) & mask_;
    while (slots_[at] >= 0 && report.entry(slots_[at]).full_url() != url)
      at = (at + 1) & mask_;
    if (slots_[at] < 0) slots_[at] = i;  // the first of equals stays
  }
}

int ReferenceIndex::FindUrl(std::string_view url) const {
  if (url.empty()) return -1;
  if (mask_ == 0) {
    for (int i = 0; i < report_.entry_size(); ++i)
      if (report_.entry(i).full_url() == url) return i;
    return -1;
  }
  for (size_t at = Hash(url) & mask_; slots_[at] >= 0; at = (at + 1) & mask_)
    if (report_.entry(slots_[at]).full_url() == url) return slots_[at];
  return -1;
}

int ReferenceIndex::Duplicate(int entry) const {
  const int first = FindUrl(report_.entry(entry).full_url());
  return first >= 0 && first != entry ? first : -1;
}

int ReferenceIndex::FindById(std::string_view type, std::string_view id) const {
  // Only beside an entry without fullUrl, which is an error already: looks no
  // further than a report is large in practice.
  for (int i = 0; i < report_.entry_size() && i < 4 * kLinear; ++i) {
    const Entry& entry = report_.entry(i);
    if (IdOf(entry) == id && FhirTypeOf(entry) == type) return i;
  }
  return -1;
}

int ReferenceIndex::Resolve(std::string_view reference, int from) const {
  if (reference.empty() || reference[0] == '#') return -1;
  if (IsAbsoluteUri(reference)) return FindUrl(reference);
  const size_t slash = reference.find('/');
  if (slash == std::string_view::npos || slash == 0 ||
      reference.find('/', slash + 1) != std::string_view::npos) {
    return -1;
  }
  const std::string_view type = reference.substr(0, slash);
  const std::string_view id = reference.substr(slash + 1);
  const std::string_view own = report_.entry(from).full_url();
  if (own.empty()) return FindById(type, id);
  const bool urn = own.starts_with("urn:uuid:");
  const std::string_view base =
      urn ? std::string_view("urn:uuid:") : BaseOf(own);
  const std::string_view rest = urn ? id : reference;
  if (base.empty() || id.empty()) return -1;
  int found = -1;
  char buffer[512];
  if (base.size() + rest.size() <= sizeof(buffer)) {
    std::memcpy(buffer, base.data(), base.size());
    std::memcpy(buffer + base.size(), rest.data(), rest.size());
    found = FindUrl({buffer, base.size() + rest.size()});
  } else {
    found = FindUrl(std::string(base).append(rest));
  }
  if (urn && found >= 0 && FhirTypeOf(report_.entry(found)) != type) return -1;
  return found;
}

}  // namespace trivsel::validator
