#include "gateway/login/saml_login.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/access/form.h"
#include "gateway/login/cookies.h"
#include "gateway/login/pages.h"
#include "gateway/login/saml_messages.h"
#include "gateway/login/secrets.h"
#include "gateway/telemetry/log.h"
#include "validator/token/base64.h"
#include "validator/token/login_response.h"
#include "validator/token/redirect_binding.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;
using store::LoginAdaptor;
using store::LoginRequestRow;
using telemetry::Log;
using telemetry::LogLevel;
using token::Fault;

token::LoginExpectation ExpectationOf(const LoginSnapshot& snapshot,
                                      const std::string& acs_url,
                                      const std::string& request_id) {
  const v1::LoginPolicy& policy = snapshot.loaded.policy;
  token::LoginExpectation expected;
  expected.issuer = snapshot.idp;
  for (const OwnKey& own : snapshot.loaded.own) {
    expected.keys.push_back(own.key);
  }
  expected.acs_url = acs_url;
  expected.audience = policy.saml().entity_id();
  expected.request_id = request_id;
  const auto minimum = policy.saml().minimum_assurance();
  if (minimum != v1::ASSURANCE_LEVEL_UNSPECIFIED) {
    expected.minimum = static_cast<token::Assurance>(static_cast<int>(minimum));
  }
  expected.max_skew = absl::Seconds(policy.max_skew_seconds());
  return expected;
}

}  // namespace

token::OrFault<LoginRequestRow> TakeAttempt(store::LoginStore& store,
                                            LoginAdaptor adaptor,
                                            const http::Request& request,
                                            const std::string& key) {
  if (!IsSecret(key)) return Fault{v1::ACCESS_FAULT_LOGIN_NOT_BEGUN_HERE};
  auto taken = store.TakeRequest(HashOf(key), adaptor);
  if (!taken.ok()) return Fault{v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE};
  if (!taken->has_value() || !(*taken)->in_time) {
    return Fault{v1::ACCESS_FAULT_LOGIN_NOT_BEGUN_HERE};
  }
  const std::string browser = CookieOf(request, kAttemptCookie);
  if (browser.empty() || !SameSecret(HashOf(browser), (*taken)->browser_hash)) {
    return Fault{v1::ACCESS_FAULT_LOGIN_OTHER_BROWSER};
  }
  return **std::move(taken);
}

http::Response SamlLogin::Refuse(const http::Request& request,
                                 const Fault& fault) const {
  const std::string reason = token::FaultName(fault.code);
  Log(LogLevel::kWarning, "login_refused",
      {{"request", request.id}, {"reason", reason}});
  if (parts_.on_refused) parts_.on_refused(reason);
  return RefusedPage(fault, request.id);
}

http::Response SamlLogin::Begin(const http::Request& request,
                                const std::string& return_path) {
  const auto snapshot = parts_.settings.current();
  if (snapshot->endpoints.sign_on.empty() || snapshot->loaded.own.empty()) {
    Log(LogLevel::kError, "login_without_idp", {{"request", request.id}});
    return UnavailablePage(request.id);
  }
  // The same browser may have several logins under way, one in each tab.
  std::string browser = CookieOf(request, kAttemptCookie);
  if (browser.empty()) browser = NewSecret();
  const std::string key = NewSecret();
  AuthnRequest asked;
  asked.id = NewMessageId();
  asked.destination = snapshot->endpoints.sign_on;
  asked.acs_url = AcsUrl();
  asked.issuer = snapshot->loaded.policy.saml().entity_id();
  asked.minimum = snapshot->loaded.policy.saml().minimum_assurance();
  asked.now = parts_.clock.Now();
  LoginRequestRow row;
  row.browser_hash = HashOf(browser);
  row.request_id = asked.id;
  row.return_path = return_path;
  const auto put = parts_.store.PutRequest(HashOf(key), LoginAdaptor::kSaml,
                                           row, kAttemptLasts);
  const std::string query =
      token::SignRedirect(token::RedirectKind::kRequest, ToXml(asked), key,
                          snapshot->loaded.own.front().key.get());
  if (!put.ok() || !*put || query.empty()) return UnavailablePage(request.id);
  http::Response response =
      SeeOther(token::WithQuery(asked.destination, query));
  response.headers.Add("Set-Cookie", SetAttemptCookie(browser));
  return response;
}

http::Response SamlLogin::Consume(const http::Request& request) {
  const auto form = access::Form::Read(request.body);
  if (const Fault* fault = std::get_if<Fault>(&form)) {
    return Refuse(request, *fault);
  }
  const std::string* relay = std::get<access::Form>(form).Find("RelayState");
  const std::string* encoded =
      std::get<access::Form>(form).Find("SAMLResponse");
  if (encoded == nullptr) {
    return Refuse(request,
                  {v1::ACCESS_FAULT_PARAMETER_INVALID, "SAMLResponse", ""});
  }
  auto attempt = TakeAttempt(parts_.store, LoginAdaptor::kSaml, request,
                             relay == nullptr ? "" : *relay);
  if (const Fault* fault = std::get_if<Fault>(&attempt)) {
    return Refuse(request, *fault);
  }
  const auto& row = std::get<LoginRequestRow>(attempt);
  const auto xml = token::DecodeBase64(*encoded);
  if (!xml.has_value()) {
    return Refuse(request, {v1::ACCESS_FAULT_TOKEN_MALFORMED, "base64", ""});
  }
  const auto snapshot = parts_.settings.current();
  const absl::Time now = parts_.clock.Now();
  const auto claims = token::VerifyLoginResponse(
      *xml, ExpectationOf(*snapshot, AcsUrl(), row.request_id), now);
  if (const Fault* fault = std::get_if<Fault>(&claims)) {
    return Refuse(request, *fault);
  }
  const auto& login = std::get<token::LoginClaims>(claims);
  const auto first = parts_.spend(
      token::Digest(absl::StrCat("saml login\n", login.issuer, "\n", login.id)),
      login.not_after);
  if (!first.ok()) return UnavailablePage(request.id);
  if (!*first) return Refuse(request, {v1::ACCESS_FAULT_ASSERTION_REPLAYED});
  http::Response response = parts_.sessions.Begin(request, LoginAdaptor::kSaml,
                                                  login, row.return_path);
  response.headers.Add("Set-Cookie", EndAttemptCookie());
  return response;
}

http::Response SamlLogin::Metadata(const http::Request& request) const {
  const auto snapshot = parts_.settings.current();
  SpMetadata metadata;
  metadata.entity_id = snapshot->loaded.policy.saml().entity_id();
  metadata.acs_url = AcsUrl();
  metadata.slo_url = parts_.url + kSloPath;
  metadata.valid_until = parts_.clock.Now() + absl::Hours(24 * 365);
  http::Response response;
  response.body = SignedMetadata(metadata, snapshot->loaded.own);
  if (response.body.empty()) return UnavailablePage(request.id);
  response.content_type = "application/samlmetadata+xml";
  return response;
}

}  // namespace trivsel::gateway::login
