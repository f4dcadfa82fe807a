// JWTs of the right issuer's key with claims that are missing, wrong or not
// for us.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

// Adds tokens with one claim changed, signed as they should be.
class Changed {
 public:
  explicit Changed(BadTokenPart& part)
      : part_(part), claims_(JwtClaims(part.request())) {}

  void Claim(const char* name, std::vector<gateway::v1::AccessFault> allowed,
             std::string_view claim, std::string_view value) {
    Add(name, std::move(allowed), With(claims_, claim, value));
  }
  void Missing(const char* name, std::vector<gateway::v1::AccessFault> allowed,
               std::string_view claim) {
    Add(name, std::move(allowed), Without(claims_, claim));
  }
  // iat, nbf and exp, relative to now.
  void Times(const char* name, gateway::v1::AccessFault allowed,
             absl::Duration issued, absl::Duration from, absl::Duration until) {
    JsonMembers claims = claims_;
    claims = With(std::move(claims), "iat", At(issued));
    claims = With(std::move(claims), "nbf", At(from));
    claims = With(std::move(claims), "exp", At(until));
    Add(name, {allowed}, claims);
  }
  void Add(const char* name, std::vector<gateway::v1::AccessFault> allowed,
           const JsonMembers& claims) {
    const KeyPair& signer = part_.setting().current;
    part_.Add(name, std::move(allowed),
              SignJws(Json(JwtHeader(signer)), Json(claims), signer));
  }
  std::string At(absl::Duration offset) const {
    return absl::StrCat(absl::ToUnixSeconds(part_.request().now + offset));
  }

 private:
  BadTokenPart& part_;
  const JsonMembers claims_;
};

void AddIssuers(Changed& add, const std::string& issuer) {
  const auto wrong = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::ISSUER_UNKNOWN}, "iss", JsonText(value));
  };
  wrong("wrong-issuer", "https://sts.example.dk/runtime");
  wrong("issuer-with-slash", issuer + "/");
  wrong("issuer-http", "http" + issuer.substr(5));
  wrong("issuer-upper-case", "HTTPS" + issuer.substr(5));
  wrong("issuer-with-space", issuer + " ");
  wrong("issuer-begins-well", issuer + ".example.dk");
  add.Claim("issuer-with-nul", {fault::ISSUER_UNKNOWN, fault::TOKEN_MALFORMED},
            "iss", JsonText(issuer + std::string(1, '\0')));
  add.Claim("issuer-sts1", {fault::ISSUER_RETIRED}, "iss",
            JsonText(kRetiredIssuer));
  add.Claim("issuer-array", {fault::CLAIM_INVALID}, "iss",
            absl::StrCat("[", JsonText(issuer), "]"));
  add.Claim("issuer-null", {fault::CLAIM_INVALID, fault::CLAIM_MISSING}, "iss",
            "null");
  add.Missing("issuer-missing", {fault::CLAIM_MISSING}, "iss");
}

void AddAudiences(Changed& add, const std::string& service) {
  const auto wrong = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::AUDIENCE_WRONG}, "aud", value);
  };
  wrong("wrong-audience", "\"http://entityid.example.dk/service/other/1\"");
  wrong("audience-with-slash", JsonText(service + "/"));
  wrong("audience-array-without-us", "[\"http://a.dk/1\",\"http://b.dk/2\"]");
  const auto invalid = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::CLAIM_INVALID}, "aud", value);
  };
  invalid("audience-number", "17");
  invalid("audience-object", Json({{service, "true"}}));
  invalid("audience-nested", absl::StrCat("[[", JsonText(service), "]]"));
  add.Claim("audience-empty-array",
            {fault::AUDIENCE_WRONG, fault::CLAIM_INVALID}, "aud", "[]");
  add.Missing("audience-missing", {fault::CLAIM_MISSING, fault::AUDIENCE_WRONG},
              "aud");
}

