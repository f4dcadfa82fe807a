// Assertions of the right key that say what they must not, or not for us:
// issuer, audience, statements, CVR, privileges.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

using Faults = std::vector<gateway::v1::AccessFault>;

// Adds assertions that are changed before they are signed.
class Changed {
 public:
  explicit Changed(BadTokenPart& part)
      : part_(part), form_(FormOf(part.request())) {}

  const AssertionForm& form() const { return form_; }
  void Form(const char* name, Faults allowed, const AssertionForm& form) {
    part_.Add(name, std::move(allowed),
              SignAssertion(form, part_.setting().current));
  }
  void Text(const char* name, Faults allowed, const std::string& text) {
    part_.Add(name, std::move(allowed),
              Enveloped(text, form_.id, part_.setting().current));
  }
  // A piece of the text replaced.
  void Piece(const char* name, Faults allowed, std::string_view from,
             std::string_view to) {
    Text(name, std::move(allowed), Replaced(AssertionXml(form_), from, to));
  }
  void Attribute(const char* name, Faults allowed, std::string_view attribute,
                 const std::string& value) {
    AssertionForm form = form_;
    for (auto& [known, old] : form.attributes) {
      if (known == attribute) old = value;
    }
    Form(name, std::move(allowed), form);
  }
  void WithoutAttribute(const char* name, Faults allowed,
                        std::string_view attribute) {
    AssertionForm form = form_;
    form.attributes = Without(std::move(form.attributes), attribute);
    Form(name, std::move(allowed), form);
  }
  // An element of the assertion, with its content.
  std::string Element(const std::string& name) const {
    const std::string text = AssertionXml(form_);
    const std::string end = "</" + name + ">";
    const size_t from = text.find("<" + name);
    return text.substr(from, text.find(end) + end.size() - from);
  }

 private:
  BadTokenPart& part_;
  const AssertionForm form_;
};

void AddIssuers(Changed& add) {
  const std::string issuer = add.form().issuer;
  const auto wrong = [&](const char* name, const std::string& value,
                         gateway::v1::AccessFault allowed =
                             fault::ISSUER_UNKNOWN) {
    AssertionForm form = add.form();
    form.issuer = value;
    add.Form(name, {allowed}, form);
  };
  wrong("wrong-issuer", "https://sts.example.dk/runtime");
  wrong("issuer-with-slash", issuer + "/");
  wrong("issuer-http", "http" + issuer.substr(5));
  wrong("issuer-upper-case", "HTTPS" + issuer.substr(5));
  wrong("issuer-begins-well", issuer + ".example.dk");
  wrong("issuer-sts1", kRetiredIssuer, fault::ISSUER_RETIRED);
  add.Piece("issuer-missing", {fault::CLAIM_MISSING, fault::ISSUER_UNKNOWN},
            add.Element("Issuer"), "");
  add.Piece("issuer-twice", {fault::CLAIM_INVALID, fault::STATEMENT_COUNT},
            add.Element("Issuer"),
            add.Element("Issuer") + add.Element("Issuer"));
  add.Piece("issuer-empty", {fault::CLAIM_INVALID, fault::CLAIM_MISSING},
            absl::StrCat(">", issuer, "<"), "><");
}

void AddAudiences(Changed& add) {
  const auto wrong = [&](const char* name, const std::string& value) {
    AssertionForm form = add.form();
    form.audience = value;
    add.Form(name, {fault::AUDIENCE_WRONG}, form);
  };
  wrong("wrong-audience", "http://entityid.example.dk/service/other/1");
  wrong("audience-with-slash", add.form().audience + "/");
  add.Piece("audience-missing", {fault::AUDIENCE_WRONG, fault::CLAIM_MISSING},
            add.Element("AudienceRestriction"), "");
  // All restrictions must be met (SAML core 2.5.1.4).
  add.Piece(
      "second-audience-restriction",
      {fault::AUDIENCE_WRONG, fault::CLAIM_INVALID, fault::STATEMENT_COUNT},
      "</Conditions>",
      "<AudienceRestriction><Audience>http://other.example.dk/1"
      "</Audience></AudienceRestriction></Conditions>");
}

void AddStatements(Changed& add) {
  for (const char* name :
       {"Subject", "Conditions", "AuthnStatement", "AttributeStatement"}) {
    std::string label = name;
    label[0] = static_cast<char>(label[0] - 'A' + 'a');
    if (label == "authnStatement") label = "authn-statement";
    if (label == "attributeStatement") label = "attribute-statement";
    const std::string element = add.Element(name);
    add.Piece(absl::StrCat("two-", label, "s").c_str(),
              {fault::STATEMENT_COUNT}, element, element + element);
    add.Piece(absl::StrCat("no-", label).c_str(), {fault::STATEMENT_COUNT},
              element, "");
  }
}

