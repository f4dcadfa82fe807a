// The registry as the pages see it: only of the municipalities that somebody
// may see.
#ifndef TRIVSEL_GATEWAY_CONSOLE_REGISTRY_DESK_H_
#define TRIVSEL_GATEWAY_CONSOLE_REGISTRY_DESK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/registry_service.pb.h"

namespace trivsel::gateway::console {

// What lists and filters are made of.
struct RegistryView {
  std::vector<trivsel::gateway::v1::Municipality> municipalities;  // by name
  // Names of vendor systems that may report for one of them, by name.
  std::vector<std::string> submitters;
  // Of all of them, in the order of their checklists.
  std::vector<trivsel::gateway::v1::OnboardingTask> tasks;
};

// Thread safe; waits for the database. Errors are the store's.
class RegistryDesk {
 public:
  virtual ~RegistryDesk() = default;

  virtual absl::StatusOr<RegistryView> View(const access::Scope& scope) = 0;
  // NOT_FOUND also for what is outside the scope.
  virtual absl::StatusOr<trivsel::gateway::v1::GetMunicipalityResponse>
  Municipality(const access::Scope& scope, const std::string& cvr) = 0;
  // What ends within `days`, or has ended, the soonest first, at most 200; of
  // the municipality with that CVR number, or all ("").
  // Certificates only with the scope of all, and of no municipality.
  virtual absl::StatusOr<std::vector<trivsel::gateway::v1::Warning>> Warnings(
      const access::Scope& scope, int days, const std::string& cvr) = 0;
};

// The real one.
class PoolRegistryDesk final : public RegistryDesk {
 public:
  // `pool` must outlive it.
  explicit PoolRegistryDesk(store::Pool* pool) : pool_(pool) {}

  absl::StatusOr<RegistryView> View(const access::Scope& scope) override;
  absl::StatusOr<trivsel::gateway::v1::GetMunicipalityResponse> Municipality(
      const access::Scope& scope, const std::string& cvr) override;
  absl::StatusOr<std::vector<trivsel::gateway::v1::Warning>> Warnings(
      const access::Scope& scope, int days, const std::string& cvr) override;

 private:
  store::Pool* const pool_;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_REGISTRY_DESK_H_
