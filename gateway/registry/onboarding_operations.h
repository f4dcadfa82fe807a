// RegistryService's operations on checklists and warnings; no gRPC.
#ifndef TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_OPERATIONS_H_
#define TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_OPERATIONS_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/registry_onboarding.pb.h"

namespace trivsel::gateway::registry {

// Thread safe; blocking. Errors are the store's, and OUT_OF_RANGE for a page.
class OnboardingOperations {
 public:
  // `pool` must outlive it.
  explicit OnboardingOperations(store::Pool& pool) : pool_(pool) {}

  absl::Status ListTasks(
      const std::string& actor,
      const trivsel::gateway::v1::ListOnboardingTasksRequest& request,
      trivsel::gateway::v1::ListOnboardingTasksResponse* response);
  absl::Status ExportTasks(
      const std::string& actor,
      const trivsel::gateway::v1::ExportOnboardingTasksRequest& request,
      trivsel::gateway::v1::ExportOnboardingTasksResponse* response);
  absl::Status ListWarnings(
      const std::string& actor,
      const trivsel::gateway::v1::ListWarningsRequest& request,
      trivsel::gateway::v1::ListWarningsResponse* response);

 private:
  store::Pool& pool_;
};

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_OPERATIONS_H_
