#include "gateway/access/token_exchange.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "validator/token/base64.h"
#include "validator/token/saml.h"
#include "validator/token/trust.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;

constexpr char kExchangeGrant[] =
    "urn:ietf:params:oauth:grant-type:token-exchange";
constexpr char kRefreshGrant[] = "refresh_token";
constexpr char kJwtBearer[] =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr char kSaml2[] = "urn:ietf:params:oauth:token-type:saml2";
constexpr char kAccessToken[] = "urn:ietf:params:oauth:token-type:access_token";
constexpr char kOioParameter[] = "saml-token";
// Where the policy does not say: the peer's name, and how its guide misspells
// it.
constexpr const char* kSubjectIssuers[] = {"kombit-sts", "kobit-sts"};
constexpr size_t kMaxClientIdBytes = 100;  // as in the registry
constexpr int kAccessSeconds = 300;
constexpr int kRefreshSeconds = 1800;

token::Fault ParameterFault(std::string expected, std::string found = "") {
  return {v1::ACCESS_FAULT_PARAMETER_INVALID, std::move(expected),
          std::move(found)};
}

token::OrFault<std::string> Required(const Form& form, const char* name) {
  const std::string* value = form.Find(name);
  if (value == nullptr) return ParameterFault(name);
  return *value;
}

// Nothing if the parameter has the value that it can have only.
std::optional<token::Fault> Expect(const Form& form, const char* name,
                                   const char* value,
                                   v1::AccessFault otherwise) {
  const std::string* given = form.Find(name);
  if (given == nullptr) return ParameterFault(absl::StrCat(name, "=", value));
  if (*given == value) return std::nullopt;
  return token::Fault{otherwise, absl::StrCat(name, "=", value),
                      token::Shown(*given, 60)};
}

std::optional<token::Fault> CheckSubjectIssuer(const Form& form,
                                               const TrustSnapshot& trust) {
  const std::string* given = form.Find("subject_issuer");
  if (given == nullptr) return ParameterFault("subject_issuer");
  const auto& configured = trust.policy.token_endpoint().subject_issuers();
  const bool known =
      configured.empty()
          ? std::find(std::begin(kSubjectIssuers), std::end(kSubjectIssuers),
                      *given) != std::end(kSubjectIssuers)
          : std::find(configured.begin(), configured.end(), *given) !=
                configured.end();
  if (known) return std::nullopt;
  return token::Fault{
      v1::ACCESS_FAULT_SUBJECT_ISSUER_UNKNOWN,
      configured.empty() ? kSubjectIssuers[0] : configured.Get(0),
      token::Shown(*given, 60)};
}

// What we do not do must not be passed over: the caller would take the token
// for something else.
std::optional<token::Fault> CheckWishes(const Form& form) {
  if (form.Find("actor_token") != nullptr) {
    return ParameterFault("", "actor_token");
  }
  const std::string* type = form.Find("requested_token_type");
  if (type != nullptr && *type != kAccessToken) {
    return ParameterFault(absl::StrCat("requested_token_type=", kAccessToken),
                          token::Shown(*type, 60));
  }
  return std::nullopt;
}

token::OrFault<std::string> DecodeAssertion(const std::string& text,
                                            const char* form_of_it) {
  auto decoded = token::DecodeBase64(text);
  if (decoded) return *std::move(decoded);
  return token::Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, form_of_it,
                      text.starts_with('<') ? "XML" : ""};
}

int64_t SecondsUntil(absl::Time end, absl::Time now) {
  return std::max<int64_t>(0, absl::ToInt64Seconds(end - now));
}

std::string Show(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

}  // namespace

struct TokenExchange::Client {
  token::Sha256 peer{};  // of the connection's certificate
  int32_t submitter_id = 0;
  absl::Time until = absl::InfiniteFuture();  // of its registration
};

struct TokenExchange::Bound {
  std::string cvr;
  absl::Time until;        // nothing that is given out lasts longer
  bool refreshed = false;  // by a refresh token, which ended then
};

