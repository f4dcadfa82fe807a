// Assertions that were changed after they were signed, signed with a wrong
// key, or cannot be canonicalised; and IDs.
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

void AddKeys(BadTokenPart& part) {
  const BadTokenSetting& setting = part.setting();
  part.Add("stranger", {fault::KEY_UNKNOWN},
           MintAssertion(part.request(), setting.stranger));
  part.Add("key-of-other-issuer", {fault::KEY_UNKNOWN},
           MintAssertion(part.request(), setting.other_issuer));
  part.Add("expired-signing-certificate", {fault::KEY_NOT_VALID_NOW},
           MintAssertion(part.request(), setting.expired));
  const auto with_key_info =
      [&](const char* name, const std::string& content,
          std::vector<gateway::v1::AccessFault> allowed) {
        SignatureForm form;
        form.key_info = content;
        part.Add(name, std::move(allowed),
                 SignAssertion(FormOf(part.request()), setting.stranger, form));
      };
  with_key_info("stranger-under-our-certificate",
                CertificateKeyInfo(setting.current.certificate_der()),
                {fault::SIGNATURE_INVALID});
  // A key that the verifier would have to fetch or to believe.
  const auto info = [](const std::string& content) {
    return absl::StrCat("<KeyInfo>", content, "</KeyInfo>");
  };
  const auto brought = [&](const char* name, const std::string& content) {
    with_key_info(name, content,
                  {fault::SIGNATURE_INVALID, fault::KEY_UNKNOWN});
  };
  brought("stranger-without-key-info", "");
  brought("stranger-key-name", info("<KeyName>current</KeyName>"));
  brought("stranger-retrieval-method",
          info("<RetrievalMethod URI=\"http://127.0.0.1:1/key\">"
               "</RetrievalMethod>"));
  brought("stranger-retrieval-file",
          info("<RetrievalMethod URI=\"file:///etc/passwd\">"
               "</RetrievalMethod>"));
  brought("stranger-key-value",
          info("<KeyValue><RSAKeyValue><Modulus>AAAA</Modulus>"
               "<Exponent>AQAB</Exponent></RSAKeyValue></KeyValue>"));
  brought("key-info-not-a-certificate",
          CertificateKeyInfo("this is no certificate"));
}

// Of the first element of that name.
std::string ContentOf(const std::string& xml, const std::string& name) {
  const size_t from = xml.find("<" + name + ">") + name.size() + 2;
  return xml.substr(from, xml.find("</" + name + ">") - from);
}

void AddTampered(BadTokenPart& part) {
  const std::string good =
      MintAssertion(part.request(), part.setting().current);
  const auto add = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::SIGNATURE_INVALID}, text);
  };
  const std::string digest = ContentOf(good, "DigestValue");
  const std::string value = ContentOf(good, "SignatureValue");
  add("tampered-cvr",
      Replaced(good, absl::StrCat(">", part.request().cvr, "<"),
               absl::StrCat(">", OtherCvr(part.request()), "<")));
  add("tampered-white-space", Replaced(good, "<Subject>", "<Subject> "));
  add("tampered-attribute-added",
      Replaced(good, "<AttributeStatement>",
               "<AttributeStatement><Attribute Name=\"x\">"
               "<AttributeValue>1</AttributeValue></Attribute>"));
  add("tampered-digest",
      Replaced(good, digest, Base64(Sha256("something else"))));
  add("tampered-signature-value",
      Replaced(good, "<SignatureValue>", "<SignatureValue>AAAA"));
  add("empty-signature-value", Replaced(good, value, ""));
  add("signature-value-not-base64", Replaced(good, value, "*** ***"));
  add("signature-value-of-zeros",
      Replaced(good, value, Base64(std::string(256, '\0'))));
  add("empty-digest-value", Replaced(good, digest, ""));
}

// Canonicalisation: what fails must not pass for an empty text.
void AddCanonicalization(BadTokenPart& part) {
  const std::string good =
      MintAssertion(part.request(), part.setting().current);
  const auto add = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::CANONICALIZATION_FAILED}, text);
  };
  add("relative-namespace",
      Replaced(good, "<Assertion ", "<Assertion xmlns:a=\"1\" "));
  add("relative-namespace-inside",
      Replaced(good, "<Conditions ", "<Conditions xmlns:a=\"1\" "));
  // The digest of nothing, signed by the right key: for a verifier whose
  // canonicaliser fails and gives nothing.
  const AssertionForm form = FormOf(part.request());
  add("relative-namespace-digest-of-nothing",
      Replaced(Replaced(AssertionXml(form), "<Assertion ",
                        "<Assertion xmlns:a=\"1\" "),
               kSignaturePlace,
               Signature("", form.id, part.setting().current)));
}

void AddIds(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const AssertionForm form = FormOf(part.request());
  const auto add = [&](const char* name, const std::string& from,
                       const std::string& to) {
    part.Add(
        name, {fault::ID_REPEATED},
        Enveloped(Replaced(AssertionXml(form), from, to), form.id, signer));
  };
  add("id-twice", "<AuthnContext>",
      absl::StrCat("<AuthnContext ID=\"", form.id, "\">"));
  add("xml-id-twice", "<AuthnContext>",
      absl::StrCat("<AuthnContext xml:id=\"", form.id, "\">"));
  const auto unusable = [&](const char* name, const std::string& id) {
    AssertionForm other = form;
    other.id = id;
    part.Add(
        name,
        {fault::CLAIM_INVALID, fault::CLAIM_MISSING, fault::REFERENCE_REFUSED},
        SignAssertion(other, signer));
  };
  unusable("id-empty", "");
  part.Add("id-missing", {fault::CLAIM_MISSING, fault::REFERENCE_REFUSED},
           Enveloped(Replaced(AssertionXml(form),
                              absl::StrCat(" ID=\"", form.id, "\""), ""),
                     form.id, signer));
}

}  // namespace

void AddSamlKeys(BadTokenPart part) {
  AddKeys(part);
  AddTampered(part);
  AddCanonicalization(part);
  AddIds(part);
}

}  // namespace trivsel::sandbox::mint
