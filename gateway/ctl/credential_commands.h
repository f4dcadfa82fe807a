// The commands about certificates, keys and operators.
#ifndef TRIVSEL_GATEWAY_CTL_CREDENTIAL_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_CREDENTIAL_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/ctl/command.h"
#include "gateway/ctl/table.h"
#include "gateway/store/registry_credentials.h"

namespace trivsel::gateway::ctl {

// Errors are the registry's.
class CredentialCommands {
 public:
  explicit CredentialCommands(Session& session)
      : credentials_(&session.pool), actor_(session.actor), now_(session.now) {}

  // Registers the certificates and keys of a file, and shows them.
  // FAILED_PRECONDITION if one has been revoked.
  absl::StatusOr<Table> Add(store::CredentialOwner owner,
                            const std::string& name, const std::string& file,
                            const std::string& label);
  absl::Status Remove(const std::string& fingerprint);
  // Of one submitter or operator, or all ("").
  absl::StatusOr<Table> List(const std::string& owner);

  // `municipality_cvrs`: for whose reports; none: for all.
  absl::Status PutOperator(const std::string& name,
                           const std::vector<std::string>& roles,
                           const std::vector<std::string>& municipality_cvrs);
  absl::Status SetOperatorActive(const std::string& name, bool active);
  absl::Status RemoveOperator(const std::string& name);
  absl::StatusOr<Table> ListOperators();

 private:
  store::CredentialRegistry credentials_;
  const std::string actor_;
  const absl::Time now_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_CREDENTIAL_COMMANDS_H_
