// JWTs that are signed by nobody, by someone else, or in another way.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Input(const JsonMembers& header, const JsonMembers& claims) {
  return absl::StrCat(Base64Url(Json(header)), ".", Base64Url(Json(claims)));
}

void AddAlgorithms(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const JsonMembers header = JwtHeader(signer);
  const JsonMembers claims = JwtClaims(part.request());
  const auto with_alg = [&](std::string_view value) {
    return With(header, "alg", value);
  };
  const auto add = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::ALGORITHM_REFUSED}, text);
  };
  for (const auto& [name, alg] :
       {std::pair("alg-none", "\"none\""), std::pair("alg-None", "\"None\""),
        std::pair("alg-NONE", "\"NONE\"")}) {
    add(name, Input(with_alg(alg), claims) + ".");
  }
  // The public key as the secret of a MAC.
  const std::string hs256 = Input(with_alg("\"HS256\""), claims);
  for (const auto& [name, secret] :
       {std::pair("hs256-public-key-pem", signer.public_key_pem()),
        std::pair("hs256-public-key-der", signer.public_key_der()),
        std::pair("hs256-certificate-pem", signer.certificate_pem()),
        std::pair("hs256-empty-secret", std::string())}) {
    add(name, absl::StrCat(hs256, ".", Base64Url(HmacSha256(secret, hs256))));
  }
  const auto signed_as = [&](const char* alg, SignatureKind kind,
                             const KeyPair& key) {
    return SignJws(Json(with_alg(JsonText(alg))), Json(claims), key, kind);
  };
  add("rs256", signed_as("RS256", SignatureKind::kRs256, signer));
  add("ps512", signed_as("PS512", SignatureKind::kPs512, signer));
  add("ps256-lower-case", signed_as("ps256", SignatureKind::kPs256, signer));
  add("es256", signed_as("ES256", SignatureKind::kEs256, KeyPair::NewP256()));
  const auto odd = [&](const char* name, const JsonMembers& head) {
    part.Add(name, {fault::ALGORITHM_REFUSED, fault::TOKEN_MALFORMED},
             SignJws(Json(head), Json(claims), signer));
  };
  odd("alg-missing", Without(header, "alg"));
  odd("alg-empty", with_alg("\"\""));
  odd("alg-array", with_alg("[\"PS256\"]"));
  odd("alg-null", with_alg("null"));
}

void AddExtensions(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const std::string claims = Json(JwtClaims(part.request()));
  const JsonMembers crit =
      With(JwtHeader(signer), "crit", "[\"http://example.dk/ext\"]");
  part.Add("crit", {fault::CRITICAL_HEADER},
           SignJws(Json(crit), claims, signer));
  // RFC 7797: the payload as it is.
  const JsonMembers plain =
      With(With(JwtHeader(signer), "b64", "false"), "crit", "[\"b64\"]");
  part.Add("crit-b64", {fault::CRITICAL_HEADER},
           SignJws(Json(plain), claims, signer));
  part.Add(
      "crit-empty", {fault::CRITICAL_HEADER},
      SignJws(Json(With(JwtHeader(signer), "crit", "[]")), claims, signer));
}

// The key that verifies comes with the token.
void AddKeysBrought(BadTokenPart& part) {
  const KeyPair& stranger = part.setting().stranger;
  const std::string claims = Json(JwtClaims(part.request()));
  const auto add = [&](const std::string& name, const JsonMembers& header,
                       gateway::v1::AccessFault allowed) {
    part.Add(name, {allowed}, SignJws(Json(header), claims, stranger));
  };
  const std::string jwk = Json({{"kty", "\"RSA\""},
                                {"e", "\"AQAB\""},
                                {"n", JsonText(stranger.key_id())}});
  const std::string x5c =
      absl::StrCat("[", JsonText(Base64(stranger.certificate_der())), "]");
  const JsonMembers brought = {{"jwk", jwk},
                               {"jku", "\"http://127.0.0.1:1/jwks\""},
                               {"x5c", x5c},
                               {"x5u", "\"file:///etc/passwd\""}};
  for (const auto& [name, value] : brought) {
    add(absl::StrCat(name, "-of-stranger"),
        With(JwtHeader(stranger), name, value), fault::KEY_UNKNOWN);
    add(absl::StrCat(name, "-of-stranger-under-our-kid"),
        With(JwtHeader(part.setting().current), name, value),
        fault::SIGNATURE_INVALID);
  }
}

