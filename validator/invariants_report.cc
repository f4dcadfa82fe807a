#include "validator/invariants_report.h"

#include <array>

#include "validator/formats.h"
#include "validator/identifiers.h"
#include "validator/rest_url.h"

namespace trivsel::validator {
namespace {

using ltt::v1::Citizen;
using ltt::v1::DeliveryReport;
using ltt::v1::Entry;

void OneCitizenMin(const Case& c) {
  if (c.scene.references.citizen() < 0) c.Broken("entry");
}

void OneCitizenMax(const Case& c) {
  if (c.scene.references.second_citizen() >= 0) c.Broken("entry");
}

void TimestampFuture(const Case& c) {
  if (IsFuture(c.As<DeliveryReport>().timestamp(), c.scene.context))
    c.Broken("timestamp");
}

void IdNotUniqueShape(const Case& c) {
  const std::string& id = c.As<DeliveryReport>().id();
  if (!id.empty() && !IsUuid(id)) c.Broken("id");
}

void FullUrlUnique(const Case& c) {
  if (!c.As<Entry>().full_url().empty() &&
      c.scene.references.Duplicate(c.record) >= 0) {
    c.Broken("full_url");
  }
}

void FullUrlUnversioned(const Case& c) {
  if (c.As<Entry>().full_url().find("/_history/") != std::string::npos)
    c.Broken("full_url");
}

void ResourcePresent(const Case& c) {
  if (c.As<Entry>().resource_case() == Entry::RESOURCE_NOT_SET)
    c.Broken("resource");
}

void FullUrlPresent(const Case& c) {
  if (c.As<Entry>().full_url().empty()) c.Broken("full_url");
}

void FullUrlAbsolute(const Case& c) {
  const std::string& url = c.As<Entry>().full_url();
  if (!url.empty() && !IsAbsoluteUri(url)) c.Broken("full_url");
}

void FullUrlNeedsId(const Case& c) {
  const Entry& entry = c.As<Entry>();
  if (entry.resource_case() != Entry::RESOURCE_NOT_SET && IdOf(entry).empty() &&
      IsRestUrl(entry.full_url())) {
    c.Broken("full_url");
  }
}

void FullUrlMatchesId(const Case& c) {
  const Entry& entry = c.As<Entry>();
  const std::string_view id = IdOf(entry);
  if (id.empty() || EndsInTypeAndId(entry.full_url(), FhirTypeOf(entry), id))
    return;
  if (IsRestUrl(entry.full_url())) c.Broken("full_url");
}

void ReplacementNumber(const Case& c) {
  if (IsReplacementNumberSystem(c.As<Citizen>().identifier().system()))
    c.Broken("identifier");
}

void CprDate(const Case& c) {
  const std::string& cpr = c.As<Citizen>().identifier().value();
  if (IsCpr(cpr) && !BirthDate(cpr).has_value()) c.Broken("identifier.value");
}

void SorCheckDigit(const Case& c) {
  const std::string& sor =
      c.As<Citizen>().managing_organization().identifier().value();
  if (IsSor(sor) && !HasSorCheckDigit(sor))
    c.Broken("managing_organization.identifier.value");
}

constexpr auto kPredicates = std::to_array<NamedPredicate>({
    {"trivsel-one-citizen-min", OneCitizenMin},
    {"trivsel-one-citizen-max", OneCitizenMax},
    {"trivsel-timestamp-future", TimestampFuture},
    {"trivsel-id-not-unique-shape", IdNotUniqueShape},
    {"bdl-5", ResourcePresent},
    {"bdl-7", FullUrlUnique},
    {"bdl-8", FullUrlUnversioned},
    {"bundle-full-url-present", FullUrlPresent},
    {"bundle-full-url-absolute", FullUrlAbsolute},
    {"bundle-full-url-needs-id", FullUrlNeedsId},
    {"bundle-full-url-matches-id", FullUrlMatchesId},
    {"trivsel-replacement-number", ReplacementNumber},
    {"trivsel-cpr-date", CprDate},
    {"trivsel-sor-check-digit", SorCheckDigit},
});

}  // namespace

std::span<const NamedPredicate> ReportPredicates() { return kPredicates; }

}  // namespace trivsel::validator