TokenExchange::TokenExchange(Parts parts, Settings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)) {}

TokenAnswer TokenExchange::Handle(std::string_view body,
                                  const Peer& peer) const {
  auto form = Form::Read(body);
  if (const auto* fault = std::get_if<Fault>(&form)) {
    return Refuse(*fault, TokenDialect::kOAuth, settings_.help_url);
  }
  const Form& read = std::get<Form>(form);
  const TokenDialect dialect = read.Find(kOioParameter) != nullptr
                                   ? TokenDialect::kOioRest
                                   : TokenDialect::kOAuth;
  auto answer = HandleForm(read, peer, dialect);
  if (const auto* fault = std::get_if<Fault>(&answer)) {
    return Refuse(*fault, dialect, settings_.help_url);
  }
  return std::get<TokenAnswer>(std::move(answer));
}

token::OrFault<TokenAnswer> TokenExchange::HandleForm(
    const Form& form, const Peer& peer, TokenDialect dialect) const {
  const std::string* grant = form.Find("grant_type");
  if (dialect == TokenDialect::kOioRest) {
    if (grant != nullptr) {
      return ParameterFault("grant_type | saml-token",
                            "grant_type & saml-token");
    }
    return OioRest(form, peer);
  }
  if (grant == nullptr) {
    return ParameterFault(absl::StrCat("grant_type=", kExchangeGrant));
  }
  if (*grant == kExchangeGrant) return Exchange(form, peer);
  if (*grant == kRefreshGrant) return Refresh(form, peer);
  return Fault{v1::ACCESS_FAULT_GRANT_TYPE_UNSUPPORTED, kExchangeGrant,
               token::Shown(*grant, 60)};
}

token::OrFault<TokenAnswer> TokenExchange::Exchange(const Form& form,
                                                    const Peer& peer) const {
  const auto trust = parts_.trust();
  // All that can be said of the form is said before an assertion is spent.
  if (auto fault = Expect(form, "subject_token_type", kSaml2,
                          v1::ACCESS_FAULT_SUBJECT_TOKEN_TYPE_UNSUPPORTED)) {
    return *std::move(fault);
  }
  if (auto fault = CheckSubjectIssuer(form, *trust)) return *std::move(fault);
  if (auto fault = CheckWishes(form)) return *std::move(fault);
  auto text = Required(form, "subject_token");
  if (auto* fault = std::get_if<Fault>(&text)) return std::move(*fault);
  auto xml = DecodeAssertion(std::get<std::string>(text), "base64url");
  if (auto* fault = std::get_if<Fault>(&xml)) return std::move(*fault);
  auto client = AuthenticateClient(form, peer, *trust);
  if (auto* fault = std::get_if<Fault>(&client)) return std::move(*fault);
  auto bound = VerifyAssertion(std::get<std::string>(xml),
                               std::get<Client>(client), *trust);
  if (auto* fault = std::get_if<Fault>(&bound)) return std::move(*fault);
  TokenAnswer answer = Mint(std::get<Client>(client), std::get<Bound>(bound),
                            *trust, TokenDialect::kOAuth);
  answer.grant = "token_exchange";
  return answer;
}

