#include "gateway/login/oidc_login.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/http/target.h"
#include "gateway/login/client_proof.h"
#include "gateway/login/cookies.h"
#include "gateway/login/pages.h"
#include "gateway/login/secrets.h"
#include "gateway/telemetry/log.h"
#include "validator/token/id_token.h"
#include "validator/token/redirect_binding.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;
using store::LoginAdaptor;
using store::LoginRequestRow;
using telemetry::Log;
using telemetry::LogLevel;
using token::Fault;
using token::LoginClaims;

constexpr absl::Duration kKeepProvider = absl::Hours(1);
// An unknown key may be a new one; not more often than so.
constexpr absl::Duration kAskAgain = absl::Seconds(10);

// Both follow from the browser's cookie and the state, so that the database
// holds neither, and nobody but this browser can finish.
std::string NonceOf(const std::string& browser, const std::string& state) {
  return Derived("trivsel oidc nonce", browser + state);
}
std::string VerifierOf(const std::string& browser, const std::string& state) {
  return Derived("trivsel oidc verifier", browser + state);
}

Fault Unavailable() { return {v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE}; }

}  // namespace

http::Response OidcLogin::Refuse(const http::Request& request,
                                 const Fault& fault) const {
  const std::string reason = token::FaultName(fault.code);
  Log(LogLevel::kWarning, "login_refused",
      {{"request", request.id}, {"reason", reason}});
  if (parts_.on_refused) parts_.on_refused(reason);
  return RefusedPage(fault, request.id);
}

token::OrFault<std::shared_ptr<const OidcLogin::Known>> OidcLogin::Provider(
    const v1::OidcLogin& policy, absl::Duration not_older) {
  const absl::Time now = parts_.clock.Now();
  {
    std::lock_guard lock(mutex_);
    if (known_ != nullptr && known_->issuer == policy.issuer() &&
        now - known_->fetched < not_older && now >= known_->fetched) {
      return known_;
    }
  }
  auto next = std::make_shared<Known>();
  next->issuer = policy.issuer();
  next->fetched = now;
  std::string base = policy.issuer();
  while (base.ends_with('/')) base.pop_back();
  const auto discovery =
      web_.get(base + "/.well-known/openid-configuration", policy.ca_file());
  if (!discovery.ok()) return Unavailable();
  auto provider = token::ReadDiscovery(*discovery, policy.issuer());
  if (Fault* fault = std::get_if<Fault>(&provider)) return std::move(*fault);
  next->provider = std::get<token::OidcProvider>(std::move(provider));
  const auto jwks = web_.get(next->provider.jwks_uri, policy.ca_file());
  if (!jwks.ok()) return Unavailable();
  auto keys = token::ReadJwks(*jwks);
  if (Fault* fault = std::get_if<Fault>(&keys)) return std::move(*fault);
  next->keys = std::get<std::vector<token::JsonWebKey>>(std::move(keys));
  std::lock_guard lock(mutex_);
  known_ = next;
  return known_;
}

http::Response OidcLogin::Begin(const http::Request& request,
                                const std::string& return_path) {
  const auto snapshot = parts_.settings.current();
  const v1::OidcLogin& policy = snapshot->loaded.policy.oidc();
  const auto provider = Provider(policy, kKeepProvider);
  if (const Fault* fault = std::get_if<Fault>(&provider)) {
    return Refuse(request, *fault);
  }
  std::string browser = CookieOf(request, kAttemptCookie);
  if (browser.empty()) browser = NewSecret();
  const std::string state = NewSecret();
  LoginRequestRow row;
  row.browser_hash = HashOf(browser);
  row.request_id = "oidc";
  row.return_path = return_path;
  const auto put = parts_.store.PutRequest(HashOf(state), LoginAdaptor::kOidc,
                                           row, kAttemptLasts);
  if (!put.ok() || !*put) return UnavailablePage(request.id);
  const std::string challenge =
      token::Base64Url(HashOf(VerifierOf(browser, state)));
  const std::string query = absl::StrCat(
      "response_type=code&client_id=", QueryText(policy.client_id()),
      "&redirect_uri=", QueryText(RedirectUri()),
      "&scope=", QueryText(absl::StrJoin(policy.scopes(), " ")),
      "&state=", state, "&nonce=", NonceOf(browser, state),
      "&code_challenge_method=S256&code_challenge=", challenge);
  http::Response response =
      SeeOther(token::WithQuery(std::get<std::shared_ptr<const Known>>(provider)
                                    ->provider.authorization_endpoint,
                                query));
  response.headers.Add("Set-Cookie", SetAttemptCookie(browser));
  return response;
}

