// JSON Web Tokens of the mint.
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"

namespace trivsel::validator::token::testing {
namespace {

std::string Sign(std::string_view text, EVP_PKEY* key, bool pss) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* parameters = nullptr;
  std::string signature(1024, '\0');
  size_t size = signature.size();
  const bool done =
      EVP_DigestSignInit(context, &parameters, EVP_sha256(), nullptr, key) ==
          1 &&
      (!pss ||
       (EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
        EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, 32) == 1)) &&
      EVP_DigestSign(context,
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size()) == 1;
  EVP_MD_CTX_free(context);
  if (!done) std::abort();
  signature.resize(size);
  return signature;
}

}  // namespace

std::string JwtHeader(const Identity& signer) {
  const std::string id = Base64Url(signer.Public().certificate_sha1());
  return absl::StrCat(R"({"alg":"PS256","kid":")", id, R"(","x5t":")", id,
                      R"(","typ":"JWT"})");
}

std::string Priv(std::string_view json) {
  return absl::Base64Escape(absl::string_view(json.data(), json.size()));
}

std::string JwtPayload() {
  const std::string priv =
      Priv(absl::StrCat(R"({"privilegegroups":[{"privilege":")", kRole,
                        R"(","scope":"urn:dk:gov:saml:cvrNumberIdentifier:)",
                        kCvr, R"(","constraints":[]}]})"));
  const int64_t now = absl::ToUnixSeconds(Now());
  return absl::StrCat(
      R"({"cvr":")", kCvr, R"(","spec_ver":"1.0","priv":")", priv,
      R"(","jti":"f1b9a3de-0c55-4a7e-9f5c-b6a3f1f0c111","sub":")", kService,
      R"(","cnf":{"x5t#S256":")", Base64Url(Peer()), R"("},"nbf":)", now,
      R"(,"exp":)", now + 8 * 3600, R"(,"iat":)", now, R"(,"iss":")", kIssuer,
      R"(","aud":")", kService, R"("})");
}

std::string SignJwt(std::string_view header, std::string_view payload,
                    const Identity& signer, bool pss) {
  const std::string text =
      absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  return absl::StrCat(text, ".", Base64Url(Sign(text, signer.key.get(), pss)));
}

std::string GoodJwt() { return SignJwt(JwtHeader(Sts()), JwtPayload(), Sts()); }

}  // namespace trivsel::validator::token::testing