token::OrFault<TokenAnswer> TokenExchange::Refresh(const Form& form,
                                                   const Peer& peer) const {
  const auto trust = parts_.trust();
  auto text = Required(form, "refresh_token");
  if (auto* fault = std::get_if<Fault>(&text)) return std::move(*fault);
  auto authenticated = AuthenticateClient(form, peer, *trust);
  if (auto* fault = std::get_if<Fault>(&authenticated)) {
    return std::move(*fault);
  }
  const Client& client = std::get<Client>(authenticated);
  auto read =
      parts_.tokens.ReadRefresh(std::get<std::string>(text), client.peer);
  if (auto* fault = std::get_if<Fault>(&read)) return std::move(*fault);
  const auto& grant = std::get<OwnTokens::Grant>(read);
  if (grant.submitter_id != client.submitter_id) {
    return Fault{v1::ACCESS_FAULT_REFRESH_TOKEN_INVALID};
  }
  auto caller = parts_.directory.Resolve(client.submitter_id, grant.cvr);
  if (auto* fault = std::get_if<Fault>(&caller)) return std::move(*fault);
  const absl::Time until =
      std::min({grant.expires, client.until,
                std::get<std::shared_ptr<const Caller>>(caller)->valid_until});
  if (SecondsUntil(until, parts_.clock.Now()) == 0) {
    return Fault{v1::ACCESS_FAULT_REFRESH_TOKEN_INVALID, "", Show(until)};
  }
  TokenAnswer answer =
      Mint(client, {grant.cvr, until, true}, *trust, TokenDialect::kOAuth);
  answer.grant = "refresh_token";
  return answer;
}

token::OrFault<TokenAnswer> TokenExchange::OioRest(const Form& form,
                                                   const Peer& peer) const {
  const auto trust = parts_.trust();
  auto client = FindPeer(peer);
  if (auto* fault = std::get_if<Fault>(&client)) return std::move(*fault);
  // Who forgets to escape base64 in a form loses its pluses to blanks.
  std::string text = *form.Find(kOioParameter);
  std::replace(text.begin(), text.end(), ' ', '+');
  auto xml = DecodeAssertion(text, "base64");
  if (auto* fault = std::get_if<Fault>(&xml)) return std::move(*fault);
  auto bound = VerifyAssertion(std::get<std::string>(xml),
                               std::get<Client>(client), *trust);
  if (auto* fault = std::get_if<Fault>(&bound)) return std::move(*fault);
  TokenAnswer answer = Mint(std::get<Client>(client), std::get<Bound>(bound),
                            *trust, TokenDialect::kOioRest);
  answer.grant = "oio_rest";
  return answer;
}

token::OrFault<TokenExchange::Client> TokenExchange::FindPeer(
    const Peer& peer) const {
  if (peer.certificate_der.empty()) {
    if (peer.fault.empty()) {
      return Fault{v1::ACCESS_FAULT_CERTIFICATE_MISSING};
    }
    const bool expired = peer.fault.find("expired") != std::string_view::npos ||
                         peer.fault.find("not yet") != std::string_view::npos;
    return Fault{expired ? v1::ACCESS_FAULT_CERTIFICATE_EXPIRED
                         : v1::ACCESS_FAULT_CERTIFICATE_UNKNOWN,
                 "", token::Shown(peer.fault)};
  }
  Client client;
  client.peer = token::Digest(peer.certificate_der);
  auto found = parts_.directory.FindPeer(client.peer);
  if (auto* fault = std::get_if<Fault>(&found)) return std::move(*fault);
  const auto& registered = std::get<RegisteredPeer>(found);
  if (registered.submitter_id == 0) {
    return Fault{v1::ACCESS_FAULT_CERTIFICATE_UNKNOWN,
                 "fagsystem / vendor system", "operatør / operator"};
  }
  client.submitter_id = registered.submitter_id;
  client.until = registered.until;
  return client;
}

