#include "gateway/login/client_proof.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/login/cookies.h"
#include "gateway/login/secrets.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

// Configuration has no control characters (login_policy.cc).
std::string JsonText(const std::string& text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string SignPs256(EVP_PKEY* key, const std::string& text) {
  const token::ErrorQueueScope errors;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* settings = nullptr;
  size_t size = static_cast<size_t>(EVP_PKEY_get_size(key));
  std::string signature(size, '\0');
  const bool well =
      EVP_DigestSignInit(context.get(), &settings, EVP_sha256(), nullptr,
                         key) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1 &&
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size()) == 1;
  signature.resize(well ? size : 0);
  return signature;
}

}  // namespace

std::string ClientProof(const LoadedLogin& loaded, const std::string& audience,
                        absl::Time now) {
  if (loaded.client_key == nullptr) {
    return absl::StrCat("client_secret=", QueryText(loaded.client_secret));
  }
  const std::string client = JsonText(loaded.policy.oidc().client_id());
  const int64_t seconds = absl::ToUnixSeconds(now);
  const std::string input = absl::StrCat(
      token::Base64Url("{\"alg\":\"PS256\",\"typ\":\"JWT\"}"), ".",
      token::Base64Url(absl::StrCat(
          "{\"iss\":", client, ",\"sub\":", client,
          ",\"aud\":", JsonText(audience), ",\"jti\":\"", NewSecret(),
          "\",\"iat\":", seconds, ",\"exp\":", seconds + 60, "}")));
  const std::string signature = SignPs256(loaded.client_key.get(), input);
  if (signature.empty()) return "";
  return absl::StrCat(
      "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-"
      "type%3Ajwt-bearer&client_assertion=",
      input, ".", token::Base64Url(signature));
}

}  // namespace trivsel::gateway::login