void AddCvr(Changed& add, const TokenRequest& request) {
  const std::string cvr = request.cvr;
  const auto invalid = [&](const char* name, const std::string& value) {
    add.Attribute(name, {fault::CLAIM_INVALID}, kCvrAttribute, value);
  };
  add.WithoutAttribute("cvr-missing", {fault::CLAIM_MISSING}, kCvrAttribute);
  add.Attribute("cvr-empty", {fault::CLAIM_INVALID, fault::CLAIM_MISSING},
                kCvrAttribute, "");
  invalid("cvr-7-digits", "1111111");
  invalid("cvr-9-digits", "111111111");
  invalid("cvr-letters", "1111111a");
  invalid("cvr-two-in-one", "11111111,22222222");
  AssertionForm twice = add.form();
  twice.attributes.emplace_back(kCvrAttribute, OtherCvr(request));
  add.Form("cvr-twice", {fault::CLAIM_INVALID}, twice);
  add.Piece("cvr-two-values", {fault::CLAIM_INVALID},
            absl::StrCat(">", cvr, "</AttributeValue>"),
            absl::StrCat(">", cvr, "</AttributeValue><AttributeValue>",
                         OtherCvr(request), "</AttributeValue>"));
  add.Piece("cvr-with-element", {fault::CLAIM_INVALID},
            absl::StrCat(">", cvr, "<"),
            absl::StrCat(">", cvr.substr(0, 4), "<x></x>", cvr.substr(4), "<"));
  add.Attribute("cvr-not-in-scope", {fault::SCOPE_WRONG}, kCvrAttribute,
                OtherCvr(request));
}

void AddRoles(Changed& add, const TokenRequest& request) {
  const std::string role = request.privileges.front().role;
  const auto groups = [&](const char* name, gateway::v1::AccessFault allowed,
                          const std::vector<PrivilegeGroup>& list) {
    add.Attribute(name, {allowed}, kPrivilegesAttribute,
                  Base64(PrivilegesXml(list)));
  };
  groups("role-missing", fault::ROLE_MISSING, {});
  groups("role-of-other-service", fault::ROLE_MISSING,
         {{"http://organisation.example.dk/roles/servicesystemrole/rediger/1",
           request.cvr}});
  groups("role-of-other-version", fault::ROLE_MISSING,
         {{role + "0", request.cvr}});
  groups("role-for-other-municipality", fault::SCOPE_WRONG,
         {{role, OtherCvr(request)}});
  groups("role-and-scope-in-two-groups", fault::SCOPE_WRONG,
         {{role, OtherCvr(request)}, {role + "0", request.cvr}});
  add.WithoutAttribute("privileges-missing",
                       {fault::CLAIM_MISSING, fault::ROLE_MISSING},
                       kPrivilegesAttribute);
}

void AddPrivileges(Changed& add, const TokenRequest& request) {
  const std::string good = PrivilegesXml(request.privileges);
  const auto malformed = [&](const char* name, const std::string& value) {
    add.Attribute(name, {fault::PRIVILEGES_MALFORMED}, kPrivilegesAttribute,
                  value);
  };
  const auto xml = [&](const char* name, const std::string& text) {
    malformed(name, Base64(text));
  };
  malformed("privileges-not-base64", "*** not base64 ***");
  xml("privileges-not-xml", "hello");
  xml("privileges-json", PrivilegesJson(request.privileges));
  xml("privileges-truncated", good.substr(0, good.size() - 8));
  xml("privileges-doctype",
      Replaced(good, "<bpp:PrivilegeList",
               "<!DOCTYPE PrivilegeList><bpp:PrivilegeList"));
  xml("privileges-entity",
      Replaced(Replaced(good, "<bpp:PrivilegeList",
                        "<!DOCTYPE p [<!ENTITY x SYSTEM "
                        "\"file:///etc/passwd\">]><bpp:PrivilegeList"),
               "</Privilege>", "&x;</Privilege>"));
  xml("privileges-comment",
      Replaced(good, "</Privilege>", "<!-- x --></Privilege>"));
  xml("privileges-cdata",
      Replaced(good, "</Privilege>", "<![CDATA[x]]></Privilege>"));
  xml("privileges-other-namespace",
      Replaced(good, "http://itst.dk/oiosaml/basic_privilege_profile",
               "http://example.dk/privileges"));
  xml("privileges-other-root", "<PrivilegeGroup></PrivilegeGroup>");
  xml("privileges-invalid-utf8",
      Replaced(good, "</Privilege>", "\xff</Privilege>"));
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  for (int i = 0; i < 5000; ++i) deep += "</a>";
  add.Attribute(
      "privileges-nested-5000",
      {fault::PRIVILEGES_MALFORMED, fault::TOKEN_TOO_DEEP},
      kPrivilegesAttribute,
      Base64(Replaced(good, "<PrivilegeGroup ", deep + "<PrivilegeGroup ")));
}

}  // namespace

void AddSamlClaims(BadTokenPart part) {
  Changed add(part);
  AddIssuers(add);
  AddAudiences(add);
  AddStatements(add);
  AddCvr(add, part.request());
  AddRoles(add, part.request());
  AddPrivileges(add, part.request());
}

}  // namespace trivsel::sandbox::mint
