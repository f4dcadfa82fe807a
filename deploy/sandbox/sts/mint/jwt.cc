#include "deploy/sandbox/sts/mint/jwt.h"

#include "absl/strings/str_cat.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Seconds(absl::Time time) {
  return absl::StrCat(absl::ToUnixSeconds(time));
}

}  // namespace

std::string SignJws(std::string_view header, std::string_view payload,
                    const KeyPair& signer, SignatureKind kind) {
  const std::string input =
      absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  return absl::StrCat(input, ".", Base64Url(signer.Sign(kind, input)));
}

JsonMembers JwtHeader(const KeyPair& signer) {
  const std::string key = JsonText(signer.x5t());
  return {{"alg", "\"PS256\""}, {"kid", key}, {"x5t", key}, {"typ", "\"JWT\""}};
}

JsonMembers JwtClaims(const TokenRequest& request) {
  return {
      {"cvr", JsonText(request.cvr)},
      {"spec_ver", "\"1.0\""},
      {"priv", JsonText(Base64(PrivilegesJson(request.privileges)))},
      {"jti", JsonText(NewUuid())},
      {"sub", JsonText(request.service)},
      {"cnf",
       Json({{"x5t#S256", JsonText(Base64Url(Sha256(request.peer_der)))}})},
      {"nbf", Seconds(request.now)},
      {"exp", Seconds(request.now + request.lifetime)},
      {"iat", Seconds(request.now)},
      {"iss", JsonText(request.issuer)},
      {"aud", JsonText(request.service)},
  };
}

std::string MintJwt(const TokenRequest& request, const KeyPair& signer) {
  return SignJws(Json(JwtHeader(signer)), Json(JwtClaims(request)), signer);
}

JsonMembers ClientAssertionHeader(const KeyPair& client,
                                  std::string_view algorithm) {
  return {{"alg", JsonText(algorithm)}, {"kid", JsonText(client.key_id())}};
}

JsonMembers ClientAssertionClaims(const ClientAssertionRequest& request) {
  return {
      {"jti", JsonText(request.jti.empty() ? NewUuid() : request.jti)},
      {"iss", JsonText(request.client_id)},
      {"sub", JsonText(request.client_id)},
      {"aud", JsonText(request.audience)},
      {"iat", Seconds(request.now)},
      {"nbf", Seconds(request.now)},
      {"exp", Seconds(request.now + request.lifetime)},
  };
}

std::string MintClientAssertion(const ClientAssertionRequest& request,
                                const KeyPair& client, SignatureKind kind) {
  const char* algorithm = kind == SignatureKind::kPs256 ? "PS256" : "RS256";
  return SignJws(Json(ClientAssertionHeader(client, algorithm)),
                 Json(ClientAssertionClaims(request)), client, kind);
}

}  // namespace trivsel::sandbox::mint
