// The operators' console: pages over HTTPS, in Danish and English, that work
// without scripts.
#ifndef TRIVSEL_GATEWAY_CONSOLE_CONSOLE_H_
#define TRIVSEL_GATEWAY_CONSOLE_CONSOLE_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/console/desks.h"
#include "gateway/console/page.h"
#include "gateway/http/routes.h"
#include "gateway/login/session.h"

namespace trivsel::gateway::console {

// Thread safe. Decides nothing about rights over reports: ReviewOperations
// does, for everybody; about deliveries and the registry it asks the session's
// operator. Default deny: every page but /standard, /visning and /assets needs
// a session.
class Console {
 public:
  // All must outlive it.
  struct Parts {
    login::SessionGate& gate;
    // Null while the gateway is still starting: pages are 503 until then.
    std::function<review::ReviewOperations*()> review;
    RegistryDesk& registry;
    DeliveryDesk& deliveries;
    std::function<absl::Time()> now;
  };

  // INTERNAL if the standard cannot be read, which is a fault of the build.
  static absl::StatusOr<std::unique_ptr<Console>> Create(Parts parts);

  // GET / goes to /overblik. The console must outlive the server that has the
  // routes.
  void AddRoutes(http::Routes* routes) const;

 private:
  using Handler = http::Response (*)(const Visit&, const Desks&);

  Console(Parts parts, std::unique_ptr<const StandardBook> standard);
  void AddGet(const char* path, Handler handler, http::Routes* routes) const;
  void AddPost(const char* path, Handler handler, http::Routes* routes) const;
  http::Response Answer(const http::Request& request, Handler handler) const;
  http::Response Standard(const http::Request& request) const;

  const Parts parts_;
  const std::unique_ptr<const StandardBook> standard_;
  const std::unique_ptr<ReplayRunner> replays_;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_CONSOLE_H_
