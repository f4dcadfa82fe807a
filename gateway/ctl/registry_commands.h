// The registry's commands: municipalities and submitters.
#ifndef TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/ctl/command.h"
#include "gateway/ctl/table.h"
#include "gateway/store/onboarding.h"
#include "gateway/store/registry.h"

namespace trivsel::gateway::ctl {

// Each changes the registry as the session's actor (in the journal), or lists
// it. Errors are the registry's.
class RegistryCommands {
 public:
  explicit RegistryCommands(Session& session)
      : pool_(session.pool),
        registry_(&session.pool),
        onboarding_(&session.pool),
        actor_(session.actor) {}

  absl::Status AddMunicipality(const store::MunicipalityRow& row);
  // Changes what is given; adds it if it is not there and all is given.
  absl::Status SetMunicipality(const std::string& cvr,
                               const std::optional<std::string>& name,
                               const std::vector<std::string>& sor);
  absl::Status RemoveMunicipality(const std::string& cvr);
  absl::StatusOr<Table> ListMunicipalities();
  // All about one: codes, contacts, submitters, agreements, credentials.
  absl::StatusOr<Table> ShowMunicipality(const std::string& cvr);
  absl::Status PutContact(const store::ContactRow& row);
  absl::Status RemoveContact(const std::string& cvr, const std::string& role);

  absl::Status AddSubmitter(const std::string& name);
  // With neither: adds it if it is not there.
  absl::Status SetSubmitter(const std::string& name,
                            const std::optional<std::string>& new_name,
                            std::optional<bool> active);
  // What is set of it.
  absl::Status UpdateSubmitter(const std::string& name,
                               const store::SubmitterChange& change);
  absl::Status RemoveSubmitter(const std::string& name);
  absl::StatusOr<Table> ListSubmitters();
  // `from` and `until`: a day, "open", or empty: as it is.
  absl::Status Allow(const std::string& submitter,
                     const std::vector<std::string>& cvrs,
                     const std::string& from, const std::string& until);
  absl::Status Disallow(const std::string& submitter,
                        const std::vector<std::string>& cvrs);
  // Who may report for whom; of one submitter, or all ("").
  absl::StatusOr<Table> ListPermissions(const std::string& submitter);

 private:
  store::Pool& pool_;
  store::Registry registry_;
  store::Onboarding onboarding_;
  const std::string actor_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REGISTRY_COMMANDS_H_
