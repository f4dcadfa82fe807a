#include "client-sdk/cli/token/client_assertion.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/private_key.h"
#include "client-sdk/internal/danish_status.h"
#include "validator/token/certificate.h"

namespace trivsel::cli {
namespace {

using ContextPtr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr int kLeastBits = 2048;
constexpr absl::Duration kLife = absl::Minutes(1);

std::string KeyId(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return "";
  const std::string octets(reinterpret_cast<char*>(der),
                           static_cast<size_t>(size));
  OPENSSL_free(der);
  return validator::token::Base64Url(validator::token::Digest(octets));
}

std::string RandomId() {
  std::string octets(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()),
                 static_cast<int>(octets.size())) != 1) {
    return "";
  }
  return validator::token::Base64Url(octets);
}

std::string Sign(EVP_PKEY* key, const std::string& text) {
  const ContextPtr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) !=
          1 ||
      EVP_DigestSign(context.get(), nullptr, &size, octets, text.size()) != 1) {
    return "";
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     octets, text.size()) != 1) {
    return "";
  }
  signature.resize(size);
  return signature;
}

}  // namespace

absl::StatusOr<std::string> SignClientAssertion(
    const ClientAssertion& assertion) {
  const auto key = ReadPrivateKey(assertion.key_file);
  if (!key.ok()) return key.status();
  if (EVP_PKEY_get_base_id(key->get()) != EVP_PKEY_RSA ||
      EVP_PKEY_get_bits(key->get()) < kLeastBits) {
    return client::internal::DanishStatus(
        absl::StatusCode::kInvalidArgument,
        "nøglen i " + assertion.key_file + " er ikke RSA på mindst 2048 bit",
        "the key in " + assertion.key_file +
            " is not RSA of at least 2048 bits");
  }
  JsonWriter header;
  header.BeginObject().Key("alg").String("RS256").Key("typ").String("JWT");
  header.Key("kid").String(KeyId(key->get())).EndObject();
  const int64_t now = absl::ToUnixSeconds(assertion.now);
  JsonWriter body;
  body.BeginObject().Key("jti").String(RandomId());
  body.Key("iss").String(assertion.client_id);
  body.Key("sub").String(assertion.client_id);
  body.Key("aud").String(assertion.audience);
  body.Key("iat").Number(now).Key("nbf").Number(now);
  body.Key("exp").Number(now + absl::ToInt64Seconds(kLife)).EndObject();
  const std::string text = validator::token::Base64Url(header.text()) + "." +
                           validator::token::Base64Url(body.text());
  const std::string signature = Sign(key->get(), text);
  if (signature.empty()) {
    return absl::InternalError("the client assertion cannot be signed");
  }
  return text + "." + validator::token::Base64Url(signature);
}

}  // namespace trivsel::cli
