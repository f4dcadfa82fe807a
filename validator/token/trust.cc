#include "validator/token/trust.h"

#include <algorithm>
#include <utility>

#include "validator/token/claim_checks.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

void AddOnce(std::string text, std::vector<std::string>* texts) {
  if (std::find(texts->begin(), texts->end(), text) == texts->end()) {
    texts->push_back(std::move(text));
  }
}

// Only CVR numbers are shown: a scope may as well be a person.
std::string ShownScope(std::string_view scope) {
  const std::string_view cvr = ScopeCvr(scope);
  return cvr.empty() ? "?" : std::string(cvr);
}

}  // namespace

const Issuer* Trust::Find(std::string_view entity_id) const {
  for (const Issuer& issuer : issuers) {
    if (issuer.entity_id == entity_id) return &issuer;
  }
  return nullptr;
}

OrFault<const Issuer*> FindIssuer(const Trust& trust,
                                  std::string_view entity_id) {
  // Retired first: it stays dead though someone lists it.
  for (const std::string& prefix : trust.retired_issuers) {
    if (!prefix.empty() && entity_id.starts_with(prefix)) {
      return Fault{v1::ACCESS_FAULT_ISSUER_RETIRED, "", Shown(entity_id)};
    }
  }
  if (const Issuer* issuer = trust.Find(entity_id)) return issuer;
  std::vector<std::string> known;
  for (const Issuer& issuer : trust.issuers) known.push_back(issuer.entity_id);
  return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN, ShownList(known),
               Shown(entity_id)};
}

std::optional<Fault> CheckClaims(const Claims& claims, const Trust& trust,
                                 const Sha256& peer, absl::Time now) {
  if (auto fault = CheckTimes(claims, trust, now)) return fault;
  if (auto fault = CheckLifetime(claims, trust)) return fault;
  if (auto fault = CheckAudience(claims, trust)) return fault;
  if (auto fault = CheckRecipient(claims, trust)) return fault;
  if (auto fault = CheckCvr(claims)) return fault;
  return CheckConfirmation(claims, peer);
}

std::optional<Fault> CheckReporter(const Claims& claims, const Trust& trust) {
  std::vector<std::string> scopes, roles;
  for (const Privilege& privilege : claims.privileges) {
    const auto& wanted = trust.reporter_roles;
    if (std::find(wanted.begin(), wanted.end(), privilege.role) ==
        wanted.end()) {
      AddOnce(privilege.role, &roles);
      continue;
    }
    const std::string_view cvr = ScopeCvr(privilege.scope);
    if (!cvr.empty() && cvr == claims.cvr) return std::nullopt;
    AddOnce(ShownScope(privilege.scope), &scopes);
  }
  if (scopes.empty()) {
    return Fault{v1::ACCESS_FAULT_ROLE_MISSING, ShownList(trust.reporter_roles),
                 ShownList(roles)};
  }
  return Fault{v1::ACCESS_FAULT_SCOPE_WRONG, Shown(claims.cvr),
               ShownList(scopes)};
}

}  // namespace trivsel::validator::token
