// XML signature wrapping: a genuine assertion is in the document and its
// signature verifies, but another one stands where a careless reader looks.
// The shapes XSW 1-8 are those of Somorovsky et al., "On Breaking SAML" (2012):
// as they were, in a Response, and turned into documents whose root is an
// Assertion, as a token is handed in.
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Response(const std::string& content) {
  return absl::StrCat(
      "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
      "ID=\"_response\" Version=\"2.0\">",
      content, "</samlp:Response>");
}

std::string ObjectOf(const std::string& content) {
  return absl::StrCat("<Object>", content, "</Object>");
}

// `content` at the end of the Signature, or of the Assertion.
std::string InSignature(const std::string& signature,
                        const std::string& content) {
  return Replaced(signature, "</Signature>", content + "</Signature>");
}
std::string InAssertion(std::string_view assertion,
                        const std::string& content) {
  return Replaced(assertion, "</Assertion>", content + "</Assertion>");
}

// The genuine assertion with and without its signature, the signature, and the
// attacker's assertion with the place where the signature may go.
struct Actors {
  std::string genuine, bare, signature, evil;

  std::string EvilWith(const std::string& at_signature) const {
    return Replaced(evil, kSignaturePlace, at_signature);
  }
};

Actors Cast(const BadTokenPart& part, bool same_id = false) {
  const AssertionForm form = FormOf(part.request());
  TokenRequest wanted = part.request();
  wanted.cvr = OtherCvr(wanted);
  for (PrivilegeGroup& group : wanted.privileges) group.scope_cvr = wanted.cvr;
  AssertionForm evil = FormOf(wanted);
  if (same_id) evil.id = form.id;
  const std::string text = AssertionXml(form);
  Actors actors;
  actors.bare = Unsigned(text);
  actors.signature = Signature(actors.bare, form.id, part.setting().current);
  actors.genuine = Replaced(text, kSignaturePlace, actors.signature);
  actors.evil = AssertionXml(evil);
  return actors;
}

void AddResponses(BadTokenPart& part) {
  const Actors a = Cast(part);
  const auto add = [&part](const char* name, const std::string& content) {
    part.Add(name, {fault::ASSERTION_COUNT}, Response(content));
  };
  const std::string evil = a.EvilWith("");
  // 1 and 2 wrap a signed message: here the Response stands for it.
  add("xsw-1-response", absl::StrCat(InSignature(a.signature, a.bare), evil));
  add("xsw-2-response", absl::StrCat(a.signature, a.bare, evil));
  add("xsw-3-response", absl::StrCat(evil, a.genuine));
  add("xsw-4-response", InAssertion(evil, a.genuine));
  add("xsw-5-response", absl::StrCat(a.EvilWith(a.signature), a.bare));
  add("xsw-6-response", a.EvilWith(InSignature(a.signature, a.bare)));
  add("xsw-7-response", absl::StrCat("<samlp:Extensions>", evil,
                                     "</samlp:Extensions>", a.genuine));
  add("xsw-8-response", a.EvilWith(InSignature(a.signature, ObjectOf(a.bare))));
  add("response-of-one", a.genuine);
  add("response-of-two", absl::StrCat(a.genuine, a.genuine));
}

void AddAssertions(BadTokenPart& part) {
  const Actors a = Cast(part);
  const auto add = [&part](const char* name, const std::string& text) {
    part.Add(name, {fault::ASSERTION_COUNT}, text);
  };
  const std::string evil = a.EvilWith("");
  add("xsw-1", a.EvilWith(InSignature(a.signature, a.bare)));
  add("xsw-2", a.EvilWith(absl::StrCat(a.signature, a.bare)));
  add("xsw-3", InAssertion(evil, a.genuine));
  add("xsw-4", a.EvilWith(a.genuine));
  add("xsw-5", InAssertion(a.EvilWith(a.signature), a.bare));
  add("xsw-6",
      Replaced(a.EvilWith(a.signature), "<KeyInfo ", a.bare + "<KeyInfo "));
  add("xsw-7", Replaced(evil, "<AttributeStatement>",
                        absl::StrCat("<Advice>", a.genuine,
                                     "</Advice><AttributeStatement>")));
  add("xsw-8", a.EvilWith(InSignature(a.signature, ObjectOf(a.bare))));
  add("xsw-in-attribute-value",
      Replaced(evil, "<AttributeValue>3<",
               absl::StrCat("<AttributeValue>", a.genuine, "<")));
  add("other-root", absl::StrCat("<Token>", a.genuine, "</Token>"));
}

// The attacker's assertion has the genuine one's ID, so that the reference
// names both.
void AddSameId(BadTokenPart& part) {
  const Actors a = Cast(part, true);
  const auto add = [&part](const char* name, const std::string& text) {
    part.Add(name, {fault::ASSERTION_COUNT, fault::ID_REPEATED}, text);
  };
  add("xsw-same-id-inside", InAssertion(a.EvilWith(a.signature), a.bare));
  add("xsw-same-id-object",
      a.EvilWith(InSignature(a.signature, ObjectOf(a.bare))));
  add("xsw-same-id-beside",
      Response(absl::StrCat(a.EvilWith(a.signature), a.bare)));
}

void AddOthers(BadTokenPart& part) {
  const Actors a = Cast(part);
  part.Add("two-roots", {fault::XML_MALFORMED}, a.genuine + a.genuine);
  const std::string encrypted =
      "<EncryptedAssertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
      "<EncryptedData xmlns=\"http://www.w3.org/2001/04/xmlenc#\">"
      "<CipherData><CipherValue>AAAA</CipherValue></CipherData>"
      "</EncryptedData></EncryptedAssertion>";
  part.Add("encrypted", {fault::ASSERTION_ENCRYPTED}, encrypted);
  part.Add("encrypted-in-response",
           {fault::ASSERTION_ENCRYPTED, fault::ASSERTION_COUNT},
           Response(encrypted));
  part.Add("no-assertion", {fault::ASSERTION_COUNT}, Response(""));
  const AssertionForm form = FormOf(part.request());
  part.Add("saml-1-namespace", {fault::ASSERTION_COUNT},
           Enveloped(Replaced(AssertionXml(form), kSamlNamespace,
                              "urn:oasis:names:tc:SAML:1.0:assertion"),
                     form.id, part.setting().current));
  part.Add(
      "no-namespace", {fault::ASSERTION_COUNT},
      Enveloped(Replaced(AssertionXml(form),
                         absl::StrCat(" xmlns=\"", kSamlNamespace, "\""), ""),
                form.id, part.setting().current));
}

}  // namespace

void AddSamlWrappings(BadTokenPart part) {
  AddResponses(part);
  AddAssertions(part);
  AddSameId(part);
  AddOthers(part);
}

}  // namespace trivsel::sandbox::mint
