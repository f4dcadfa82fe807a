// The operators' console at the HTTPS door, put together for this gateway.
#ifndef TRIVSEL_GATEWAY_CONSOLE_DOOR_H_
#define TRIVSEL_GATEWAY_CONSOLE_DOOR_H_

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
    review::ReviewOperations& review;
  };

  static absl::StatusOr<std::unique_ptr<ConsoleDoor>> Open(const Parts& parts);

  // The routes must not outlive this.
  void AddRoutes(http::Routes* routes) const { console_->AddRoutes(routes); }

 private:
  explicit ConsoleDoor(const Parts& parts)
      : registry_(&parts.pool), deliveries_(&parts.pool) {}

  console::PoolRegistryDesk registry_;
  console::PoolDeliveryDesk deliveries_;
  std::unique_ptr<console::Console> console_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_CONSOLE_DOOR_H_