void AddConfirmations(Changed& add, const BadTokenSetting& setting) {
  const auto missing = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::CONFIRMATION_MISSING}, "cnf", value);
  };
  add.Missing("cnf-missing", {fault::CONFIRMATION_MISSING}, "cnf");
  missing("cnf-empty", "{}");
  missing("cnf-jkt-only",
          Json({{"jkt", JsonText(Base64Url(Sha256("a DPoP key")))}}));
  missing("cnf-sha1-only",
          Json({{"x5t", JsonText(Base64Url(Sha1(setting.token.peer_der)))}}));
  add.Claim("cnf-of-other-certificate", {fault::CONFIRMATION_MISMATCH}, "cnf",
            Json({{"x5t#S256", JsonText(setting.stranger.x5t_s256())}}));
  const auto invalid = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::CLAIM_INVALID}, "cnf", Json({{"x5t#S256", value}}));
  };
  const std::string ours = Sha256(setting.token.peer_der);
  invalid("cnf-short", JsonText(Base64Url(ours.substr(0, 16))));
  invalid("cnf-empty-thumbprint", "\"\"");
  invalid("cnf-not-base64url", "\"!!!\"");
  invalid("cnf-hex", JsonText(Hex(ours)));
  invalid("cnf-array", absl::StrCat("[", JsonText(Base64Url(ours)), "]"));
  add.Claim("cnf-string", {fault::CLAIM_INVALID, fault::CONFIRMATION_MISSING},
            "cnf", JsonText(Base64Url(ours)));
  add.Claim("cnf-null", {fault::CONFIRMATION_MISSING, fault::CLAIM_INVALID},
            "cnf", "null");
}

void AddCvr(Changed& add, const TokenRequest& request) {
  add.Missing("cvr-missing", {fault::CLAIM_MISSING}, "cvr");
  const auto invalid = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::CLAIM_INVALID}, "cvr", value);
  };
  invalid("cvr-7-digits", "\"1111111\"");
  invalid("cvr-9-digits", "\"111111111\"");
  invalid("cvr-letters", "\"1111111a\"");
  invalid("cvr-full-width-digits",
          "\"\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91"
          "\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\"");
  invalid("cvr-number", "11111111");
  invalid("cvr-array", "[\"11111111\",\"22222222\"]");
  add.Claim("cvr-not-in-scope", {fault::SCOPE_WRONG}, "cvr",
            JsonText(OtherCvr(request)));
}

}  // namespace

void AddJwtClaims(BadTokenPart part) {
  Changed add(part);
  AddIssuers(add, part.request().issuer);
  AddAudiences(add, part.request().service);
  AddConfirmations(add, part.setting());
  AddCvr(add, part.request());
}

void AddJwtTimes(BadTokenPart part) {
  using absl::Hours;
  Changed add(part);
  const absl::Duration zero = absl::ZeroDuration();
  add.Times("expired", fault::TOKEN_EXPIRED, -Hours(9), -Hours(9), -Hours(1));
  add.Times("expired-by-minutes", fault::TOKEN_EXPIRED, -Hours(1), -Hours(1),
            -absl::Minutes(6));
  add.Times("nbf-in-future", fault::TOKEN_NOT_YET_VALID, zero, Hours(1),
            Hours(2));
  add.Times("issued-in-future", fault::CLOCK_DIFFERS, Hours(1), Hours(1),
            Hours(2));
  add.Times("lifetime-over-8-hours", fault::LIFETIME_TOO_LONG, zero, zero,
            Hours(9));
  add.Times("lifetime-of-years", fault::LIFETIME_TOO_LONG, -Hours(1), -Hours(1),
            Hours(24 * 3650));
  add.Missing("exp-missing", {fault::CLAIM_MISSING}, "exp");
  add.Missing("iat-missing", {fault::CLAIM_MISSING}, "iat");
  const auto invalid = [&](const char* name, std::string_view value) {
    add.Claim(name, {fault::CLAIM_INVALID}, "exp", value);
  };
  invalid("exp-string", JsonText(add.At(Hours(1))));
  invalid("exp-array", "[9999999999]");
  invalid("exp-1e300", "1e300");
  invalid("exp-19-digits", "9223372036854775807");
  // More than a JSON reader of 64 bits may want to hold.
  add.Claim("exp-30-digits", {fault::CLAIM_INVALID, fault::TOKEN_MALFORMED},
            "exp", "999999999999999999999999999999");
  add.Claim("exp-negative", {fault::CLAIM_INVALID, fault::TOKEN_EXPIRED}, "exp",
            "-1");
  add.Claim("exp-minus-1e300", {fault::CLAIM_INVALID, fault::TOKEN_EXPIRED},
            "exp", "-1e300");
  add.Claim("exp-null", {fault::CLAIM_INVALID, fault::CLAIM_MISSING}, "exp",
            "null");
  add.Claim("exp-nan", {fault::TOKEN_MALFORMED}, "exp", "NaN");
  add.Claim("iat-negative", {fault::CLAIM_INVALID, fault::LIFETIME_TOO_LONG},
            "iat", "-1");
}

