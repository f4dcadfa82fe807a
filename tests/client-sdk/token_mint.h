// JWTs as an STS makes them, good and bad.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_TOKEN_MINT_H_
#define TRIVSEL_TESTS_CLIENT_SDK_TOKEN_MINT_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace trivsel::client {

// What the next token says; the names are those of the tests.
struct MintedClaims {
  std::string issuer = "https://sts.example.dk/runtime";
  std::string audience = "http://example.dk/service/trivsel/1";
  std::string cvr = "11111111";
  std::string role = "http://example.dk/roles/servicesystemrole/reporter/1";
  std::string scope = "urn:dk:gov:saml:cvrNumberIdentifier:11111111";
  std::string client_certificate_pem;  // that it is bound to
  absl::Time issued;
  absl::Duration lifetime = absl::Hours(8);
};

// An STS with a key (RSA, 2048 bits) and a certificate of its own. Dies on any
// failure.
class TokenMint {
 public:
  TokenMint();

  const std::string& certificate_pem() const { return certificate_pem_; }
  // PS256, with kid and x5t.
  std::string Jwt(const MintedClaims& claims) const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::string certificate_pem_;
  std::string kid_;
};

// SHA-256 of a PEM certificate's DER: hexadecimal, and as x5t#S256.
std::string Sha256Hex(const std::string& certificate_pem);
std::string X5tS256(const std::string& certificate_pem);
// The parts of a compact JWS, decoded.
std::string JwsPart(const std::string& jws, int part);
// `jws` is signed (RS256) by the key of this PEM certificate.
bool IsSignedBy(const std::string& jws, const std::string& certificate_pem);

}  // namespace trivsel::client

#endif  // TRIVSEL_TESTS_CLIENT_SDK_TOKEN_MINT_H_
