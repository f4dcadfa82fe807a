// The registry's commands: municipalities, submitters, credentials.
#ifndef TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/ctl/table.h"
#include "gateway/store/registry.h"

namespace trivsel::gateway::ctl {

// Each changes the registry as `actor` (in the journal), or lists it. Errors
// are the registry's.
class RegistryCommands {
 public:
  RegistryCommands(store::Registry& registry, std::string actor)
      : registry_(registry), actor_(std::move(actor)) {}

  absl::Status AddMunicipality(const store::MunicipalityRow& row);
  // Changes what is given; adds it if it is not there and all is given.
  absl::Status SetMunicipality(const std::string& cvr,
                               const std::optional<std::string>& name,
                               const std::vector<std::string>& sor);
  absl::Status RemoveMunicipality(const std::string& cvr);
  absl::StatusOr<Table> ListMunicipalities();

  absl::Status AddSubmitter(const std::string& name);
  // With neither: adds it if it is not there.
  absl::Status SetSubmitter(const std::string& name,
                            const std::optional<std::string>& new_name,
                            std::optional<bool> active);
  absl::Status RemoveSubmitter(const std::string& name);
  absl::StatusOr<Table> ListSubmitters();
  absl::Status Allow(const std::string& submitter,
                     const std::vector<std::string>& cvrs);
  absl::Status Disallow(const std::string& submitter,
                        const std::vector<std::string>& cvrs);

  // Registers the certificate in a PEM file; gives its fingerprint.
  // FAILED_PRECONDITION if it has been revoked.
  absl::StatusOr<std::string> AddCredential(const std::string& submitter,
                                            const std::string& cert_file,
                                            const std::string& label);
  absl::Status RemoveCredential(const std::string& fingerprint);
  absl::StatusOr<Table> ListCredentials(const std::string& submitter);

 private:
  absl::Status CheckNotRevoked(const std::string& fingerprint);

  store::Registry& registry_;
  const std::string actor_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_
