#include "deploy/sandbox/sts/mint/bad_token.h"

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string WithPrivileges(const BadTokenSetting& setting,
                           const std::string& xml) {
  AssertionForm form = FormOf(setting.token);
  for (auto& [name, value] : form.attributes) {
    if (name == kPrivilegesAttribute) value = Base64(xml);
  }
  return SignAssertion(form, setting.current);
}

std::string WithClaims(const BadTokenSetting& setting,
                       const JsonMembers& claims) {
  return SignJws(Json(JwtHeader(setting.current)), Json(claims),
                 setting.current);
}

// More groups than the one that is needed, some twice, as in real tokens.
TokenRequest Rich(const TokenRequest& request) {
  TokenRequest rich = request;
  const PrivilegeGroup ours = request.privileges.front();
  PrivilegeGroup limited = ours;
  limited.constraints = {{"http://sts.kombit.dk/constraints/KLE/1", "29.24.*"}};
  rich.privileges = {
      {"http://organisation.example.dk/roles/servicesystemrole/rediger/1",
       request.cvr},
      ours,
      ours,
      limited};
  return rich;
}

void AddGoodJwts(const BadTokenSetting& setting,
                 std::vector<GoodToken>* tokens) {
  const auto add = [tokens](const char* name, std::string text) {
    tokens->push_back({name, TokenForm::kJwt, std::move(text)});
  };
  const KeyPair& signer = setting.current;
  const JsonMembers claims = JwtClaims(setting.token);
  add("jwt", MintJwt(setting.token, signer));
  add("jwt-many-privileges", MintJwt(Rich(setting.token), signer));
  add("jwt-audience-array",
      WithClaims(setting,
                 With(claims, "aud",
                      absl::StrCat("[\"http://other.dk/1\",",
                                   JsonText(setting.token.service), "]"))));
  add("jwt-without-kid",
      SignJws("{\"alg\":\"PS256\",\"typ\":\"JWT\"}", Json(claims), signer));
  add("jwt-more-claims",
      WithClaims(setting, With(claims, "extra", "{\"a\":[1,2.5,null,true]}")));
  TokenRequest young = setting.token;
  young.now += absl::Seconds(60);  // a clock within the skew
  add("jwt-clock-within-skew", MintJwt(young, signer));
  TokenRequest old = setting.token;
  old.now -= absl::Hours(7);
  add("jwt-seven-hours-old", MintJwt(old, signer));
}

void AddGoodAssertions(const BadTokenSetting& setting,
                       std::vector<GoodToken>* tokens) {
  const auto add = [tokens](const char* name, std::string text) {
    tokens->push_back({name, TokenForm::kSaml, std::move(text)});
  };
  const KeyPair& signer = setting.current;
  const AssertionForm form = FormOf(setting.token);
  add("saml", MintAssertion(setting.token, signer));
  add("saml-many-privileges", MintAssertion(Rich(setting.token), signer));
  SignatureForm sha512;
  sha512.method = kRsaSha512;
  sha512.digest = kSha512Uri;
  add("saml-sha512", SignAssertion(form, signer, sha512));
  SignatureForm bare;
  bare.key_info = "";
  add("saml-without-key-info", SignAssertion(form, signer, bare));
  add("saml-with-declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
                                   MintAssertion(setting.token, signer));
  const PrivilegeGroup& group = setting.token.privileges.front();
  const std::string inside = absl::StrCat(
      "\n <PrivilegeGroup Scope=\"urn:dk:gov:saml:cvrNumberIdentifier:",
      group.scope_cvr, "\">\n  <Constraint Name=\"http://x.dk/c/1\">a,b",
      "</Constraint>\n  <Privilege>", XmlText(group.role),
      "</Privilege>\n </PrivilegeGroup>\n");
  constexpr char kVersion12[] =
      "http://digst.dk/oiosaml/basic_privilege_profile";
  add("saml-bpp-1.2-qualified",
      WithPrivileges(setting,
                     absl::StrCat("<PrivilegeList xmlns=\"", kVersion12, "\">",
                                  inside, "</PrivilegeList>")));
  add("saml-bpp-1.2-unqualified",
      WithPrivileges(setting,
                     absl::StrCat("<bpp:PrivilegeList xmlns:bpp=\"", kVersion12,
                                  "\">", inside, "</bpp:PrivilegeList>")));
}

}  // namespace

std::string_view NameOf(TokenForm form) {
  switch (form) {
    case TokenForm::kJwt:
      return "jwt";
    case TokenForm::kSaml:
      return "saml";
    case TokenForm::kClientAssertion:
      return "client_assertion";
  }
  return "";
}

std::vector<BadToken> BadTokens(const BadTokenSetting& setting) {
  std::vector<BadToken> tokens;
  const auto part = [&](TokenForm form) {
    return BadTokenPart(setting, form, &tokens);
  };
  AddJwtForms(part(TokenForm::kJwt));
  AddJwtSignatures(part(TokenForm::kJwt));
  AddJwtTimes(part(TokenForm::kJwt));
  AddJwtClaims(part(TokenForm::kJwt));
  AddJwtPrivileges(part(TokenForm::kJwt));
  AddSamlWrappings(part(TokenForm::kSaml));
  AddSamlXml(part(TokenForm::kSaml));
  AddSamlSignatures(part(TokenForm::kSaml));
  AddSamlKeys(part(TokenForm::kSaml));
  AddSamlClaims(part(TokenForm::kSaml));
  AddSamlSubjects(part(TokenForm::kSaml));
  AddClientAssertions(part(TokenForm::kClientAssertion));
  return tokens;
}

std::vector<GoodToken> GoodTokens(const BadTokenSetting& setting) {
  std::vector<GoodToken> tokens;
  AddGoodJwts(setting, &tokens);
  AddGoodAssertions(setting, &tokens);
  return tokens;
}

}  // namespace trivsel::sandbox::mint
