// STS2's JWT and the client assertions of RFC 7523, minted.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_JWT_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_JWT_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/key_pair.h"
#include "deploy/sandbox/sts/mint/token_request.h"

namespace trivsel::sandbox::mint {

// Header and payload, JSON, as a compact JWS (RFC 7515).
std::string SignJws(std::string_view header, std::string_view payload,
                    const KeyPair& signer,
                    SignatureKind kind = SignatureKind::kPs256);

// {"alg":"PS256","kid":…,"x5t":…,"typ":"JWT"}, kid = x5t.
JsonMembers JwtHeader(const KeyPair& signer);
// The members of STS2's dialect, in its order.
JsonMembers JwtClaims(const TokenRequest& request);
std::string MintJwt(const TokenRequest& request, const KeyPair& signer);

// A client proves who it is at a token endpoint.
struct ClientAssertionRequest {
  std::string client_id;
  std::string audience;
  absl::Time now;
  absl::Duration lifetime = absl::Seconds(10);  // as the peer's example
  std::string jti = {};                         // empty: a new one
};

// {"alg":"RS256","kid":…}: kid = base64url of the SHA-256 of the DER
// SubjectPublicKeyInfo.
JsonMembers ClientAssertionHeader(const KeyPair& client,
                                  std::string_view algorithm = "RS256");
JsonMembers ClientAssertionClaims(const ClientAssertionRequest& request);
// kRs256 or kPs256.
std::string MintClientAssertion(const ClientAssertionRequest& request,
                                const KeyPair& client,
                                SignatureKind kind = SignatureKind::kRs256);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_JWT_H_
