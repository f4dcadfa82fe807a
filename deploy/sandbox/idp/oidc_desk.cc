#include "deploy/sandbox/idp/oidc_desk.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "validator/token/jwt.h"

namespace trivsel::sandbox::idp {
namespace {

namespace token = validator::token;
using nlohmann::json;

constexpr size_t kMaxKept = 10'000;

std::string One(const Parameters& parameters, const char* name) {
  return parameters.count(name) == 1 ? parameters.find(name)->second : "";
}

std::string Member(const json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string()
             ? member->get<std::string>()
             : "";
}

Answer JsonAnswer(int status, const std::string& body) {
  return {status, body, "application/json"};
}

Answer Error(const std::string& error) {
  return JsonAnswer(400, mint::Json({{"error", mint::JsonText(error)}}));
}

// Modulus or exponent, base64url.
std::string Number(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return "";
  std::string octets(static_cast<size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(octets.data()));
  BN_free(number);
  return mint::Base64Url(octets);
}

std::string IdToken(const std::string& issuer, const std::string& client,
                    const std::string& nonce, const mint::LoginUser& user,
                    const mint::KeyPair& signer, absl::Time now) {
  return mint::SignJws(
      mint::Json(mint::JwtHeader(signer)),
      mint::Json(
          {{"iss", mint::JsonText(issuer)},
           {"sub", mint::JsonText(user.key)},
           {"aud", mint::JsonText(client)},
           {"iat", absl::StrCat(absl::ToUnixSeconds(now))},
           {"exp", absl::StrCat(absl::ToUnixSeconds(now + absl::Minutes(60)))},
           {"nonce", mint::JsonText(nonce)},
           {"name", mint::JsonText(user.name)},
           {"cvr", mint::JsonText(user.cvr)},
           {"loa", mint::JsonText(user.level)},
           {"priv", mint::JsonText(
                        mint::Base64(mint::LoginPrivilegesXml(user.groups)))}}),
      signer);
}

}  // namespace

void OidcDesk::SetUrl(const std::string& url) {
  std::lock_guard lock(mutex_);
  url_ = url + "/oidc";
}

std::string OidcDesk::issuer() const {
  std::lock_guard lock(mutex_);
  return url_;
}

absl::Status OidcDesk::Register(const std::string& text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return absl::InvalidArgumentError("no JSON object");
  Client client;
  const std::string id = Member(object, "client_id");
  client.redirect_uri = Member(object, "redirect_uri");
  client.secret = Member(object, "client_secret");
  const std::string pem = Member(object, "certificate");
  if (!pem.empty()) {
    auto der = mint::CertificateDerOfPem(pem);
    if (!der.ok()) return der.status();
    client.certificate_der = *der;
  }
  if (id.empty() || client.redirect_uri.empty() ||
      client.secret.empty() == client.certificate_der.empty()) {
    return absl::InvalidArgumentError(
        "client_id, redirect_uri, and client_secret or certificate are needed");
  }
  std::lock_guard lock(mutex_);
  clients_[id] = client;
  return absl::OkStatus();
}

std::string OidcDesk::Discovery() const {
  const std::string url = issuer();
  return mint::Json(
      {{"issuer", mint::JsonText(url)},
       {"authorization_endpoint", mint::JsonText(url + "/authorize")},
       {"token_endpoint", mint::JsonText(url + "/token")},
       {"jwks_uri", mint::JsonText(url + "/jwks")},
       {"response_types_supported", "[\"code\"]"},
       {"subject_types_supported", "[\"public\"]"},
       {"id_token_signing_alg_values_supported", "[\"PS256\"]"}});
}

std::string OidcDesk::Jwks(absl::Time now) const {
  std::string keys;
  for (const mint::KeyPair& pair : ring_.InMetadata(now, absl::Hours(8))) {
    absl::StrAppend(
        &keys, keys.empty() ? "" : ",",
        mint::Json(
            {{"kty", "\"RSA\""},
             {"use", "\"sig\""},
             {"alg", "\"PS256\""},
             {"kid", mint::JsonText(pair.x5t())},
             {"n", mint::JsonText(Number(pair.key(), OSSL_PKEY_PARAM_RSA_N))},
             {"e",
              mint::JsonText(Number(pair.key(), OSSL_PKEY_PARAM_RSA_E))}}));
  }
  return absl::StrCat("{\"keys\":[", keys, "]}");
}

Answer OidcDesk::Authorize(const Parameters& query,
                           const std::vector<mint::LoginUser>& users) {
  std::lock_guard lock(mutex_);
  const std::string id = One(query, "client_id");
  const auto client = clients_.find(id);
  if (client == clients_.end() ||
      One(query, "redirect_uri") != client->second.redirect_uri) {
    return Refused("client_id or redirect_uri is not registered");
  }
  Attempt attempt{id,
                  One(query, "state"),
                  One(query, "nonce"),
                  One(query, "code_challenge"),
                  {}};
  if (One(query, "response_type") != "code" ||
      One(query, "code_challenge_method") != "S256" ||
      attempt.challenge.size() != 43 || attempt.state.empty()) {
    return Refused("response_type=code, state and PKCE with S256 are needed");
  }
  if (tickets_.size() >= kMaxKept) tickets_.clear();
  const std::string ticket = mint::NewUuid();
  tickets_[ticket] = std::move(attempt);
  return ChooseUser(users, "/oidc/login", {{"ticket", ticket}});
}

Answer OidcDesk::LogIn(const std::string& ticket, const mint::LoginUser* user) {
  std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || user == nullptr) {
    return Refused("the login has expired, or there is no such user");
  }
  Attempt attempt = found->second;
  tickets_.erase(found);
  attempt.user = *user;
  const std::string code = mint::NewUuid();
  const std::string location =
      absl::StrCat(clients_.at(attempt.client_id).redirect_uri, "?code=", code,
                   "&state=", attempt.state);
  if (codes_.size() >= kMaxKept) codes_.clear();
  codes_[code] = std::move(attempt);
  return SeeOther(location);
}

