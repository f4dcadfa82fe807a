#include "gateway/registry_adapter.h"

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"

namespace trivsel::gateway {

absl::StatusOr<access::RegistrySnapshot> RegistryAdapter::Load() {
  absl::StatusOr<store::RegistrySnapshot> rows = registry_.Load();
  if (!rows.ok()) return rows.status();
  access::RegistrySnapshot snapshot;
  snapshot.version = rows->version;
  for (store::MunicipalityRow& row : rows->municipalities) {
    snapshot.municipalities.push_back(
        {row.id, std::move(row.cvr), std::move(row.name), std::move(row.sor)});
  }
  for (const store::AgreementRow& row : rows->agreements) {
    snapshot.permissions.push_back({row.submitter_id, row.municipality_id});
  }
  for (store::SubmitterRow& row : rows->submitters) {
    snapshot.submitters.push_back({row.id, std::move(row.name), row.active});
  }
  for (const store::CredentialRow& row : rows->credentials) {
    access::RegisteredCredential credential;
    const std::string bytes = absl::HexStringToBytes(row.fingerprint);
    if (bytes.size() != credential.fingerprint.size()) {
      return absl::DataLossError("a fingerprint is not 64 digits long");
    }
    std::copy(bytes.begin(), bytes.end(), credential.fingerprint.begin());
    credential.submitter_id = row.submitter_id;
    credential.revoked = row.revoked_at.has_value();
    if (row.not_after) credential.not_after = *row.not_after;
    snapshot.credentials.push_back(credential);
  }
  return snapshot;
}

}  // namespace trivsel::gateway
