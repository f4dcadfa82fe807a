// Client assertions (RFC 7523) that a token endpoint must refuse.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

class Changed {
 public:
  explicit Changed(BadTokenPart& part)
      : part_(part), claims_(ClientAssertionClaims(part.setting().client)) {}

  const JsonMembers& claims() const { return claims_; }
  JsonMembers header(std::string_view algorithm = "RS256") const {
    return ClientAssertionHeader(part_.setting().client_key, algorithm);
  }
  std::string At(absl::Duration offset) const {
    return absl::StrCat(
        absl::ToUnixSeconds(part_.setting().client.now + offset));
  }
  void Text(const char* name, const std::string& text) {
    part_.Add(name, {fault::CLIENT_ASSERTION_INVALID}, text);
  }
  // Signed by the client as it should be.
  void Claims(const char* name, const JsonMembers& claims) {
    Text(name, SignJws(Json(header()), Json(claims), client(),
                       SignatureKind::kRs256));
  }
  void Claim(const char* name, std::string_view claim, std::string_view value) {
    Claims(name, With(claims_, claim, value));
  }
  void Header(const char* name, const JsonMembers& changed) {
    Text(name, SignJws(Json(changed), Json(claims_), client(),
                       SignatureKind::kRs256));
  }
  const KeyPair& client() const { return part_.setting().client_key; }

 private:
  BadTokenPart& part_;
  const JsonMembers claims_;
};

void AddClaims(Changed& add, const std::string& client_id) {
  add.Claim("wrong-audience", "aud", "\"https://example.dk/token\"");
  add.Claim("audience-array-without-us", "aud", "[\"https://example.dk\"]");
  add.Claim("issuer-is-not-subject", "iss", JsonText(client_id + "-other"));
  add.Claim("subject-is-not-issuer", "sub", JsonText(client_id + "-other"));
  JsonMembers other = With(add.claims(), "iss", JsonText(client_id + "-other"));
  other = With(std::move(other), "sub", JsonText(client_id + "-other"));
  add.Claims("of-other-client", other);
  for (const char* claim : {"jti", "iss", "sub", "aud", "exp"}) {
    add.Claims(absl::StrCat(claim, "-missing").c_str(),
               Without(add.claims(), claim));
  }
  add.Claim("jti-empty", "jti", "\"\"");
  add.Claim("jti-number", "jti", "17");
  add.Claim("jti-of-10000", "jti", JsonText(std::string(10'000, 'x')));
  JsonMembers old = With(add.claims(), "exp", add.At(-absl::Minutes(10)));
  old = With(std::move(old), "iat", add.At(-absl::Minutes(11)));
  add.Claims("expired",
             With(std::move(old), "nbf", add.At(-absl::Minutes(11))));
  add.Claim("exp-hours-ahead", "exp", add.At(absl::Hours(5)));
  add.Claim("exp-years-ahead", "exp", add.At(absl::Hours(24 * 365)));
  add.Claim("exp-string", "exp", JsonText(add.At(absl::Minutes(1))));
  add.Claim("exp-1e300", "exp", "1e300");
  JsonMembers later = With(add.claims(), "nbf", add.At(absl::Minutes(10)));
  add.Claims("not-yet-valid",
             With(std::move(later), "exp", add.At(absl::Minutes(11))));
}

void AddSignatures(Changed& add, const KeyPair& stranger) {
  const std::string claims = Json(add.claims());
  add.Text("signed-by-other-key", SignJws(Json(add.header()), claims, stranger,
                                          SignatureKind::kRs256));
  const auto input = [&](std::string_view algorithm) {
    return absl::StrCat(Base64Url(Json(add.header(algorithm))), ".",
                        Base64Url(claims));
  };
  add.Text("alg-none", input("none") + ".");
  const std::string mac = input("HS256");
  add.Text(
      "hs256-public-key",
      absl::StrCat(mac, ".",
                   Base64Url(HmacSha256(add.client().public_key_pem(), mac))));
  add.Text("pss-under-rs256", SignJws(Json(add.header()), claims, add.client(),
                                      SignatureKind::kPs256));
  const std::string good =
      SignJws(Json(add.header()), claims, add.client(), SignatureKind::kRs256);
  add.Text("truncated", good.substr(0, good.rfind('.')));
  add.Text("empty-signature", good.substr(0, good.rfind('.') + 1));
  const std::string signature = good.substr(good.rfind('.'));
  add.Text("tampered",
           absl::StrCat(
               Base64Url(Json(add.header())), ".",
               Base64Url(Json(With(add.claims(), "jti", JsonText(NewUuid())))),
               signature));
  add.Text("empty", "");
  add.Text("not-a-jwt", "hello");
  add.Header("crit", With(add.header(), "crit", "[\"x\"]"));
}

}  // namespace

void AddClientAssertions(BadTokenPart part) {
  const BadTokenSetting& setting = part.setting();
  ClientAssertionRequest once = setting.client;
  once.jti = NewUuid();
  part.Add("replayed", {fault::CLIENT_ASSERTION_REPLAYED},
           MintClientAssertion(once, setting.client_key),
           MintClientAssertion(once, setting.client_key));
  part.Add("replayed-in-other-words", {fault::CLIENT_ASSERTION_REPLAYED},
           MintClientAssertion(once, setting.client_key, SignatureKind::kPs256),
           MintClientAssertion(once, setting.client_key));
  part.Add("key-unknown", {fault::CLIENT_KEY_UNKNOWN},
           MintClientAssertion(setting.client, setting.stranger));
  Changed add(part);
  part.Add("kid-missing",
           {fault::CLIENT_KEY_UNKNOWN, fault::CLIENT_ASSERTION_INVALID},
           SignJws("{\"alg\":\"RS256\"}", Json(add.claims()),
                   setting.client_key, SignatureKind::kRs256));
  AddClaims(add, setting.client.client_id);
  AddSignatures(add, setting.stranger);
  add.Text("saml-instead",
           MintAssertion(part.request(), part.setting().current));
  add.Text("access-token-instead",
           MintJwt(part.request(), part.setting().current));
  add.Text("five-megabytes", std::string(kFiveMegabytes, 'x'));
}

}  // namespace trivsel::sandbox::mint