std::string OidcDesk::CheckClient(const std::string& id, const Client& client,
                                  const Parameters& form,
                                  absl::Time now) const {
  if (!client.secret.empty()) {
    return One(form, "client_secret") == client.secret ? "" : "invalid_client";
  }
  const std::string assertion = One(form, "client_assertion");
  const auto read = token::ReadJws(assertion);
  const auto* jws = std::get_if<token::Jws>(&read);
  const auto key = token::PublicKey::FromCertificateDer(client.certificate_der);
  if (jws == nullptr || !key.ok() || token::VerifyJws(*jws, *key)) {
    return "invalid_client";
  }
  const json claims = json::parse(jws->payload, nullptr, false);
  const bool good = Member(claims, "iss") == id &&
                    Member(claims, "sub") == id &&
                    Member(claims, "aud") == url_ + "/token" &&
                    claims.value("exp", int64_t{0}) > absl::ToUnixSeconds(now);
  return good ? "" : "invalid_client";
}

Answer OidcDesk::Token(const Parameters& form, absl::Time now) {
  std::lock_guard lock(mutex_);
  const auto found = codes_.find(One(form, "code"));
  if (found == codes_.end() ||
      One(form, "grant_type") != "authorization_code") {
    return Error("invalid_grant");
  }
  const Attempt attempt = found->second;
  codes_.erase(found);
  const Client& client = clients_.at(attempt.client_id);
  const std::string bad = CheckClient(attempt.client_id, client, form, now);
  if (!bad.empty()) return Error(bad);
  if (One(form, "redirect_uri") != client.redirect_uri ||
      mint::Base64Url(mint::Sha256(One(form, "code_verifier"))) !=
          attempt.challenge) {
    return Error("invalid_grant");
  }
  return JsonAnswer(
      200,
      mint::Json({{"access_token", mint::JsonText(mint::NewUuid())},
                  {"token_type", "\"Bearer\""},
                  {"expires_in", "3600"},
                  {"id_token", mint::JsonText(IdToken(
                                   url_, attempt.client_id, attempt.nonce,
                                   attempt.user, ring_.Signer(now), now))}}));
}

}  // namespace trivsel::sandbox::idp
