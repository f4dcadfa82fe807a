#include "gateway/registry_adapter.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"

namespace trivsel::gateway {
namespace {

absl::Time From(const store::Period& period) {
  return period.from.value_or(absl::InfinitePast());
}

absl::Time Until(const store::Period& period) {
  return period.until.value_or(absl::InfiniteFuture());
}

access::RegisteredSubmitter ToSubmitter(store::SubmitterRow row) {
  return {row.id,
          std::move(row.name),
          row.active,
          std::move(row.client_id),
          {row.reports_per_second, row.concurrent_calls, row.message_bytes}};
}

access::RegisteredDocument ToDocument(const store::DocumentRow& row) {
  using Kind = access::RegisteredDocument::Kind;
  const Kind kind = row.kind == store::DocumentKind::kConnection
                        ? Kind::kConnection
                        : Kind::kDataProcessing;
  return {row.municipality_id, kind, From(row.valid), Until(row.valid)};
}

// What a registered operator's roles allow; none: nothing.
std::vector<access::Grant> GrantsOf(
    const store::OperatorRow& row,
    const std::vector<store::MunicipalityRow>& municipalities) {
  access::Grant grant;
  for (const std::string& role : row.roles) {
    const auto right = access::RightOf(role);
    if (right) grant.rights |= static_cast<uint8_t>(*right);
  }
  if (grant.rights == 0) return {};
  grant.all_municipalities = row.municipality_cvrs.empty();
  if (grant.all_municipalities) return {grant};
  // A municipality that is gone is nobody's: fewer grants, never all.
  std::vector<access::Grant> grants;
  for (const store::MunicipalityRow& one : municipalities) {
    const auto& mine = row.municipality_cvrs;
    if (std::find(mine.begin(), mine.end(), one.cvr) == mine.end()) continue;
    grant.municipality_id = one.id;
    grants.push_back(grant);
  }
  return grants;
}

// Somebody behind a credential, and what they may do.
struct Person {
  const store::OperatorRow* row = nullptr;
  std::vector<access::Grant> grants = {};
};

// Null where it is nobody's who may do anything.
Person OperatorOf(const store::CredentialRow& row,
                  const std::vector<store::OperatorRow>& operators,
                  const std::vector<store::MunicipalityRow>& municipalities) {
  for (const store::OperatorRow& one : operators) {
    if (one.id != row.operator_id) continue;
    Person person{&one, GrantsOf(one, municipalities)};
    if (person.grants.empty()) person.row = nullptr;
    return person;
  }
  return {};
}

absl::StatusOr<access::RegisteredCredential> ToCredential(
    store::CredentialRow row, const Person& person) {
  access::RegisteredCredential credential;
  const std::string bytes = absl::HexStringToBytes(row.fingerprint);
  if (bytes.size() != credential.fingerprint.size()) {
    return absl::DataLossError("a fingerprint is not 64 digits long");
  }
  std::copy(bytes.begin(), bytes.end(), credential.fingerprint.begin());
  credential.bare_key = row.kind == store::CredentialKind::kKey;
  credential.key_der = std::move(row.key_der);
  credential.submitter_id = row.submitter_id;
  credential.revoked = row.revoked_at.has_value();
  if (person.row != nullptr) {
    credential.operator_name = person.row->name;
    credential.operator_grants = person.grants;
    credential.revoked = credential.revoked || !person.row->active;
  }
  if (row.not_before) credential.not_before = *row.not_before;
  if (row.not_after) credential.not_after = *row.not_after;
  return credential;
}

}  // namespace

absl::StatusOr<access::RegistrySnapshot> RegistryAdapter::Load() {
  absl::StatusOr<store::RegistrySnapshot> rows = registry_.Load();
  if (!rows.ok()) return rows.status();
  access::RegistrySnapshot snapshot;
  snapshot.version = rows->version;
  for (store::SubmitterRow& row : rows->submitters) {
    snapshot.submitters.push_back(ToSubmitter(std::move(row)));
  }
  for (const store::AgreementRow& row : rows->agreements) {
    snapshot.permissions.push_back({row.submitter_id, row.municipality_id,
                                    From(row.valid), Until(row.valid)});
  }
  for (const store::DocumentRow& row : rows->documents) {
    snapshot.documents.push_back(ToDocument(row));
  }
  for (store::CredentialRow& row : rows->credentials) {
    Person person;
    if (row.operator_id != 0) {
      person = OperatorOf(row, rows->operators, rows->municipalities);
      if (person.row == nullptr) continue;
    }
    auto credential = ToCredential(std::move(row), person);
    if (!credential.ok()) return credential.status();
    snapshot.credentials.push_back(*std::move(credential));
  }
  for (store::MunicipalityRow& row : rows->municipalities) {
    snapshot.municipalities.push_back(
        {row.id, std::move(row.cvr), std::move(row.name), std::move(row.sor)});
  }
  return snapshot;
}

}  // namespace trivsel::gateway
