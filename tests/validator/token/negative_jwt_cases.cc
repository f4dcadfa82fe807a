// JWTs that must be refused.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"
#include "validator/token/jwt.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token::testing {
namespace {

using namespace trivsel::gateway::v1;  // NOLINT: thirty codes

// The good payload with one part changed, signed as it should be.
std::string Signed(std::string_view from, std::string_view to) {
  return SignJwt(JwtHeader(Sts()), With(JwtPayload(), from, to), Sts());
}

std::string WithPriv(std::string_view json) {
  const std::string payload = JwtPayload();
  const size_t begin = payload.find("\"priv\":\"") + 8;
  const size_t end = payload.find('"', begin);
  return SignJwt(JwtHeader(Sts()),
                 payload.substr(0, begin) + Priv(json) + payload.substr(end),
                 Sts());
}

std::string Time(const char* claim, absl::Duration after_now) {
  return absl::StrCat("\"", claim,
                      "\":", absl::ToUnixSeconds(Now() + after_now));
}

// Shifted by `shift`, in all three times.
std::string Shifted(absl::Duration shift) {
  std::string payload = JwtPayload();
  for (const auto& [claim, at] :
       {std::pair<const char*, absl::Duration>{"nbf", absl::ZeroDuration()},
        {"iat", absl::ZeroDuration()},
        {"exp", absl::Hours(8)}}) {
    payload = With(payload, Time(claim, at), Time(claim, at + shift));
  }
  return SignJwt(JwtHeader(Sts()), payload, Sts());
}

// The classic: the public key's octets as the secret of an HMAC.
std::string Hs256WithPublicKey() {
  const std::string header =
      With(JwtHeader(Sts()), R"("alg":"PS256")", R"("alg":"HS256")");
  const std::string text =
      absl::StrCat(Base64Url(header), ".", Base64Url(JwtPayload()));
  const std::string secret = Sts().Public().key_der();
  unsigned char mac[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac,
       &size);
  return absl::StrCat(
      text, ".",
      Base64Url(std::string_view(reinterpret_cast<char*>(mac), size)));
}

std::string Unsigned() {
  const std::string jwt =
      SignJwt(R"({"alg":"none","typ":"JWT"})", JwtPayload(), Sts());
  return jwt.substr(0, jwt.rfind('.') + 1);
}

std::string Nested(int depth) {
  return absl::StrCat(R"({"iss":)", std::string(depth, '['),
                      std::string(depth, ']'), "}");
}

// One octet of the signature is another.
std::string Spoiled(std::string jwt) {
  char& c = jwt[jwt.rfind('.') + 20];
  c = c == 'A' ? 'B' : 'A';
  return jwt;
}

std::vector<NegativeCase> FormCases() {
  const std::string good = GoodJwt();
  const std::string header = JwtHeader(Sts());
  const std::string without_kid = R"({"alg":"PS256"})";
  return {
      Jwt("TooLarge", ACCESS_FAULT_TOKEN_TOO_LARGE, std::string(16385, 'a')),
      Jwt("FiveMegabytes", ACCESS_FAULT_TOKEN_TOO_LARGE,
          std::string(5'000'000, '.')),
      Jwt("Empty", ACCESS_FAULT_TOKEN_MALFORMED, ""),
      Jwt("TwoParts", ACCESS_FAULT_TOKEN_MALFORMED,
          good.substr(0, good.rfind('.'))),
      Jwt("FourParts", ACCESS_FAULT_TOKEN_MALFORMED, good + ".YQ"),
      Jwt("Padded", ACCESS_FAULT_TOKEN_MALFORMED, good + "="),
      Jwt("LineEnd", ACCESS_FAULT_TOKEN_MALFORMED, good + "\n"),
      Jwt("StrayBits", ACCESS_FAULT_TOKEN_MALFORMED, "e31." + good),
      Jwt("HeaderIsNoJson", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt("alg: PS256", JwtPayload(), Sts())),
      Jwt("HeaderIsAnArray", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt("[]", JwtPayload(), Sts())),
      Jwt("PayloadIsNoJson", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt(header, JwtPayload() + "{", Sts())),
      Jwt("AlgorithmTwice", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt(R"({"alg":"none","alg":"PS256"})", JwtPayload(), Sts())),
      Jwt("NoAlgorithm", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt(R"({"typ":"JWT"})", JwtPayload(), Sts())),
      Jwt("KidIsANumber", ACCESS_FAULT_TOKEN_MALFORMED,
          SignJwt(R"({"alg":"PS256","kid":7})", JwtPayload(), Sts())),
      Jwt("DeepPayload", ACCESS_FAULT_TOKEN_TOO_DEEP,
          SignJwt(header, Nested(1000), Sts())),
      Jwt("DeepHeader", ACCESS_FAULT_TOKEN_TOO_DEEP,
          SignJwt(Nested(100), JwtPayload(), Sts())),
      Jwt("None", ACCESS_FAULT_ALGORITHM_REFUSED, Unsigned()),
      Jwt("Hs256", ACCESS_FAULT_ALGORITHM_REFUSED, Hs256WithPublicKey()),
      Jwt("Rs256", ACCESS_FAULT_ALGORITHM_REFUSED,
          SignJwt(With(header, "PS256", "RS256"), JwtPayload(), Sts(), false)),
      Jwt("LowerCase", ACCESS_FAULT_ALGORITHM_REFUSED,
          SignJwt(With(header, "PS256", "ps256"), JwtPayload(), Sts())),
      Jwt("Critical", ACCESS_FAULT_CRITICAL_HEADER,
          SignJwt(R"({"alg":"PS256","crit":["b64"],"b64":false})", JwtPayload(),
                  Sts())),
      Jwt("Spoiled", ACCESS_FAULT_SIGNATURE_INVALID, Spoiled(good)),
      Jwt("SpoiledWithoutKid", ACCESS_FAULT_SIGNATURE_INVALID,
          Spoiled(SignJwt(without_kid, JwtPayload(), Sts()))),
      Jwt("Pkcs1Padding", ACCESS_FAULT_SIGNATURE_INVALID,
          SignJwt(header, JwtPayload(), Sts(), false)),
      Jwt("NoSignature", ACCESS_FAULT_SIGNATURE_INVALID,
          good.substr(0, good.rfind('.') + 1)),
      Jwt("StrangersKeyUnderOurKid", ACCESS_FAULT_SIGNATURE_INVALID,
          SignJwt(header, JwtPayload(), Stranger())),
      Jwt("StrangersKeyWithoutKid", ACCESS_FAULT_SIGNATURE_INVALID,
          SignJwt(without_kid, JwtPayload(), Stranger())),
      Jwt("StrangersKid", ACCESS_FAULT_KEY_UNKNOWN,
          SignJwt(JwtHeader(Stranger()), JwtPayload(), Stranger())),
      Jwt("KidIsNoThumbprint", ACCESS_FAULT_KEY_UNKNOWN,
          SignJwt(R"({"alg":"PS256","kid":"../../etc/passwd"})", JwtPayload(),
                  Sts())),
      Jwt("OldKey", ACCESS_FAULT_KEY_NOT_VALID_NOW,
          SignJwt(JwtHeader(OldSts()), JwtPayload(), OldSts())),
      Jwt("OldKeyWithoutKid", ACCESS_FAULT_KEY_NOT_VALID_NOW,
          SignJwt(without_kid, JwtPayload(), OldSts())),
  };
}

std::vector<NegativeCase> ClaimCases() {
  const std::string issuer = absl::StrCat("\"iss\":\"", kIssuer, "\"");
  const std::string aud = absl::StrCat("\"aud\":\"", kService, "\"");
  const std::string cnf =
      absl::StrCat("{\"x5t#S256\":\"", Base64Url(Peer()), "\"}");
  const std::string cvr = absl::StrCat("\"cvr\":\"", kCvr, "\"");
  return {
      Jwt("NoIssuer", ACCESS_FAULT_CLAIM_MISSING, Signed("\"iss\"", "\"is\"")),
      Jwt("NoAudience", ACCESS_FAULT_CLAIM_MISSING,
          Signed("\"aud\"", "\"au\"")),
      Jwt("NoExpiry", ACCESS_FAULT_CLAIM_MISSING, Signed("\"exp\"", "\"ex\"")),
      Jwt("NoCvr", ACCESS_FAULT_CLAIM_MISSING, Signed("\"cvr\"", "\"cv\"")),
      Jwt("NoPrivileges", ACCESS_FAULT_CLAIM_MISSING,
          Signed("\"priv\"", "\"pri\"")),
      Jwt("IssuerTwice", ACCESS_FAULT_CLAIM_INVALID,
          Signed(issuer, absl::StrCat(issuer, ",", issuer))),
      Jwt("ThumbprintTwice", ACCESS_FAULT_CLAIM_INVALID,
          Signed(cnf, R"({"x5t#S256":"a","x5t#S256":"b"})")),
      Jwt("IssuerIsAList", ACCESS_FAULT_CLAIM_INVALID,
          Signed(issuer, absl::StrCat("\"iss\":[\"", kIssuer, "\"]"))),
      Jwt("ExpiryIsAText", ACCESS_FAULT_CLAIM_INVALID,
          Signed(Time("exp", absl::Hours(8)), R"("exp":"2030-01-01")")),
      Jwt("ExpiryBeyondAllTime", ACCESS_FAULT_CLAIM_INVALID,
          Signed(Time("exp", absl::Hours(8)), R"("exp":1e300)")),
      Jwt("NegativeTime", ACCESS_FAULT_CLAIM_INVALID,
          Signed(Time("nbf", absl::ZeroDuration()), R"("nbf":-1)")),
      Jwt("AudienceIsANumber", ACCESS_FAULT_CLAIM_INVALID,
          Signed(aud, "\"aud\":1")),
      Jwt("AudienceIsAnEmptyList", ACCESS_FAULT_CLAIM_INVALID,
          Signed(aud, "\"aud\":[]")),
      Jwt("CvrOfNineDigits", ACCESS_FAULT_CLAIM_INVALID,
          Signed(cvr, "\"cvr\":\"111111111\"")),
      Jwt("PersonInsteadOfCvr", ACCESS_FAULT_CLAIM_INVALID,
          Signed(cvr, "\"cvr\":\"0505149996\"")),
      Jwt("CvrIsANumber", ACCESS_FAULT_CLAIM_INVALID,
          Signed(cvr, "\"cvr\":11111111")),
      Jwt("ThumbprintTooShort", ACCESS_FAULT_CLAIM_INVALID,
          Signed(cnf, R"({"x5t#S256":"AAAA"})")),
      Jwt("NoConfirmation", ACCESS_FAULT_CONFIRMATION_MISSING,
          Signed("\"cnf\"", "\"cn\"")),
      Jwt("AnotherConfirmation", ACCESS_FAULT_CONFIRMATION_MISSING,
          Signed(cnf, R"({"jkt":"AAAA"})")),
      Jwt("AnotherCertificate", ACCESS_FAULT_CONFIRMATION_MISMATCH,
          Signed(Base64Url(Peer()),
                 Base64Url(Digest(Stranger().certificate_der)))),
      Jwt("UnknownIssuer", ACCESS_FAULT_ISSUER_UNKNOWN,
          Signed(issuer, R"("iss":"https://sts.example.dk/runtime/")")),
      Jwt("Sts1", ACCESS_FAULT_ISSUER_RETIRED,
          Signed(issuer,
                 "\"iss\":\"https://saml.adgangsstyring."
                 "stoettesystemerne.dk\"")),
      Jwt("AnotherIssuersKey", ACCESS_FAULT_KEY_UNKNOWN,
          Signed(issuer, R"("iss":"https://another.example.dk")")),
      Jwt("Expired", ACCESS_FAULT_TOKEN_EXPIRED, Shifted(-absl::Hours(9))),
      Jwt("NotYet", ACCESS_FAULT_TOKEN_NOT_YET_VALID,
          Signed(Time("nbf", absl::ZeroDuration()),
                 Time("nbf", absl::Minutes(10)))),
      Jwt("ClockAhead", ACCESS_FAULT_CLOCK_DIFFERS,
          Shifted(absl::Seconds(180))),
      Jwt("NineHours", ACCESS_FAULT_LIFETIME_TOO_LONG,
          Signed(Time("exp", absl::Hours(8)), Time("exp", absl::Hours(9)))),
      Jwt("AnotherService", ACCESS_FAULT_AUDIENCE_WRONG,
          Signed(aud, R"("aud":["http://x.example.dk"])")),
  };
}

std::vector<NegativeCase> PrivilegeCases() {
  const auto jwt = [](std::string name, std::string_view json) {
    return Jwt("Priv" + name, ACCESS_FAULT_PRIVILEGES_MALFORMED,
               WithPriv(json));
  };
  return {
      jwt("IsNoJson", "<xml/>"),
      jwt("IsAList", "[]"),
      jwt("HasNoGroups", "{}"),
      jwt("GroupIsAText", R"({"privilegegroups":["a"]})"),
      jwt("NoScope", R"({"privilegegroups":[{"privilege":"a"}]})"),
      jwt("NoRole", R"({"privilegegroups":[{"scope":"a"}]})"),
      jwt("ScopeTwice",
          R"({"privilegegroups":[{"privilege":"a","scope":"b","scope":"c"}]})"),
      jwt("ConstraintIsANumber",
          R"({"privilegegroups":[{"privilege":"a","scope":"b","constraints":[1]}]})"),
      jwt("ConstraintOfAnotherForm",
          R"({"privilegegroups":[{"privilege":"a","scope":"b","constraints":[{"name":"n","values":["v"]}]}]})"),
      Jwt("PrivIsNoBase64", ACCESS_FAULT_PRIVILEGES_MALFORMED,
          Signed("\"priv\":\"", "\"priv\":\"%%")),
      Jwt("PrivTooDeep", ACCESS_FAULT_TOKEN_TOO_DEEP, WithPriv(Nested(50))),
  };
}

std::optional<Fault> Reporter(const Claims& claims) {
  return CheckReporter(claims, TheTrust());
}

std::vector<NegativeCase> RoleCases() {
  Claims none, elsewhere, person;
  none.cvr = elsewhere.cvr = kCvr;
  const std::string scope = "urn:dk:gov:saml:cvrNumberIdentifier:";
  none.privileges = {{"http://ltt.example.dk/roles/other/1", scope + kCvr}};
  elsewhere.privileges = {{kRole, scope + "22222222"}};
  person.privileges = {{kRole,
                        "urn:dk:gov:saml:cprNumberIdentifier:"
                        "0505149996"}};
  return {
      {"RoleMissing", ACCESS_FAULT_ROLE_MISSING,
       [none] { return Reporter(none); }},
      {"NoRoles", ACCESS_FAULT_ROLE_MISSING, [] { return Reporter({}); }},
      {"ScopeWrong", ACCESS_FAULT_SCOPE_WRONG,
       [elsewhere] { return Reporter(elsewhere); }},
      {"ScopeIsAPerson", ACCESS_FAULT_SCOPE_WRONG,
       [person] { return Reporter(person); }},
  };
}

}  // namespace

NegativeCase Jwt(std::string name, AccessFault code, std::string text) {
  return {
      "Jwt" + name, code,
      [text] { return FaultOf(VerifyJwt(text, TheTrust(), Peer(), Now())); },
      text};
}

std::vector<NegativeCase> JwtCases() {
  std::vector<NegativeCase> all;
  for (auto& part :
       {FormCases(), ClaimCases(), PrivilegeCases(), RoleCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace trivsel::validator::token::testing
