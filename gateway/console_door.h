// The operators' console at the HTTPS door, put together for this gateway.
#ifndef TRIVSEL_GATEWAY_CONSOLE_DOOR_H_
#define TRIVSEL_GATEWAY_CONSOLE_DOOR_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "gateway/console/console.h"
#include "gateway/http/routes.h"
#include "gateway/login/session.h"
#include "gateway/review/review_operations.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"

namespace trivsel::gateway {

// Thread safe.
class ConsoleDoor {
 public:
  // All must outlive it.
  struct Parts {
    store::Pool& pool;
    const Clock& clock;
    login::SessionGate& gate;
  };

  static absl::StatusOr<std::unique_ptr<ConsoleDoor>> Open(const Parts& parts);

  // From now on pages have something to show; `review` must outlive the server
  // that has the routes. The server is there before: its address is in what
  // review is made of.
  void Begin(review::ReviewOperations& review) { review_ = &review; }

  // The routes must not outlive this.
  void AddRoutes(http::Routes* routes) const { console_->AddRoutes(routes); }

 private:
  explicit ConsoleDoor(const Parts& parts)
      : registry_(&parts.pool), deliveries_(&parts.pool) {}

  console::PoolRegistryDesk registry_;
  console::PoolDeliveryDesk deliveries_;
  std::atomic<review::ReviewOperations*> review_ = nullptr;
  std::unique_ptr<console::Console> console_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_CONSOLE_DOOR_H_
