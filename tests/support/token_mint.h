// An issuer of tokens for tests: JSON Web Tokens and signed metadata as STS2
// makes them, with a key and a certificate of its own.
#ifndef TRIVSEL_TESTS_SUPPORT_TOKEN_MINT_H_
#define TRIVSEL_TESTS_SUPPORT_TOKEN_MINT_H_

#include <openssl/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace trivsel::testing {

// SHA-256 of the DER form of a certificate in PEM form.
std::array<uint8_t, 32> ThumbprintOf(const std::string& cert_pem);

// What a token says; as it stands here it is good.
struct TokenDraft {
  std::string algorithm = "PS256";  // or "none", "RS256": only the header
  std::string issuer = "https://sts.example.dk/runtime";
  std::string audience = "http://entityid.example.dk/service/trivsel/1";
  std::string cvr = "29189447";
  std::string role = "http://example.dk/roles/servicesystemrole/report/1";
  std::string scope_cvr = "29189447";
  std::array<uint8_t, 32> peer{};  // cnf
  absl::Time issued = absl::Now();
  absl::Time not_before = absl::Now();
  absl::Time expires = absl::Now() + absl::Hours(8);
};

// One generation of an issuer's key. Immutable. Dies on any failure.
class TokenMint {
 public:
  explicit TokenMint(const std::string& name = "ADG_TEST_Adgangsstyring_1",
                     absl::Time not_before = absl::Now() - absl::Hours(1),
                     absl::Time not_after = absl::Now() +
                                            absl::Hours(24 * 365));
  ~TokenMint();
  TokenMint(const TokenMint&) = delete;
  TokenMint& operator=(const TokenMint&) = delete;

  const std::string& cert_pem() const { return cert_pem_; }
  std::string Jwt(const TokenDraft& draft) const;
  // Announces the certificates of `keys`, signed by this one.
  std::string Metadata(const std::string& entity_id,
                       const std::vector<const TokenMint*>& keys) const;

 private:
  std::string Sign(const std::string& text, bool pss) const;

  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::string cert_pem_, cert_der_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_TOKEN_MINT_H_
