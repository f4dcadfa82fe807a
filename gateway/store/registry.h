// The registry: who may report, for whom, and by which certificate.
//
// Each change is one transaction that also writes the journal and raises the
// registry's version, so that every gateway notices it.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Params;
class Pool;
struct Statement;

// A vendor system that delivers reports.
struct SubmitterRow {
  int32_t id = 0;
  std::string name;  // unique, 1-100 characters
  bool active = true;
};

// A municipality that reports are about.
struct MunicipalityRow {
  int32_t id = 0;
  std::string cvr;               // 8 digits, unique
  std::string name;              // "Holbæk Kommune"
  std::vector<std::string> sor;  // SOR codes, its own and its departments'
};

// A client certificate that stands for a submitter.
struct CredentialRow {
  std::string fingerprint;  // SHA-256 of the DER certificate, 64 hex digits
  int32_t submitter_id = 0;
  std::string submitter;                 // its name
  std::string label;                     // for people: "production 2026"
  std::optional<absl::Time> not_after;   // end of the certificate, if known
  std::optional<absl::Time> revoked_at;  // not to be trusted from then on
};

// A submitter may report for a municipality.
struct AgreementRow {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;
  std::string submitter;
  std::string cvr;
};

// All of it as it was at one version.
struct RegistrySnapshot {
  int64_t version = 0;
  std::vector<SubmitterRow> submitters;
  std::vector<MunicipalityRow> municipalities;
  std::vector<CredentialRow> credentials;
  std::vector<AgreementRow> agreements;
};

// Thread safe; blocking. `actor` says in the journal who did it. Errors:
// INVALID_ARGUMENT a value cannot be used, NOT_FOUND no such row,
// FAILED_PRECONDITION it is in use, ALREADY_EXISTS it belongs to another,
// UNAVAILABLE the store cannot be reached.
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
  absl::Status RenameSubmitter(const std::string& actor,
                               const std::string& name,
                               const std::string& new_name);
  // An inactive submitter's certificates are not accepted.
  absl::Status SetSubmitterActive(const std::string& actor,
                                  const std::string& name, bool active);
  // With its credentials and agreements. FAILED_PRECONDITION if it has ever
  // reported: make it inactive instead.
  absl::Status RemoveSubmitter(const std::string& actor,
                               const std::string& name);

  // Adds a municipality, or changes the name and the SOR codes of the one
  // with that CVR number; gives its id. A SOR code belongs to one only.
  absl::StatusOr<int32_t> PutMunicipality(const std::string& actor,
                                          const MunicipalityRow& municipality);
  // FAILED_PRECONDITION if reports are about it.
  absl::Status RemoveMunicipality(const std::string& actor,
                                  const std::string& cvr);

  // Lets the submitter report for the municipality, or no longer.
  absl::Status Allow(const std::string& actor, const std::string& submitter,
                     const std::string& cvr);
  absl::Status Disallow(const std::string& actor, const std::string& submitter,
                        const std::string& cvr);

  // Registers a certificate; again with the same submitter: changes label and
  // not_after. ALREADY_EXISTS if it is another submitter's. A revoked one
  // stays revoked.
  absl::Status PutCredential(const std::string& actor,
                             const std::string& submitter,
                             const std::string& fingerprint,
                             const std::string& label,
                             std::optional<absl::Time> not_after);
  // For good. Revoking twice is no error.
  absl::Status RevokeCredential(const std::string& actor,
                                const std::string& fingerprint);

 private:
  // Runs a statement that answers one row with an id, or none.
  absl::StatusOr<int32_t> Change(const Statement& statement,
                                 const Params& params, const char* missing);

  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_H_
