// The registry: who may report, and for whom.
//
// Each change is one transaction that also writes the journal and raises the
// registry's version, so that every gateway notices it. Credentials and
// operators: registry_credentials.h; signed agreements: registry_documents.h.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::store {

class Pool;

// All of it as it was at one version.
struct RegistrySnapshot {
  int64_t version = 0;
  std::vector<SubmitterRow> submitters;         // by name
  std::vector<MunicipalityRow> municipalities;  // by CVR number
  std::vector<CredentialRow> credentials;       // by owner and time
  std::vector<AgreementRow> agreements;         // by submitter and CVR number
  std::vector<DocumentRow> documents;           // by CVR number and id
  std::vector<OperatorRow> operators;           // by name
};

// Thread safe; blocking. `actor` says in the journal who did it. Errors:
// INVALID_ARGUMENT a value cannot be used, NOT_FOUND no such row,
// FAILED_PRECONDITION it is in use, ALREADY_EXISTS it belongs to another,
// UNAVAILABLE the store cannot be reached. Lists: in the order of their key,
// after a key ('' from the start), at most `limit`.
class Registry {
 public:
  // `pool` must outlive it.
  explicit Registry(Pool* pool) : pool_(pool) {}

  // Rises with each change; cheap to ask.
  absl::StatusOr<int64_t> Version();
  // Everything, consistent.
  absl::StatusOr<RegistrySnapshot> Load();

  // Adds a submitter, or makes one of that name active again; gives its id.
  absl::StatusOr<int32_t> PutSubmitter(const std::string& actor,
                                       const std::string& name);
  // An inactive submitter's certificates are not accepted. ALREADY_EXISTS: the
  // name or the client id is another's.
  absl::Status UpdateSubmitter(const std::string& actor,
                               const std::string& name,
                               const SubmitterChange& change);
  absl::Status RenameSubmitter(const std::string& actor,
                               const std::string& name,
                               const std::string& new_name) {
    return UpdateSubmitter(actor, name, {.new_name = new_name});
  }
  absl::Status SetSubmitterActive(const std::string& actor,
                                  const std::string& name, bool active) {
    return UpdateSubmitter(actor, name, {.active = active});
  }
  // With its credentials and agreements. FAILED_PRECONDITION if it has ever
  // reported: make it inactive instead.
  absl::Status RemoveSubmitter(const std::string& actor,
                               const std::string& name);
  absl::StatusOr<std::vector<SubmitterRow>> ListSubmitters(
      const std::string& after, int limit);

  // Adds a municipality, or changes the name and the SOR codes of the one
  // with that CVR number; gives its id. A SOR code belongs to one only.
  absl::StatusOr<int32_t> PutMunicipality(const std::string& actor,
                                          const MunicipalityRow& municipality);
  // With its documents. FAILED_PRECONDITION if reports are about it.
  absl::Status RemoveMunicipality(const std::string& actor,
                                  const std::string& cvr);
  // By CVR number.
  absl::StatusOr<std::vector<MunicipalityRow>> ListMunicipalities(
      const std::string& after, int limit);

  // Lets the submitter report for the municipality in a period, at first an
  // open one. FAILED_PRECONDITION: it has ended, and no other end is given.
  absl::Status Allow(const std::string& actor, const std::string& submitter,
                     const std::string& cvr, const PeriodChange& period = {});
  // No longer.
  absl::Status Disallow(const std::string& actor, const std::string& submitter,
                        const std::string& cvr);
  // All, or a submitter's, or a municipality's.
  absl::StatusOr<std::vector<AgreementRow>> ListAgreements(
      const std::string& submitter, const std::string& cvr,
      const AgreementRow& after, int limit);

  // CredentialRegistry's, for a certificate of which only this is known. A
  // revoked one stays revoked, which is no error here.
  absl::Status PutCredential(const std::string& actor,
                             const std::string& submitter,
                             const std::string& fingerprint,
                             const std::string& label,
                             std::optional<absl::Time> not_after);
  absl::Status RevokeCredential(const std::string& actor,
                                const std::string& fingerprint);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_H_
