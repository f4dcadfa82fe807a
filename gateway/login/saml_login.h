// Logging in at Context Handler 2: begins a login in a browser, and takes its
// answer.
#ifndef TRIVSEL_GATEWAY_LOGIN_SAML_LOGIN_H_
#define TRIVSEL_GATEWAY_LOGIN_SAML_LOGIN_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/message.h"
#include "gateway/login/login_settings.h"
#include "gateway/login/session_book.h"
#include "gateway/store/login_store.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::login {

inline constexpr char kAcsPath[] = "/saml/acs";
inline constexpr char kSloPath[] = "/saml/slo";
inline constexpr char kMetadataPath[] = "/saml/metadata";

// Notes that something was used, until it expires; whether it is the first
// use on all gateways. UNAVAILABLE: it must not be taken for unused.
using SpendOnce = std::function<absl::StatusOr<bool>(
    const validator::token::Sha256& hash, absl::Time expires)>;

// Thread safe; waits for the database.
class SamlLogin {
 public:
  struct Parts {
    const LoginSettings& settings;
    SessionBook& sessions;
    store::LoginStore store;
    SpendOnce spend;
    const Clock& clock;
    std::string url;  // ours, without a slash at its end
    // Told of every refusal, for the metrics.
    std::function<void(const std::string& reason)> on_refused = nullptr;
  };

  explicit SamlLogin(Parts parts) : parts_(std::move(parts)) {}

  // 303 to the identity provider with a signed AuthnRequest.
  http::Response Begin(const http::Request& request,
                       const std::string& return_path);
  // POST from the identity provider's page: a session, or why not.
  http::Response Consume(const http::Request& request);
  // Our metadata.
  http::Response Metadata(const http::Request& request) const;

 private:
  http::Response Refuse(const http::Request& request,
                        const validator::token::Fault& fault) const;
  std::string AcsUrl() const { return parts_.url + kAcsPath; }

  Parts parts_;
};

// The request that a browser's answer belongs to: by RelayState or state, which
// is its key and nothing else, and by the cookie of the browser that began it.
// One use. LOGIN_NOT_BEGUN_HERE, LOGIN_OTHER_BROWSER, TEMPORARILY_UNAVAILABLE.
validator::token::OrFault<store::LoginRequestRow> TakeAttempt(
    store::LoginStore& store, store::LoginAdaptor adaptor,
    const http::Request& request, const std::string& key);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SAML_LOGIN_H_
