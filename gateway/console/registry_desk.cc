#include "gateway/console/registry_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "gateway/registry/municipality_operations.h"
#include "gateway/registry/onboarding_tasks.h"
#include "gateway/registry/registry_codec.h"
#include "gateway/registry/warnings.h"
#include "gateway/store/expiry.h"
#include "gateway/store/registry.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kMostWarnings = 200;
// Looked through for what is in the scope; the tables are small.
constexpr int kMostEndings = 5000;

}  // namespace

absl::StatusOr<RegistryView> PoolRegistryDesk::View(
    const access::Scope& scope) {
  auto facts = registry::LoadOnboardingFacts(*pool_);
  if (!facts.ok()) return facts.status();
  RegistryView view;
  const absl::Time now = absl::Now();
  for (const store::MunicipalityRow& row : facts->registry.municipalities) {
    if (!scope.Covers(row.id)) continue;
    view.municipalities.push_back(registry::ToProto(row));
    for (v1::OnboardingTask& task : registry::TasksOf(*facts, row, now)) {
      view.tasks.push_back(std::move(task));
    }
  }
  std::sort(view.municipalities.begin(), view.municipalities.end(),
            [](const auto& a, const auto& b) {
              return std::pair(a.name(), a.cvr()) <
                     std::pair(b.name(), b.cvr());
            });
  std::set<std::string> submitters;
  for (const store::AgreementRow& row : facts->registry.agreements) {
    if (scope.Covers(row.municipality_id)) submitters.insert(row.submitter);
  }
  view.submitters.assign(submitters.begin(), submitters.end());
  return view;
}

absl::StatusOr<v1::GetMunicipalityResponse> PoolRegistryDesk::Municipality(
    const access::Scope& scope, const std::string& cvr) {
  auto known = store::Registry(pool_).Load();
  if (!known.ok()) return known.status();
  const auto& rows = known->municipalities;
  const auto found =
      std::find_if(rows.begin(), rows.end(),
                   [&](const auto& row) { return row.cvr == cvr; });
  if (found == rows.end() || !scope.Covers(found->id)) {
    return absl::NotFoundError(
        "kommunen findes ikke / there is no such municipality");
  }
  v1::GetMunicipalityRequest request;
  request.set_cvr(cvr);
  v1::GetMunicipalityResponse response;
  registry::MunicipalityOperations operations(*pool_);
  if (absl::Status status = operations.Get("console", request, &response);
      !status.ok()) {
    return status;
  }
  return response;
}

absl::StatusOr<std::vector<v1::Warning>> PoolRegistryDesk::Warnings(
    const access::Scope& scope, int days, const std::string& cvr) {
  std::set<std::string> seen;
  if (!scope.all) {
    auto known = store::Registry(pool_).Load();
    if (!known.ok()) return known.status();
    for (const store::MunicipalityRow& row : known->municipalities) {
      if (scope.Covers(row.id)) seen.insert(row.cvr);
    }
  }
  const absl::Time now = absl::Now();
  auto endings = store::ExpiryReader(pool_).List(
      now, now + absl::Hours(24) * days,
      scope.all && cvr.empty() ? kMostWarnings : kMostEndings);
  if (!endings.ok()) return endings.status();
  std::vector<v1::Warning> warnings;
  for (const store::Ending& ending : *endings) {
    if (!scope.all && !seen.contains(ending.cvr)) continue;
    if (!cvr.empty() && ending.cvr != cvr) continue;
    if (warnings.size() == kMostWarnings) break;
    warnings.push_back(registry::ToWarning(ending, now));
  }
  return warnings;
}

}  // namespace trivsel::gateway::console
