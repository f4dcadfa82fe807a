// Logging in at the HTTPS door: the login room put together for this gateway,
// with its routes, log lines and metrics.
#ifndef TRIVSEL_GATEWAY_LOGIN_DOOR_H_
#define TRIVSEL_GATEWAY_LOGIN_DOOR_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/access_directory.h"
#include "gateway/config.h"
#include "gateway/http/routes.h"
#include "gateway/login/login_settings.h"
#include "gateway/login/oidc_login.h"
#include "gateway/login/saml_login.h"
#include "gateway/login/session_book.h"
#include "gateway/login/single_logout.h"
#include "gateway/store/pool.h"
#include "gateway/store/used_assertions.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

// FAILED_PRECONDITION with a sentence for people, if people could not log in as
// configured.
absl::Status CheckLogin(const Config& config);

// Thread safe.
class LoginDoor {
 public:
  struct Parts {
    const access::AccessDirectory& directory;
    store::Pool& pool;
    const Clock& clock;
    telemetry::Metrics& metrics;
  };

  // Null if there is no --login-policy: nobody logs in, and there is no
  // console. Reads policy and metadata, and watches them from then on. The
  // parts must outlive it, and metrics must have stopped serving before it
  // goes.
  static absl::StatusOr<std::unique_ptr<LoginDoor>> Open(const Config& config,
                                                         Parts parts);
  ~LoginDoor() { Stop(); }
  // Watches and sweeps no longer.
  void Stop();

  // Whom pages ask who is logged in.
  login::SessionGate& gate() { return sessions_; }
  // GET /login, POST /logout, /saml/…, /oidc/…. `url` is ours, without a slash
  // at its end; the routes must not outlive this.
  void AddRoutes(const std::string& url, http::Routes* routes);

 private:
  LoginDoor(const Config& config, const Parts& parts);
  void OnReport(const login::LoginSnapshot& snapshot,
                const absl::Status& status);
  http::Response LogIn(const http::Request& request);
  void RunSweeps();

  const Parts parts_;
  login::LoginSettings settings_;
  login::SessionBook sessions_;
  store::UsedAssertions used_;
  std::optional<login::SamlLogin> saml_;
  std::optional<login::SingleLogout> logout_;
  std::optional<login::OidcLogin> oidc_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool usable_ = true;
  bool stopping_ = false;
  std::thread sweeper_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_LOGIN_DOOR_H_