token::OrFault<std::string> OidcLogin::FetchIdToken(
    const LoadedLogin& loaded, const Known& known, const std::string& code,
    const std::string& verifier) const {
  const v1::OidcLogin& policy = loaded.policy.oidc();
  const std::string form = absl::StrCat(
      "grant_type=authorization_code&code=", QueryText(code),
      "&redirect_uri=", QueryText(RedirectUri()), "&code_verifier=", verifier,
      "&client_id=", QueryText(policy.client_id()), "&",
      ClientProof(loaded, known.provider.token_endpoint, parts_.clock.Now()));
  const auto answer =
      web_.post(known.provider.token_endpoint, policy.ca_file(), form);
  if (!answer.ok()) {
    return Fault{v1::ACCESS_FAULT_LOGIN_REFUSED_BY_IDP, "token endpoint",
                 token::Shown(std::string(answer.status().message()), 64)};
  }
  return token::ReadTokenAnswer(*answer);
}

token::OrFault<LoginClaims> OidcLogin::Verify(const LoadedLogin& loaded,
                                              const std::string& text,
                                              const std::string& nonce) {
  const v1::OidcLogin& policy = loaded.policy.oidc();
  token::IdTokenExpectation expected;
  expected.issuer = policy.issuer();
  expected.client_id = policy.client_id();
  expected.nonce = nonce;
  expected.user = policy.user_claim();
  expected.name = policy.name_claim();
  expected.cvr = policy.cvr_claim();
  expected.privileges = policy.privileges_claim();
  expected.assurance = policy.assurance_claim();
  if (policy.minimum_assurance() != v1::ASSURANCE_LEVEL_UNSPECIFIED) {
    expected.minimum = static_cast<token::Assurance>(
        static_cast<int>(policy.minimum_assurance()));
  }
  expected.max_skew = absl::Seconds(loaded.policy.max_skew_seconds());
  for (const absl::Duration not_older : {kKeepProvider, kAskAgain}) {
    const auto provider = Provider(policy, not_older);
    if (const Fault* fault = std::get_if<Fault>(&provider)) return *fault;
    expected.keys = std::get<std::shared_ptr<const Known>>(provider)->keys;
    auto claims = token::VerifyIdToken(text, expected, parts_.clock.Now());
    const Fault* fault = std::get_if<Fault>(&claims);
    if (fault == nullptr || fault->code != v1::ACCESS_FAULT_KEY_UNKNOWN ||
        not_older == kAskAgain) {
      return claims;
    }
  }
  return Unavailable();
}

http::Response OidcLogin::Consume(const http::Request& request) {
  const auto value = [&request](const char* name) {
    return http::QueryValue(request.query, name).value_or("");
  };
  const std::string state = value("state");
  auto attempt = TakeAttempt(parts_.store, LoginAdaptor::kOidc, request, state);
  if (const Fault* fault = std::get_if<Fault>(&attempt)) {
    return Refuse(request, *fault);
  }
  const auto& row = std::get<LoginRequestRow>(attempt);
  const std::string code = value("code");
  if (code.empty()) {
    return Refuse(request, {v1::ACCESS_FAULT_LOGIN_REFUSED_BY_IDP, "code",
                            token::Shown(value("error"), 64)});
  }
  const auto snapshot = parts_.settings.current();
  const LoadedLogin& loaded = snapshot->loaded;
  const std::string browser = CookieOf(request, kAttemptCookie);
  const auto provider = Provider(loaded.policy.oidc(), kKeepProvider);
  if (const Fault* fault = std::get_if<Fault>(&provider)) {
    return Refuse(request, *fault);
  }
  const auto id_token =
      FetchIdToken(loaded, *std::get<std::shared_ptr<const Known>>(provider),
                   code, VerifierOf(browser, state));
  if (const Fault* fault = std::get_if<Fault>(&id_token)) {
    return Refuse(request, *fault);
  }
  const auto claims =
      Verify(loaded, std::get<std::string>(id_token), NonceOf(browser, state));
  if (const Fault* fault = std::get_if<Fault>(&claims)) {
    return Refuse(request, *fault);
  }
  http::Response response =
      parts_.sessions.Begin(request, LoginAdaptor::kOidc,
                            std::get<LoginClaims>(claims), row.return_path);
  response.headers.Add("Set-Cookie", EndAttemptCookie());
  return response;
}

}  // namespace trivsel::gateway::login
