// The checklist of a municipality that is being connected: what is missing, and
// whose task it is. Pure.
#ifndef TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_TASKS_H_
#define TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_TASKS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/onboarding.h"
#include "gateway/store/registry.h"
#include "trivsel/gateway/v1/registry_onboarding.pb.h"

namespace trivsel::gateway::store {
class Pool;
}

namespace trivsel::gateway::registry {

// All that a checklist is made of.
struct OnboardingFacts {
  store::RegistrySnapshot registry;
  std::vector<store::ContactRow> contacts;
  std::vector<store::MilestoneRow> milestones;
};

// Errors are the store's.
absl::StatusOr<OnboardingFacts> LoadOnboardingFacts(store::Pool& pool);

// What is valid but ends within so long is to be renewed.
inline constexpr absl::Duration kRenewBefore = absl::Hours(24 * 60);

// One municipality's tasks, in the order in which they are best done.
std::vector<trivsel::gateway::v1::OnboardingTask> TasksOf(
    const OnboardingFacts& facts, const store::MunicipalityRow& municipality,
    absl::Time now);

// Of all municipalities, or of the one with this CVR number, by CVR number;
// with `open_only` without those that are done.
std::vector<trivsel::gateway::v1::OnboardingTask> AllTasks(
    const OnboardingFacts& facts, const std::string& cvr, bool open_only,
    absl::Time now);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_ONBOARDING_TASKS_H_
