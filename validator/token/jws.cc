// JSON Web Signatures (RFC 7515), compact form, RSA alone (RFC 7518 3.3, 3.5).
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/jwt_parts.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace dom = simdjson::dom;

constexpr int kMinRsaBits = 2048;

Fault Malformed(std::string_view expected, std::string_view found) {
  return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, std::string(expected),
               Shown(found)};
}

// A member that must be a text, and is not empty, where it is there.
bool TakeText(dom::object header, const char* name, std::string* text) {
  dom::element member;
  if (header.at_key(name).get(member) != simdjson::SUCCESS) return true;
  std::string_view value;
  if (member.get(value) != simdjson::SUCCESS || value.empty()) return false;
  *text = std::string(value);
  return true;
}

std::optional<Fault> ReadHeader(std::string_view json, Jws* jws) {
  JsonDocument document;
  switch (document.Read(json)) {
    case JsonState::kGood:
      break;
    case JsonState::kTooDeep:
      return Fault{v1::ACCESS_FAULT_TOKEN_TOO_DEEP, "", "header"};
    case JsonState::kRepeated:
      return Malformed("header: 1", "2 x " + document.repeated());
    case JsonState::kMalformed:
      return Malformed("header: JSON", "");
  }
  const dom::object header = document.object();
  for (const auto& [name, text] :
       {std::pair<const char*, std::string*>{"alg", &jws->algorithm},
        {"kid", &jws->key_id},
        {"x5t", &jws->x5t}}) {
    if (!TakeText(header, name, text)) {
      return Malformed(absl::StrCat("header: ", name, ": \"…\""), "");
    }
  }
  dom::element critical;
  if (header.at_key("crit").get(critical) == simdjson::SUCCESS) {
    return Fault{v1::ACCESS_FAULT_CRITICAL_HEADER, "", "crit"};
  }
  if (jws->algorithm.empty()) return Malformed("header: alg", "");
  return std::nullopt;
}

// Found once: looking an algorithm up costs a tenth of a verification.
struct Algorithm {
  const char* name;
  const char* digest_name;
  int salt;  // octets; 0: PKCS#1 v1.5
  const EVP_MD* digest;
};

const Algorithm* AlgorithmOf(std::string_view name) {
  static const std::array<Algorithm, 4> known = {{
      {"PS256", "SHA256", 32, EVP_MD_fetch(nullptr, "SHA256", nullptr)},
      {"RS256", "SHA256", 0, EVP_MD_fetch(nullptr, "SHA256", nullptr)},
      {"PS384", "SHA384", 48, EVP_MD_fetch(nullptr, "SHA384", nullptr)},
      {"PS512", "SHA512", 64, EVP_MD_fetch(nullptr, "SHA512", nullptr)},
  }};
  for (const Algorithm& one : known) {
    if (name == one.name) return &one;
  }
  return nullptr;
}

bool SetUp(EVP_PKEY_CTX* context, const Algorithm& algorithm) {
  std::string digest = algorithm.digest_name;
  const bool pss = algorithm.salt > 0;
  char padding[] = "pss", plain[] = "pkcs1";
  int salt = algorithm.salt;
  std::array<OSSL_PARAM, 5> parameters;
  size_t count = 0;
  parameters[count++] = OSSL_PARAM_construct_utf8_string(
      OSSL_SIGNATURE_PARAM_PAD_MODE, pss ? padding : plain, 0);
  parameters[count++] = OSSL_PARAM_construct_utf8_string(
      OSSL_SIGNATURE_PARAM_DIGEST, digest.data(), 0);
  if (pss) {
    parameters[count++] = OSSL_PARAM_construct_utf8_string(
        OSSL_SIGNATURE_PARAM_MGF1_DIGEST, digest.data(), 0);
    parameters[count++] =
        OSSL_PARAM_construct_int(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, &salt);
  }
  parameters[count] = OSSL_PARAM_construct_end();
  return EVP_PKEY_verify_init_ex(context, parameters.data()) == 1;
}

bool IsGenuine(const Jws& jws, const Algorithm& algorithm, EVP_PKEY* key) {
  const ErrorQueueScope errors;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(jws.signed_part.data(), jws.signed_part.size(), digest.data(),
                 &size, algorithm.digest, nullptr) != 1) {
    return false;
  }
  const OpensslPtr<EVP_PKEY_CTX> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context != nullptr && SetUp(context.get(), algorithm) &&
         EVP_PKEY_verify(
             context.get(),
             reinterpret_cast<const unsigned char*>(jws.signature.data()),
             jws.signature.size(), digest.data(), size) == 1;
}

}  // namespace

OrFault<Jws> SplitJws(std::string_view text) {
  if (text.size() > kMaxJwtBytes) {
    return Fault{v1::ACCESS_FAULT_TOKEN_TOO_LARGE,
                 absl::StrCat("<= ", kMaxJwtBytes, " B"),
                 absl::StrCat(text.size(), " B")};
  }
  const size_t first = text.find('.');
  const size_t second =
      first == text.npos ? text.npos : text.find('.', first + 1);
  if (second == text.npos || text.find('.', second + 1) != text.npos) {
    return Malformed("base64url.base64url.base64url", "");
  }
  const auto header = DecodeBase64Url(text.substr(0, first));
  auto payload = DecodeBase64Url(text.substr(first + 1, second - first - 1));
  auto signature = DecodeBase64Url(text.substr(second + 1));
  if (!header.has_value()) return Malformed("base64url", "1");
  if (!payload.has_value()) return Malformed("base64url", "2");
  if (!signature.has_value()) return Malformed("base64url", "3");
  Jws jws;
  if (auto fault = ReadHeader(*header, &jws)) return *std::move(fault);
  jws.payload = *std::move(payload);
  jws.signature = *std::move(signature);
  jws.signed_part = text.substr(0, second);
  return jws;
}

OrFault<Jws> ReadJws(std::string_view text) {
  auto jws = SplitJws(text);
  if (const Jws* read = std::get_if<Jws>(&jws)) {
    JsonDocument document;
    if (auto fault = ReadPayload(read->payload, &document)) {
      return *std::move(fault);
    }
  }
  return jws;
}

std::optional<Fault> VerifyJws(const Jws& jws, const PublicKey& key) {
  const Algorithm* algorithm = AlgorithmOf(jws.algorithm);
  if (algorithm == nullptr) {
    return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED,
                 "PS256, PS384, PS512, RS256", Shown(jws.algorithm, 32)};
  }
  if (EVP_PKEY_get_base_id(key.key()) != EVP_PKEY_RSA ||
      EVP_PKEY_get_bits(key.key()) < kMinRsaBits) {
    return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED, "RSA >= 2048 bit", ""};
  }
  if (IsGenuine(jws, *algorithm, key.key())) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_SIGNATURE_INVALID, "", ""};
}

}  // namespace trivsel::validator::token
