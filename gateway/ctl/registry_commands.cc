#include "gateway/ctl/registry_commands.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gateway/access/fingerprint.h"

namespace trivsel::gateway::ctl {
namespace {

std::string Day(const std::optional<absl::Time>& time) {
  if (!time) return "";
  return absl::FormatTime("%Y-%m-%d", *time, absl::UTCTimeZone());
}

// Agreements of one submitter, by CVR.
std::vector<std::string> CvrsOf(const store::RegistrySnapshot& all,
                                int32_t submitter) {
  std::vector<std::string> cvrs;
  for (const store::AgreementRow& agreement : all.agreements) {
    if (agreement.submitter_id == submitter) cvrs.push_back(agreement.cvr);
  }
  return cvrs;
}

}  // namespace

absl::Status RegistryCommands::AddMunicipality(
    const store::MunicipalityRow& row) {
  return registry_.PutMunicipality(actor_, row).status();
}

absl::Status RegistryCommands::SetMunicipality(
    const std::string& cvr, const std::optional<std::string>& name,
    const std::vector<std::string>& sor) {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  for (store::MunicipalityRow& row : all->municipalities) {
    if (row.cvr != cvr) continue;
    if (name) row.name = *name;
    if (!sor.empty()) row.sor = sor;
    return registry_.PutMunicipality(actor_, row).status();
  }
  if (!name || sor.empty()) {
    return absl::NotFoundError(absl::StrCat("no municipality with CVR ", cvr,
                                            "; to add it, name and SOR codes "
                                            "are needed"));
  }
  return AddMunicipality({0, cvr, *name, sor});
}

absl::Status RegistryCommands::RemoveMunicipality(const std::string& cvr) {
  return registry_.RemoveMunicipality(actor_, cvr);
}

absl::StatusOr<Table> RegistryCommands::ListMunicipalities() {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"cvr", "name", "sor[]"});
  for (const store::MunicipalityRow& row : all->municipalities) {
    table.Add({{row.cvr}, {row.name}, row.sor});
  }
  return table;
}

absl::Status RegistryCommands::AddSubmitter(const std::string& name) {
  return registry_.PutSubmitter(actor_, name).status();
}

absl::Status RegistryCommands::SetSubmitter(
    const std::string& name, const std::optional<std::string>& new_name,
    std::optional<bool> active) {
  absl::Status status =
      active     ? registry_.SetSubmitterActive(actor_, name, *active)
      : new_name ? absl::OkStatus()
                 : AddSubmitter(name);
  if (!status.ok() || !new_name) return status;
  return registry_.RenameSubmitter(actor_, name, *new_name);
}

absl::Status RegistryCommands::RemoveSubmitter(const std::string& name) {
  return registry_.RemoveSubmitter(actor_, name);
}

absl::StatusOr<Table> RegistryCommands::ListSubmitters() {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"name", "active", "municipalities[]"});
  for (const store::SubmitterRow& row : all->submitters) {
    table.Add({{row.name}, {row.active ? "yes" : "no"}, CvrsOf(*all, row.id)});
  }
  return table;
}

absl::Status RegistryCommands::Allow(const std::string& submitter,
                                     const std::vector<std::string>& cvrs) {
  for (const std::string& cvr : cvrs) {
    absl::Status status = registry_.Allow(actor_, submitter, cvr);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RegistryCommands::Disallow(const std::string& submitter,
                                        const std::vector<std::string>& cvrs) {
  for (const std::string& cvr : cvrs) {
    absl::Status status = registry_.Disallow(actor_, submitter, cvr);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> RegistryCommands::AddCredential(
    const std::string& submitter, const std::string& cert_file,
    const std::string& label) {
  std::ifstream file(cert_file, std::ios::binary);
  std::stringstream pem;
  pem << file.rdbuf();
  if (!file) {
    return absl::InvalidArgumentError(
        absl::StrCat(cert_file, " cannot be read"));
  }
  absl::StatusOr<access::CertificateFacts> facts =
      access::ReadCertificate(pem.str());
  if (!facts.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(cert_file, ": ", std::string(facts.status().message())));
  }
  const std::string fingerprint = access::ToHex(facts->fingerprint);
  absl::Status status = registry_.PutCredential(
      actor_, submitter, fingerprint, label.empty() ? facts->subject : label,
      facts->not_after);
  if (status.ok()) status = CheckNotRevoked(fingerprint);
  if (!status.ok()) return status;
  return fingerprint;
}

// Who registers a certificate must not believe that it is let in.
absl::Status RegistryCommands::CheckNotRevoked(const std::string& fingerprint) {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  for (const store::CredentialRow& row : all->credentials) {
    if (row.fingerprint == fingerprint && row.revoked_at.has_value()) {
      return absl::FailedPreconditionError(
          "the certificate has been revoked for good: issue a new one");
    }
  }
  return absl::OkStatus();
}

absl::Status RegistryCommands::RemoveCredential(
    const std::string& fingerprint) {
  return registry_.RevokeCredential(actor_, fingerprint);
}

absl::StatusOr<Table> RegistryCommands::ListCredentials(
    const std::string& submitter) {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"fingerprint", "submitter", "label", "not_after", "revoked"});
  for (const store::CredentialRow& row : all->credentials) {
    if (!submitter.empty() && row.submitter != submitter) continue;
    table.Add({{row.fingerprint},
               {row.submitter},
               {row.label},
               {Day(row.not_after)},
               {Day(row.revoked_at)}});
  }
  return table;
}

}  // namespace trivsel::gateway::ctl