token::OrFault<TokenExchange::Client> TokenExchange::AuthenticateClient(
    const Form& form, const Peer& peer, const TrustSnapshot& trust) const {
  auto id = Required(form, "client_id");
  if (auto* fault = std::get_if<Fault>(&id)) return std::move(*fault);
  if (auto fault = Expect(form, "client_assertion_type", kJwtBearer,
                          v1::ACCESS_FAULT_PARAMETER_INVALID)) {
    return *std::move(fault);
  }
  auto assertion = Required(form, "client_assertion");
  if (auto* fault = std::get_if<Fault>(&assertion)) return std::move(*fault);
  auto client = FindPeer(peer);
  if (auto* fault = std::get_if<Fault>(&client)) return std::move(*fault);
  const std::string& client_id = std::get<std::string>(id);
  // What is longer may be a token in the wrong place, not to be shown.
  if (client_id.size() > kMaxClientIdBytes) {
    return ParameterFault(
        absl::StrCat("client_id: ≤ ", kMaxClientIdBytes, " bytes"));
  }
  auto registered = parts_.directory.FindClient(client_id);
  if (auto* fault = std::get_if<Fault>(&registered)) return std::move(*fault);
  const auto& keys = std::get<RegisteredClient>(registered);
  if (keys.submitter_id != std::get<Client>(client).submitter_id) {
    return Fault{v1::ACCESS_FAULT_CLIENT_UNKNOWN,
                 "certifikatets fagsystem / the certificate's vendor system",
                 token::Shown(client_id, 60)};
  }
  ClientAssertionRules rules{settings_.audiences, trust.trust.max_skew};
  for (const std::string& audience :
       trust.policy.token_endpoint().client_assertion_audiences()) {
    rules.audiences.push_back(audience);
  }
  if (auto fault =
          CheckClientAssertion(std::get<std::string>(assertion), client_id,
                               keys, rules, parts_.spend, parts_.clock.Now())) {
    return *std::move(fault);
  }
  return client;
}

token::OrFault<TokenExchange::Bound> TokenExchange::VerifyAssertion(
    std::string_view xml, const Client& client,
    const TrustSnapshot& trust) const {
  const absl::Time now = parts_.clock.Now();
  auto verified = token::VerifyAssertion(xml, trust.trust, client.peer, now);
  if (auto* fault = std::get_if<Fault>(&verified)) return std::move(*fault);
  const auto& claims = std::get<token::Claims>(verified);
  if (auto fault = token::CheckReporter(claims, trust.trust)) {
    return *std::move(fault);
  }
  auto caller = parts_.directory.Resolve(client.submitter_id, claims.cvr);
  if (auto* fault = std::get_if<Fault>(&caller)) return std::move(*fault);
  const absl::Time until =
      std::min({claims.not_after, client.until,
                std::get<std::shared_ptr<const Caller>>(caller)->valid_until});
  // The clocks' difference lets an assertion in a little late, but nothing
  // that lasts comes of it.
  if (SecondsUntil(until, now) == 0) {
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED, Show(now), Show(until)};
  }
  return Bound{claims.cvr, until, false};
}

TokenAnswer TokenExchange::Mint(const Client& client, const Bound& bound,
                                const TrustSnapshot& trust,
                                TokenDialect dialect) const {
  const auto& policy = trust.policy.token_endpoint();
  const auto seconds = [](int32_t configured, int otherwise) {
    return absl::Seconds(configured > 0 ? configured : otherwise);
  };
  const absl::Time now = parts_.clock.Now();
  OwnTokens::Grant grant{client.submitter_id, bound.cvr, client.peer, now};
  grant.expires =
      std::min(bound.until,
               now + seconds(policy.access_token_seconds(), kAccessSeconds));
  GivenToken given;
  given.access = parts_.tokens.MintAccess(grant);
  given.expires_in = SecondsUntil(grant.expires, now);
  if (dialect == TokenDialect::kOAuth) {
    // A refreshed one ends when the first would have: somebody who asks for
    // ever comes back with an assertion of the STS at last.
    if (!bound.refreshed) given.issued_token_type = kAccessToken;
    grant.expires = bound.refreshed
                        ? bound.until
                        : std::min(bound.until,
                                   now + seconds(policy.refresh_token_seconds(),
                                                 kRefreshSeconds));
    given.refresh = parts_.tokens.MintRefresh(grant);
    given.refresh_expires_in = SecondsUntil(grant.expires, now);
  }
  TokenAnswer answer = Give(given, dialect);
  answer.submitter_id = client.submitter_id;
  answer.cvr = bound.cvr;
  return answer;
}

}  // namespace trivsel::gateway::access
