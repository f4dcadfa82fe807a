// Destinations, a registry and logins in memory, for looking at pages without a
// database.
#ifndef TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_DESKS_H_
#define TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_DESKS_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/console/delivery_desk.h"
#include "gateway/console/registry_desk.h"
#include "gateway/http/routes.h"
#include "gateway/login/session.h"

namespace trivsel::gateway::console {

// Two destinations, one of them in trouble. Thread safe.
class FakeDeliveries final : public DeliveryDesk {
 public:
  explicit FakeDeliveries(absl::Time now);

  absl::StatusOr<std::vector<queue::DestinationReport>> Status() override;
  absl::StatusOr<queue::Hold> Pause(const access::Operator& who,
                                    const std::string& destination,
                                    const std::string& reason) override;
  absl::StatusOr<bool> Resume(const std::string& actor,
                              const std::string& destination) override;
  absl::StatusOr<ReplayEstimate> Estimate(
      const queue::ReplayOrder& order) override;
  absl::StatusOr<queue::Replay> Begin(const std::string& actor,
                                      const queue::ReplayOrder& order) override;
  absl::StatusOr<queue::Replay> Load(int64_t replay_id) override;
  absl::StatusOr<int64_t> Left(const queue::Replay& replay) override;
  absl::Status GoOn(const std::string& actor, queue::Replay* replay) override;

  // Called, if set, when a replay has been read but not yet given out, and
  // before one goes on; set before any does.
  std::function<void(int64_t replay_id)> after_loading, before_going_on;

 private:
  queue::DestinationReport* Find(const std::string& name);

  const absl::Time now_;
  std::mutex mutex_;
  std::vector<queue::DestinationReport> reports_;  // guarded by mutex_
  std::map<int64_t, queue::Replay> replays_;       // guarded by mutex_
};

// The municipalities of FakeReview. Thread safe.
class FakeRegistry final : public RegistryDesk {
 public:
  explicit FakeRegistry(absl::Time now) : now_(now) {}

  absl::StatusOr<RegistryView> View(const access::Scope& scope) override;
  absl::StatusOr<trivsel::gateway::v1::GetMunicipalityResponse> Municipality(
      const access::Scope& scope, const std::string& cvr) override;
  absl::StatusOr<std::vector<trivsel::gateway::v1::Warning>> Warnings(
      const access::Scope& scope, int days, const std::string& cvr) override;

 private:
  const absl::Time now_;
};

// Whoever the cookie says: "anne" may do all, "bo" operates for Korsbæk,
// "rie" reads, "nul" may nothing. Thread safe.
class FakeGate final : public login::SessionGate {
 public:
  std::variant<login::Session, http::Response> Enter(
      const http::Request& request) override;
  bool CheckForm(const http::Request& request, const login::Session& session,
                 std::string_view csrf_field) const override;
  std::string logout_path() const override { return "/log-ud"; }
  // GET /log-ind/{bruger}, POST /log-ud.
  static void AddRoutes(http::Routes* routes);
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_DESKS_H_
