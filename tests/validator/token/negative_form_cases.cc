// Assertions whose XML or signature must be refused.
#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"
#include "validator/token/saml.h"

namespace trivsel::validator::token::testing {
namespace {

using namespace trivsel::gateway::v1;  // NOLINT: thirty codes

constexpr char kExclusive[] = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr char kEnveloped[] =
    R"(<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)";
constexpr char kExclusiveTransform[] =
    R"(<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)";

// The good assertion with one part changed before it is signed.
std::string Signed(std::string_view from, std::string_view to) {
  return SignXml(With(AssertionTemplate(), from, to), Sts());
}

// Changed after it was signed.
std::string Changed(std::string_view from, std::string_view to) {
  return With(GoodAssertion(), from, to);
}

std::string Body() {
  const std::string xml = GoodAssertion();
  return xml.substr(xml.find("<Assertion"));
}

std::string Deep(int depth) {
  std::string open, close;
  for (int i = 0; i < depth; ++i) {
    open += "<a>";
    close += "</a>";
  }
  return open + close;
}

std::string ManyAttributes(int count) {
  std::string tag = "<Assertion";
  for (int i = 0; i < count; ++i) absl::StrAppend(&tag, " a", i, "=\"\"");
  return tag + "/>";
}

std::string ManyElements(int count) {
  std::string xml = "<a>";
  for (int i = 0; i < count; ++i) xml += "<b/>";
  return xml + "</a>";
}

std::vector<NegativeCase> XmlCases() {
  const std::string entities =
      R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>)";
  const std::string good = GoodAssertion();
  return {
      Assertion("TooLarge", ACCESS_FAULT_TOKEN_TOO_LARGE,
                std::string(5'000'000, ' ')),
      Assertion("TooManyAttributes", ACCESS_FAULT_TOKEN_TOO_LARGE,
                ManyAttributes(2000)),
      Assertion("TooManyElements", ACCESS_FAULT_TOKEN_TOO_LARGE,
                ManyElements(30'000)),
      Assertion("TooDeep", ACCESS_FAULT_TOKEN_TOO_DEEP, Deep(10'000)),
      Assertion("JustTooDeep", ACCESS_FAULT_TOKEN_TOO_DEEP, Deep(33)),
      Assertion("Empty", ACCESS_FAULT_XML_MALFORMED, ""),
      Assertion("Truncated", ACCESS_FAULT_XML_MALFORMED,
                good.substr(0, good.size() / 2)),
      Assertion("Twice", ACCESS_FAULT_XML_MALFORMED, Body() + Body()),
      Assertion("TextAfter", ACCESS_FAULT_XML_MALFORMED, good + "x"),
      Assertion("Zero", ACCESS_FAULT_XML_MALFORMED,
                good + std::string(1, '\0')),
      Assertion("Latin1", ACCESS_FAULT_XML_MALFORMED,
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE6</a>"),
      Assertion("UndeclaredPrefix", ACCESS_FAULT_XML_MALFORMED,
                Changed("<Audience>", "<x:y/><Audience>")),
      Assertion("Doctype", ACCESS_FAULT_XML_DOCTYPE, entities + Body()),
      Assertion("EmptyDoctype", ACCESS_FAULT_XML_DOCTYPE,
                "<!DOCTYPE Assertion>" + Body()),
      Assertion(
          "Bomb", ACCESS_FAULT_XML_DOCTYPE,
          R"(<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>)"),
      Assertion("CommentInValue", ACCESS_FAULT_XML_COMMENT,
                Changed(">11111111<", ">1111<!-- x -->1111<")),
      Assertion("CommentAfter", ACCESS_FAULT_XML_COMMENT, good + "<!-- -->"),
      Assertion("CommentInDigest", ACCESS_FAULT_XML_COMMENT,
                Changed("<DigestValue>", "<DigestValue><!-- x -->")),
      Assertion("Instruction", ACCESS_FAULT_XML_PROCESSING_INSTRUCTION,
                Changed(">11111111<", ">1111<?x y?>1111<")),
      Assertion(
          "Stylesheet", ACCESS_FAULT_XML_PROCESSING_INSTRUCTION,
          "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?>" + Body()),
      Assertion("Cdata", ACCESS_FAULT_XML_CONSTRUCT,
                Changed(">11111111<", "><![CDATA[11111111]]><")),
      Assertion("Entity", ACCESS_FAULT_XML_CONSTRUCT,
                Changed(">11111111<", ">&x;<")),
      Assertion("EntityInAttribute", ACCESS_FAULT_XML_CONSTRUCT,
                Changed("Version=\"2.0\"", "Version=\"&two;\"")),
      Assertion(
          "Encrypted", ACCESS_FAULT_ASSERTION_ENCRYPTED,
          R"(<EncryptedAssertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/>)"),
  };
}

std::vector<NegativeCase> SignatureCases() {
  const std::string uri = "URI=\"#_74512376-ce6e-44e7-955d-cae513404411\"";
  const std::string good = GoodAssertion();
  const size_t begin = good.find("<Signature ");
  const size_t end = good.find("</Signature>") + 12;
  const std::string signature = good.substr(begin, end - begin);
  const std::string bare = good.substr(0, begin) + good.substr(end);
  const std::string two_parts = absl::StrCat(kEnveloped, kExclusiveTransform);
  return {
      Assertion("Unsigned", ACCESS_FAULT_SIGNATURE_MISSING, bare),
      Assertion("TwoSignatures", ACCESS_FAULT_SIGNATURE_COUNT,
                Changed("<Subject>", signature + "<Subject>")),
      Assertion("SignatureElsewhere", ACCESS_FAULT_SIGNATURE_PLACE,
                With(bare, "<Subject>", "<Subject>" + signature)),
      Assertion("EmptyUri", ACCESS_FAULT_REFERENCE_REFUSED,
                Signed(uri, "URI=\"\"")),
      Assertion("NoUri", ACCESS_FAULT_REFERENCE_REFUSED, Changed(uri, "")),
      Assertion("XPointer", ACCESS_FAULT_REFERENCE_REFUSED,
                Changed(uri, "URI=\"#xpointer(/)\"")),
      Assertion("FileUri", ACCESS_FAULT_REFERENCE_REFUSED,
                Changed(uri, "URI=\"file:///etc/passwd\"")),
      Assertion("NoReference", ACCESS_FAULT_REFERENCE_REFUSED,
                [&good] {
                  const size_t from = good.find("<Reference ");
                  const size_t to = good.find("</Reference>") + 12;
                  return good.substr(0, from) + good.substr(to);
                }()),
      Assertion("TwoReferences", ACCESS_FAULT_REFERENCE_REFUSED,
                [&good] {
                  const size_t from = good.find("<Reference ");
                  const size_t to = good.find("</Reference>") + 12;
                  return good.substr(0, to) + good.substr(from, to - from) +
                         good.substr(to);
                }()),
      Assertion("NoTransforms", ACCESS_FAULT_TRANSFORM_REFUSED,
                Changed("<Transforms>" + two_parts + "</Transforms>", "")),
      Assertion("OnlyEnveloped", ACCESS_FAULT_TRANSFORM_REFUSED,
                Changed(two_parts, kEnveloped)),
      Assertion(
          "OtherOrder", ACCESS_FAULT_TRANSFORM_REFUSED,
          Changed(two_parts, absl::StrCat(kExclusiveTransform, kEnveloped))),
      Assertion("Xslt", ACCESS_FAULT_TRANSFORM_REFUSED,
                Changed(two_parts,
                        absl::StrCat(kEnveloped,
                                     "<Transform Algorithm=\"http://www.w3.org/"
                                     "TR/1999/REC-xslt-19991116\"/>",
                                     kExclusiveTransform))),
      Assertion("InclusiveSignedInfo", ACCESS_FAULT_TRANSFORM_REFUSED,
                Changed(absl::StrCat("<CanonicalizationMethod Algorithm=\"",
                                     kExclusive, "\"/>"),
                        "<CanonicalizationMethod Algorithm=\"http://www.w3.org/"
                        "TR/2001/REC-xml-c14n-20010315\"/>")),
      Assertion("WithComments", ACCESS_FAULT_TRANSFORM_REFUSED,
                Changed(absl::StrCat("<CanonicalizationMethod Algorithm=\"",
                                     kExclusive, "\"/>"),
                        absl::StrCat("<CanonicalizationMethod Algorithm=\"",
                                     kExclusive, "WithComments\"/>"))),
      Assertion("RsaSha1", ACCESS_FAULT_ALGORITHM_REFUSED,
                Signed("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                       "http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
      Assertion("Hmac", ACCESS_FAULT_ALGORITHM_REFUSED,
                Changed("xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256")),
      Assertion("DigestSha1", ACCESS_FAULT_ALGORITHM_REFUSED,
                Signed("http://www.w3.org/2001/04/xmlenc#sha256",
                       "http://www.w3.org/2000/09/xmldsig#sha1")),
      Assertion("HmacLength", ACCESS_FAULT_ALGORITHM_REFUSED,
                Changed("xmldsig-more#rsa-sha256\"/>",
                        "xmldsig-more#rsa-sha256\"><HMACOutputLength>1"
                        "</HMACOutputLength></SignatureMethod>")),
      Assertion("Object", ACCESS_FAULT_SIGNATURE_CONTENT,
                Changed("</Signature>",
                        "<Object><Manifest/></Object>"
                        "</Signature>")),
      Assertion("TwoSignedInfos", ACCESS_FAULT_SIGNATURE_CONTENT,
                Changed("<SignatureValue>", "<SignedInfo/><SignatureValue>")),
      Assertion("NoDigestValue", ACCESS_FAULT_SIGNATURE_CONTENT,
                Changed("</DigestValue>", "</DigestValue><DigestValue/>")),
      Assertion("CanonicalizationFails", ACCESS_FAULT_CANONICALIZATION_FAILED,
                Changed("<AudienceRestriction>",
                        "<AudienceRestriction xmlns:a=\"1\">")),
      Assertion("CanonicalizationFailsInKeyInfo",
                ACCESS_FAULT_CANONICALIZATION_FAILED,
                Changed("<KeyInfo>", "<KeyInfo xmlns:a=\"b/c\">")),
      Assertion("ValueChanged", ACCESS_FAULT_SIGNATURE_INVALID,
                Changed(">11111111<", ">22222222<")),
      Assertion("DigestChanged", ACCESS_FAULT_SIGNATURE_INVALID,
                Changed("<DigestValue>", "<DigestValue>AAAA")),
      Assertion("SignatureChanged", ACCESS_FAULT_SIGNATURE_INVALID,
                Changed("<SignatureValue>", "<SignatureValue>AAAA")),
      Assertion("SignatureIsNoBase64", ACCESS_FAULT_SIGNATURE_INVALID,
                Changed("<SignatureValue>", "<SignatureValue>%%")),
  };
}

std::vector<NegativeCase> KeyCases() {
  return {
      Assertion("StrangersKey", ACCESS_FAULT_KEY_UNKNOWN,
                SignXml(AssertionTemplate(Stranger()), Stranger())),
      Assertion("StrangersKeyUnderOurCertificate",
                ACCESS_FAULT_SIGNATURE_INVALID,
                SignXml(AssertionTemplate(Sts()), Stranger())),
      Assertion(
          "StrangersKeyWithoutKeyInfo", ACCESS_FAULT_SIGNATURE_INVALID,
          SignXml(With(AssertionTemplate(Stranger()),
                       absl::StrCat("<KeyInfo><X509Data><X509Certificate>",
                                    Stranger().CertificateBase64(),
                                    "</X509Certificate></X509Data>"
                                    "</KeyInfo>"),
                       ""),
                  Stranger())),
      Assertion("OldKey", ACCESS_FAULT_KEY_NOT_VALID_NOW,
                SignXml(AssertionTemplate(OldSts()), OldSts())),
      Assertion("OldKeyUnderAnotherCertificate", ACCESS_FAULT_KEY_NOT_VALID_NOW,
                SignXml(AssertionTemplate(Stranger()), OldSts())),
  };
}

}  // namespace

NegativeCase Assertion(std::string name, AccessFault code, std::string text) {
  return {"Assertion" + name, code,
          [text] {
            return FaultOf(VerifyAssertion(text, TheTrust(), Peer(), Now()));
          },
          text};
}

std::vector<NegativeCase> AssertionFormCases() {
  std::vector<NegativeCase> all;
  for (auto& part : {XmlCases(), SignatureCases(), KeyCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace trivsel::validator::token::testing