void AddJwtPrivileges(BadTokenPart part) {
  Changed add(part);
  const TokenRequest& request = part.request();
  const auto groups = [&](const char* name, gateway::v1::AccessFault allowed,
                          const std::vector<PrivilegeGroup>& list) {
    add.Claim(name, {allowed}, "priv", JsonText(Base64(PrivilegesJson(list))));
  };
  const std::string role = request.privileges.front().role;
  groups("role-missing", fault::ROLE_MISSING, {});
  groups("role-of-other-service", fault::ROLE_MISSING,
         {{"http://organisation.example.dk/roles/servicesystemrole/rediger/1",
           request.cvr}});
  groups("role-of-other-version", fault::ROLE_MISSING,
         {{role + "0", request.cvr}});
  groups("role-upper-case", fault::ROLE_MISSING,
         {{"HTTP" + role.substr(4), request.cvr}});
  groups("role-for-other-municipality", fault::SCOPE_WRONG,
         {{role, OtherCvr(request)}});
  // Two halves that are right do not make a whole.
  groups("role-and-scope-in-two-groups", fault::SCOPE_WRONG,
         {{role, OtherCvr(request)}, {role + "0", request.cvr}});
  const auto malformed = [&](const char* name, const std::string& value) {
    add.Claim(name, {fault::PRIVILEGES_MALFORMED}, "priv", value);
  };
  const auto decoded = [&](const char* name, const std::string& json) {
    malformed(name, JsonText(Base64(json)));
  };
  malformed("priv-not-base64", "\"*** not base64 ***\"");
  decoded("priv-not-json", "hello");
  add.Claim("priv-empty", {fault::PRIVILEGES_MALFORMED, fault::CLAIM_INVALID},
            "priv", "\"\"");
  decoded("priv-xml", PrivilegesXml(request.privileges));
  decoded("priv-array", "[]");
  decoded("priv-groups-string", "{\"privilegegroups\":\"all\"}");
  decoded("priv-without-groups", "{}");
  decoded("priv-groups-twice", Replaced(PrivilegesJson(request.privileges), "{",
                                        "{\"privilegegroups\":[],"));
  decoded("priv-role-array",
          "{\"privilegegroups\":[{\"privilege\":[" + JsonText(role) +
              "],\"scope\":\"urn:dk:gov:saml:cvrNumberIdentifier:" +
              request.cvr + "\",\"constraints\":[]}]}");
  decoded("priv-invalid-utf8", "{\"privilegegroups\":[],\"x\":\"\xff\"}");
  add.Claim("priv-object", {fault::PRIVILEGES_MALFORMED, fault::CLAIM_INVALID},
            "priv", PrivilegesJson(request.privileges));
  add.Missing("priv-missing", {fault::CLAIM_MISSING, fault::ROLE_MISSING},
              "priv");
  add.Claim("priv-nested-1000",
            {fault::PRIVILEGES_MALFORMED, fault::TOKEN_TOO_DEEP}, "priv",
            JsonText(Base64(std::string(1000, '[') + std::string(1000, ']'))));
}

}  // namespace trivsel::sandbox::mint
