// The gateway's own tokens: what the token endpoint gives out for an STS2
// assertion, and takes back. JSON Web Tokens (RFC 7519), HS256, bound to the
// certificate of the connection they were made on (RFC 8705 section 3.1), for
// one submitter and one municipality.
#ifndef TRIVSEL_GATEWAY_ACCESS_OWN_TOKEN_H_
#define TRIVSEL_GATEWAY_ACCESS_OWN_TOKEN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::access {

// The keys are derived from one secret and the number of the day (HKDF-SHA-256,
// RFC 5869): every gateway that has the secret knows them, and they roll by
// themselves. Nothing is stored. Immutable and thread safe.
class OwnTokens {
 public:
  static constexpr size_t kSecretBytes = 32;
  static constexpr std::string_view kIssuer = "trivsel-gateway";
  // A key is known on its day (UTC) and on the next.
  static constexpr absl::Duration kMaxLifetime = absl::Hours(24);

  // Who may do what for whom, and how long.
  struct Grant {
    int32_t submitter_id = 0;
    std::string cvr = {};  // of the municipality, 8 digits
    // SHA-256 of the DER of the certificate of the connection.
    validator::token::Sha256 peer{};
    absl::Time expires = absl::InfinitePast();  // whole seconds count
  };

  // `clock` must outlive it. The secret is not kept as it is.
  OwnTokens(const std::array<uint8_t, kSecretBytes>& secret,
            const Clock& clock);
  ~OwnTokens();
  OwnTokens(const OwnTokens&) = delete;
  OwnTokens& operator=(const OwnTokens&) = delete;

  // An access token, for the metadata `authorization`. An `expires` further
  // away than kMaxLifetime is drawn in. Two of the same grant differ. "" if
  // grant.cvr is not eight digits.
  std::string MintAccess(const Grant& grant) const;
  // A refresh token, for the token endpoint only.
  std::string MintRefresh(const Grant& grant) const;

  // The grant of a token that MintAccess made, is still valid, and came over a
  // connection with the certificate it is bound to. TOKEN_MALFORMED,
  // SIGNATURE_INVALID, TOKEN_EXPIRED or CONFIRMATION_MISMATCH. Whether the
  // submitter still may report for the municipality is the directory's.
  validator::token::OrFault<Grant> ReadAccess(
      std::string_view token, const validator::token::Sha256& peer) const;
  // The same of MintRefresh's. REFRESH_TOKEN_INVALID, whatever it is.
  validator::token::OrFault<Grant> ReadRefresh(
      std::string_view token, const validator::token::Sha256& peer) const;

  // By its first characters: meant to be one of ours, of either kind. Believe
  // nothing else of it.
  static bool LooksLikeOurs(std::string_view token);

 private:
  enum class Purpose { kAccess, kRefresh };
  using Key = std::array<uint8_t, 32>;

  static const char* TypeOf(Purpose purpose);
  Key KeyOf(Purpose purpose, int64_t day) const;
  std::string Mint(Purpose purpose, const Grant& grant) const;
  validator::token::OrFault<Grant> Read(
      Purpose purpose, std::string_view token,
      const validator::token::Sha256& peer) const;

  const Clock& clock_;
  Key root_{};  // HKDF-Extract of the secret
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_OWN_TOKEN_H_
