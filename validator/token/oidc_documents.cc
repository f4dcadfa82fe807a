#include "validator/token/oidc_documents.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "validator/token/base64.h"
#include "validator/token/json_document.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace dom = simdjson::dom;

constexpr size_t kMaxBytes = 256 * 1024;
constexpr size_t kMaxKeys = 64;
constexpr int kMinRsaBits = 2048;

struct ParamFree {
  void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
  void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
  void operator()(BIGNUM* p) const { BN_free(p); }
};

std::optional<Fault> Load(std::string_view json, JsonDocument* document) {
  if (json.size() > kMaxBytes) return Fault{v1::ACCESS_FAULT_TOKEN_TOO_LARGE};
  if (document->Read(json) == JsonState::kGood) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, "JSON", ""};
}

// Empty if it is not there, or no text.
std::string Text(dom::object object, const char* name) {
  dom::element member;
  std::string_view text;
  if (object.at_key(name).get(member) != simdjson::SUCCESS ||
      member.get(text) != simdjson::SUCCESS) {
    return "";
  }
  return std::string(text);
}

bool IsHttps(std::string_view url) {
  return url.starts_with("https://") && url.size() <= 1000 &&
         std::all_of(url.begin(), url.end(), [](char c) {
           return c > ' ' && c < '\x7f' && c != '"' && c != '#' && c != '\\' &&
                  c != '<' && c != '>';
         });
}

// The SubjectPublicKeyInfo of modulus and exponent; empty if they are none.
std::string KeyDer(std::string_view modulus, std::string_view exponent) {
  const ErrorQueueScope errors;
  const auto number = [](std::string_view octets) {
    return std::unique_ptr<BIGNUM, ParamFree>(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(octets.data()),
                  static_cast<int>(octets.size()), nullptr));
  };
  const auto n = number(modulus), e = number(exponent);
  const std::unique_ptr<OSSL_PARAM_BLD, ParamFree> builder(
      OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const std::unique_ptr<OSSL_PARAM, ParamFree> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const OpensslPtr<EVP_PKEY_CTX> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        parameters.get()) != 1) {
    return "";
  }
  const OpensslPtr<EVP_PKEY> owner(key);
  unsigned char* der = nullptr;
  const int size =
      EVP_PKEY_get_bits(key) >= kMinRsaBits ? i2d_PUBKEY(key, &der) : 0;
  const OpensslPtr<unsigned char> octets(der);
  if (size <= 0) return "";
  return std::string(reinterpret_cast<char*>(der), static_cast<size_t>(size));
}

std::optional<JsonWebKey> ReadKey(dom::object object) {
  const std::string use = Text(object, "use");
  if (Text(object, "kty") != "RSA" || (!use.empty() && use != "sig")) {
    return std::nullopt;
  }
  const auto modulus = DecodeBase64Url(Text(object, "n"));
  const auto exponent = DecodeBase64Url(Text(object, "e"));
  if (!modulus || !exponent || modulus->size() > 1024 || exponent->size() > 8 ||
      exponent->empty()) {
    return std::nullopt;
  }
  auto key = PublicKey::FromKeyDer(KeyDer(*modulus, *exponent));
  if (!key.ok()) return std::nullopt;
  return JsonWebKey{Text(object, "kid"), *std::move(key)};
}

}  // namespace

OrFault<OidcProvider> ReadDiscovery(std::string_view json,
                                    std::string_view issuer) {
  JsonDocument document;
  if (auto fault = Load(json, &document)) return *std::move(fault);
  const dom::object object = document.object();
  const std::string found = Text(object, "issuer");
  if (found != issuer) {
    return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN, Shown(issuer), Shown(found)};
  }
  OidcProvider provider{Text(object, "authorization_endpoint"),
                        Text(object, "token_endpoint"),
                        Text(object, "jwks_uri")};
  for (const std::string* url :
       {&provider.authorization_endpoint, &provider.token_endpoint,
        &provider.jwks_uri}) {
    if (!IsHttps(*url)) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "https://…", Shown(*url)};
    }
  }
  return provider;
}

OrFault<std::vector<JsonWebKey>> ReadJwks(std::string_view json) {
  JsonDocument document;
  if (auto fault = Load(json, &document)) return *std::move(fault);
  dom::array list;
  std::vector<JsonWebKey> keys;
  if (document.object().at_key("keys").get(list) == simdjson::SUCCESS) {
    for (const dom::element one : list) {
      dom::object object;
      if (one.get(object) != simdjson::SUCCESS || keys.size() >= kMaxKeys) {
        continue;
      }
      if (auto key = ReadKey(object)) keys.push_back(*std::move(key));
    }
  }
  if (keys.empty()) return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "keys", ""};
  return keys;
}

OrFault<std::string> ReadTokenAnswer(std::string_view json) {
  JsonDocument document;
  if (auto fault = Load(json, &document)) return *std::move(fault);
  const std::string error = Text(document.object(), "error");
  if (!error.empty()) {
    return Fault{v1::ACCESS_FAULT_LOGIN_REFUSED_BY_IDP, "", Shown(error, 64)};
  }
  std::string token = Text(document.object(), "id_token");
  if (token.empty()) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "id_token", ""};
  }
  return token;
}

}  // namespace trivsel::validator::token
