// Assertions whose signature is missing, misplaced, of another algorithm, or
// says that it signs something else.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

// A good assertion, signed in the way that `change` makes of the usual one.
template <typename Change>
std::string SignedOtherwise(const BadTokenPart& part, const Change& change) {
  const AssertionForm form = FormOf(part.request());
  SignatureForm signature;
  change(signature, form);
  return SignAssertion(form, part.setting().current, signature);
}

void AddPlaces(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const AssertionForm form = FormOf(part.request());
  const std::string text = AssertionXml(form);
  const std::string signature = Signature(Unsigned(text), form.id, signer);
  const std::string good = Replaced(text, kSignaturePlace, signature);
  part.Add("no-signature", {fault::SIGNATURE_MISSING}, Unsigned(text));
  part.Add("two-signatures", {fault::SIGNATURE_COUNT},
           Replaced(text, kSignaturePlace, signature + signature));
  part.Add("signature-and-strangers", {fault::SIGNATURE_COUNT},
           Replaced(text, kSignaturePlace,
                    signature + Signature(Unsigned(text), form.id,
                                          part.setting().stranger)));
  const auto moved = [&](const char* name, const std::string& before) {
    const std::string elsewhere =
        Replaced(Unsigned(text), before, kSignaturePlace + before);
    part.Add(name, {fault::SIGNATURE_PLACE},
             Enveloped(elsewhere, form.id, signer));
  };
  moved("signature-in-subject", "</Subject>");
  moved("signature-in-attribute", "</AttributeStatement>");
  moved("signature-in-key-info", "</SubjectConfirmationData>");
  part.Add("signature-of-other-namespace", {fault::SIGNATURE_MISSING},
           Replaced(good, absl::StrCat("<Signature xmlns=\"", kDsig),
                    "<Signature xmlns=\"http://example.dk/dsig#"));
}

void AddReferences(BadTokenPart& part) {
  const auto uri = [&](const char* name, const std::string& value) {
    part.Add(name, {fault::REFERENCE_REFUSED},
             SignedOtherwise(
                 part, [&](SignatureForm& s, const auto&) { s.uri = value; }));
  };
  uri("reference-empty", "");
  uri("reference-xpointer-root", "#xpointer(/)");
  uri("reference-to-nothing", "#_nothing");
  uri("reference-file", "file:///etc/passwd");
  uri("reference-http", "http://127.0.0.1:1/x");
  part.Add("reference-xpointer-id", {fault::REFERENCE_REFUSED},
           SignedOtherwise(part, [](SignatureForm& s, const auto& form) {
             s.uri = absl::StrCat("#xpointer(id('", form.id, "'))");
           }));
  part.Add("reference-without-uri", {fault::REFERENCE_REFUSED},
           Replaced(SignedOtherwise(part, [](auto&, const auto&) {}),
                    "<Reference URI=\"#", "<Reference Type=\""));
  part.Add("two-references", {fault::REFERENCE_REFUSED},
           SignedOtherwise(part, [](SignatureForm& s, const auto& form) {
             s.more_references =
                 Reference(s, "#" + form.id, Unsigned(AssertionXml(form)));
           }));
  part.Add("second-reference-elsewhere", {fault::REFERENCE_REFUSED},
           SignedOtherwise(part, [](SignatureForm& s, const auto&) {
             s.more_references = Reference(s, "http://127.0.0.1:1/x", "");
           }));
  // What is signed is a part of the assertion only.
  const AssertionForm form = FormOf(part.request());
  const std::string subject =
      absl::StrCat("<AuthnContext xmlns=\"", kSamlNamespace,
                   "\" ID=\"_part\"></AuthnContext>");
  part.Add("reference-to-part", {fault::REFERENCE_REFUSED},
           Replaced(Replaced(AssertionXml(form), "<AuthnContext>",
                             "<AuthnContext ID=\"_part\"></AuthnContext>"
                             "<AuthnContext>"),
                    kSignaturePlace,
                    Signature(subject, "_part", part.setting().current)));
}