void AddKeys(BadTokenPart& part) {
  const BadTokenSetting& setting = part.setting();
  const std::string claims = Json(JwtClaims(part.request()));
  const auto header = Json(JwtHeader(setting.current));
  part.Add("stranger", {fault::KEY_UNKNOWN},
           MintJwt(part.request(), setting.stranger));
  part.Add("stranger-under-our-kid", {fault::SIGNATURE_INVALID},
           SignJws(header, claims, setting.stranger));
  part.Add("stranger-without-kid",
           {fault::SIGNATURE_INVALID, fault::KEY_UNKNOWN},
           SignJws(Json({{"alg", "\"PS256\""}, {"typ", "\"JWT\""}}), claims,
                   setting.stranger));
  part.Add("key-of-other-issuer", {fault::KEY_UNKNOWN},
           MintJwt(part.request(), setting.other_issuer));
  part.Add("expired-signing-certificate", {fault::KEY_NOT_VALID_NOW},
           MintJwt(part.request(), setting.expired));
  const auto with_kid = [&](std::string_view kid) {
    JsonMembers changed = JwtHeader(setting.current);
    changed = With(std::move(changed), "kid", JsonText(kid));
    changed = With(std::move(changed), "x5t", JsonText(kid));
    return SignJws(Json(changed), claims, setting.current);
  };
  part.Add("wrong-kid", {fault::KEY_UNKNOWN},
           with_kid(Base64Url(Sha1("another certificate"))));
  part.Add("kid-path", {fault::KEY_UNKNOWN},
           with_kid("../../../../etc/passwd"));
  part.Add("kid-sql", {fault::KEY_UNKNOWN}, with_kid("' OR 1=1 --"));
  part.Add("kid-number", {fault::KEY_UNKNOWN, fault::TOKEN_MALFORMED},
           SignJws(Json(With(JwtHeader(setting.current), "kid", "1")), claims,
                   setting.current));
}

void AddTampered(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const std::string header = Json(JwtHeader(signer));
  const JsonMembers claims = JwtClaims(part.request());
  const std::string good = SignJws(header, Json(claims), signer);
  const std::string input = good.substr(0, good.rfind('.'));
  const std::string signature = signer.Sign(SignatureKind::kPs256, input);
  const auto add = [&](const char* name, const std::string& octets,
                       const std::string& signed_input) {
    part.Add(name, {fault::SIGNATURE_INVALID},
             absl::StrCat(signed_input, ".", Base64Url(octets)));
  };
  const std::string other = absl::StrCat(
      Base64Url(header), ".",
      Base64Url(Json(With(claims, "cvr", JsonText(OtherCvr(part.request()))))));
  add("tampered-payload", signature, other);
  std::string flipped = signature;
  flipped[100] = static_cast<char>(flipped[100] ^ 1);
  add("tampered-signature", flipped, input);
  add("truncated-signature", signature.substr(0, signature.size() - 3), input);
  add("signature-of-zeros", std::string(signature.size(), '\0'), input);
  add("signature-of-ones", std::string(signature.size(), '\xff'), input);
  add("signature-too-long", signature + signature, input);
  add("pss-without-salt", signer.Sign(SignatureKind::kPs256EmptySalt, input),
      input);
  add("pkcs1-under-ps256", signer.Sign(SignatureKind::kRs256, input), input);
  part.Add("empty-signature",
           {fault::SIGNATURE_INVALID, fault::TOKEN_MALFORMED}, input + ".");
}

}  // namespace

void AddJwtSignatures(BadTokenPart part) {
  AddAlgorithms(part);
  AddExtensions(part);
  AddKeysBrought(part);
  AddKeys(part);
  AddTampered(part);
}

}  // namespace trivsel::sandbox::mint
