// The registry's credentials: client certificates and public keys of
// submitters and operators; and the operators.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_CREDENTIALS_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_CREDENTIALS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::store {

class Pool;

enum class CredentialOwner { kSubmitter, kOperator };

// Thread safe; blocking. Actor, journal, version and errors as of Registry.
class CredentialRegistry {
 public:
  // `pool` must outlive it.
  explicit CredentialRegistry(Pool* pool) : pool_(pool) {}

  // Registers `row` for its `owner`; again for the same: changes the label and
  // what is known of it. False: it has been revoked, and stays so.
  // ALREADY_EXISTS if it is another's. The row's ids, revoked_at and
  // created_at do not count.
  absl::StatusOr<bool> Put(const std::string& actor, CredentialOwner owner,
                           const CredentialRow& row);
  // For good. Revoking twice is no error.
  absl::Status Revoke(const std::string& actor, const std::string& fingerprint);
  // Of one owner ('' all), by owner, time and fingerprint.
  absl::StatusOr<std::vector<CredentialRow>> List(const std::string& owner,
                                                  const CredentialRow& after,
                                                  int limit);

  // Adds an operator, or gives the one of that name these roles and makes it
  // active again. INVALID_ARGUMENT: a role that there is not.
  // For whose reports: the CVR numbers of registered municipalities
  // (NOT_FOUND); none means all.
  absl::Status PutOperator(
      const std::string& actor, const std::string& name,
      const std::vector<std::string>& roles,
      const std::vector<std::string>& municipality_cvrs = {});
  absl::Status SetOperatorActive(const std::string& actor,
                                 const std::string& name, bool active);
  // With its credentials.
  absl::Status RemoveOperator(const std::string& actor,
                              const std::string& name);
  absl::StatusOr<std::vector<OperatorRow>> ListOperators(
      const std::string& after, int limit);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_CREDENTIALS_H_