void AddTransforms(BadTokenPart& part) {
  const std::string enveloped = Transform(kEnveloped);
  const std::string exclusive = Transform(kExcC14n);
  const auto add = [&](const char* name, std::vector<std::string> transforms) {
    part.Add(name, {fault::TRANSFORM_REFUSED},
             SignedOtherwise(part, [&](SignatureForm& s, const auto&) {
               s.transforms = std::move(transforms);
             }));
  };
  add("no-transforms", {});
  add("enveloped-only", {enveloped});
  add("exclusive-only", {exclusive});
  add("transforms-in-other-order", {exclusive, enveloped});
  add("transform-twice", {enveloped, exclusive, exclusive});
  add("transform-inclusive", {enveloped, Transform(kInclusiveC14n)});
  add("transform-with-comments",
      {enveloped,
       Transform("http://www.w3.org/2001/10/xml-exc-c14n#WithComments")});
  add("transform-base64",
      {enveloped, exclusive,
       Transform("http://www.w3.org/2000/09/xmldsig#base64")});
  add("transform-xpath",
      {enveloped,
       Transform("http://www.w3.org/TR/1999/REC-xpath-19991116",
                 "<XPath>true()</XPath>"),
       exclusive});
  add("transform-xslt",
      {enveloped,
       Transform("http://www.w3.org/TR/1999/REC-xslt-19991116",
                 "<xsl:stylesheet "
                 "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "
                 "version=\"1.0\"></xsl:stylesheet>"),
       exclusive});
  add("transform-unknown", {enveloped, Transform("http://example.dk/nothing")});
  const auto method = [&](const char* name, const std::string& uri) {
    part.Add(name, {fault::TRANSFORM_REFUSED},
             SignedOtherwise(part, [&](SignatureForm& s, const auto&) {
               s.canonicalization = uri;
             }));
  };
  method("canonicalization-inclusive", kInclusiveC14n);
  method("canonicalization-with-comments",
         "http://www.w3.org/2001/10/xml-exc-c14n#WithComments");
  method("canonicalization-unknown", "http://example.dk/c14n");
}

void AddAlgorithms(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const auto method = [&](const char* name, const std::string& uri,
                          const std::string& secret = "") {
    part.Add(name, {fault::ALGORITHM_REFUSED},
             SignedOtherwise(part, [&](SignatureForm& s, const auto&) {
               s.method = uri;
               s.secret = secret;
             }));
  };
  method("rsa-sha1", kRsaSha1);
  method("rsa-md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5");
  method("rsa-1_5", "http://www.w3.org/2001/04/xmlenc#rsa-1_5");
  method("signature-method-unknown", "http://example.dk/none");
  method("signature-method-empty", "");
  method("hmac-public-key-pem", kHmacSha256, signer.public_key_pem());
  method("hmac-public-key-der", kHmacSha256, signer.public_key_der());
  method("hmac-certificate-der", kHmacSha256, signer.certificate_der());
  method("hmac-empty-secret", kHmacSha256);
  part.Add("hmac-output-length", {fault::ALGORITHM_REFUSED},
           Replaced(SignedOtherwise(part,
                                    [](SignatureForm& s, const auto&) {
                                      s.method = kHmacSha256;
                                    }),
                    "hmac-sha256\">",
                    "hmac-sha256\"><HMACOutputLength>0</HMACOutputLength>"));
  const AssertionForm form = FormOf(part.request());
  SignatureForm ecdsa;
  ecdsa.method = kEcdsaSha256;
  part.Add("ecdsa", {fault::ALGORITHM_REFUSED},
           SignAssertion(form, KeyPair::NewP256(), ecdsa));
  part.Add("digest-sha1", {fault::ALGORITHM_REFUSED},
           SignedOtherwise(part, [](SignatureForm& s, const auto&) {
             s.digest = kSha1Uri;
           }));
  part.Add("digest-md5", {fault::ALGORITHM_REFUSED},
           SignedOtherwise(part, [](SignatureForm& s, const auto&) {
             s.digest = "http://www.w3.org/2001/04/xmldsig-more#md5";
           }));
}

void AddContents(BadTokenPart& part) {
  const auto content = [&](const char* name, const std::string& xml) {
    part.Add(name, {fault::SIGNATURE_CONTENT},
             SignedOtherwise(part, [&](SignatureForm& s, const auto&) {
               s.more_content = xml;
             }));
  };
  content("object", "<Object></Object>");
  content("manifest",
          "<Object><Manifest><Reference URI=\"http://127.0.0.1:1/x\">"
          "</Reference></Manifest></Object>");
  content("unknown-element", "<Other></Other>");
  content("second-signature-value", "<SignatureValue>AAAA</SignatureValue>");
  const std::string good = SignedOtherwise(part, [](auto&, const auto&) {});
  const size_t from = good.find("<SignedInfo>");
  const size_t until = good.find("<SignatureValue>");
  const std::string info = good.substr(from, until - from);
  part.Add("two-signed-infos", {fault::SIGNATURE_CONTENT},
           Replaced(good, "<SignatureValue>", info + "<SignatureValue>"));
  part.Add("no-signed-info", {fault::SIGNATURE_CONTENT},
           Replaced(good, info, ""));
  part.Add("two-digest-values", {fault::SIGNATURE_CONTENT},
           Replaced(good, "<DigestValue>",
                    "<DigestValue>AAAA</DigestValue><DigestValue>"));
}

}  // namespace

void AddSamlSignatures(BadTokenPart part) {
  AddPlaces(part);
  AddReferences(part);
  AddTransforms(part);
  AddAlgorithms(part);
  AddContents(part);
}

}  // namespace trivsel::sandbox::mint
