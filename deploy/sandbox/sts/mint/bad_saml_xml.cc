// Assertions with what an XML parser can be tricked with, and texts that are
// no assertion.
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Repeated(std::string_view text, size_t times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

// With a byte order mark, little-endian; of ASCII.
std::string Utf16(std::string_view text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) {
    wide.push_back(c);
    wide.push_back('\0');
  }
  return wide;
}

// A good assertion with a piece changed after it was signed. Of what is added
// here the signature does not always tell: comments and declarations are not
// in the canonical form.
class Changed {
 public:
  explicit Changed(const BadTokenPart& part)
      : cvr_(part.request().cvr),
        good_(MintAssertion(part.request(), part.setting().current)) {}

  const std::string& good() const { return good_; }
  std::string Before(const std::string& text) const { return text + good_; }
  // Instead of the CVR attribute's value.
  std::string Cvr(const std::string& value) const {
    return Replaced(good_, absl::StrCat(">", cvr_, "<"),
                    absl::StrCat(">", value, "<"));
  }
  // Between the digits of the CVR.
  std::string InCvr(const std::string& text) const {
    return Cvr(absl::StrCat(cvr_.substr(0, 4), text, cvr_.substr(4)));
  }

 private:
  const std::string cvr_, good_;
};

void AddNodes(BadTokenPart& part, const Changed& good) {
  const std::string cvr = part.request().cvr;
  part.Add("comment-in-cvr", {fault::XML_COMMENT}, good.InCvr("<!-- x -->"));
  part.Add("comment-in-issuer", {fault::XML_COMMENT},
           Replaced(good.good(), "</Issuer>", "<!---->.example.dk</Issuer>"));
  part.Add("comment-in-digest-value", {fault::XML_COMMENT},
           Replaced(good.good(), "<DigestValue>", "<DigestValue><!--AAAA-->"));
  part.Add("comment-before-root", {fault::XML_COMMENT},
           good.Before("<!-- x -->"));
  part.Add("comment-after-root", {fault::XML_COMMENT},
           good.good() + "<!-- x -->");
  part.Add("cdata-in-cvr", {fault::XML_CONSTRUCT},
           good.Cvr(absl::StrCat("<![CDATA[", cvr, "]]>")));
  part.Add("cdata-empty", {fault::XML_CONSTRUCT}, good.InCvr("<![CDATA[]]>"));
  part.Add("processing-instruction-in-cvr", {fault::XML_PROCESSING_INSTRUCTION},
           good.InCvr("<?x y?>"));
  part.Add("processing-instruction-after-declaration",
           {fault::XML_PROCESSING_INSTRUCTION},
           good.Before("<?xml version=\"1.0\"?><?x y?>"));
  // Its target begins as the XML declaration does.
  part.Add("processing-instruction-before-root",
           {fault::XML_PROCESSING_INSTRUCTION},
           good.Before("<?xml-stylesheet href=\"http://127.0.0.1:1/x\"?>"));
  part.Add("element-in-cvr", {fault::CLAIM_INVALID, fault::SIGNATURE_INVALID},
           good.InCvr("<x></x>"));
}

void AddDeclarations(BadTokenPart& part, const Changed& good) {
  const auto add = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::XML_DOCTYPE}, text);
  };
  const auto doctype = [](const std::string& inside) {
    return absl::StrCat("<!DOCTYPE Assertion [", inside, "]>");
  };
  add("doctype", good.Before("<!DOCTYPE Assertion>"));
  add("doctype-after-declaration",
      good.Before("<?xml version=\"1.0\"?><!DOCTYPE Assertion>"));
  add("internal-entity",
      doctype(
          absl::StrCat("<!ENTITY cvr \"", OtherCvr(part.request()), "\">")) +
          good.Cvr("&cvr;"));
  add("external-entity",
      doctype("<!ENTITY cvr SYSTEM \"file:///etc/passwd\">") +
          good.Cvr("&cvr;"));
  add("external-entity-http",
      doctype("<!ENTITY cvr SYSTEM \"http://127.0.0.1:1/x\">") +
          good.Cvr("&cvr;"));
  add("external-dtd",
      good.Before("<!DOCTYPE Assertion SYSTEM \"http://127.0.0.1:1/x.dtd\">"));
  add("parameter-entity",
      good.Before(doctype("<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;")));
  add("default-attribute",
      good.Before(
          doctype("<!ATTLIST AttributeStatement ID CDATA \"_another\">")));
  add("id-attribute",
      good.Before(doctype("<!ATTLIST Subject Recipient ID #IMPLIED>")));
  std::string bomb = "<!ENTITY a0 \"aaaaaaaaaa\">";
  for (int i = 1; i < 12; ++i) {
    absl::StrAppend(&bomb, "<!ENTITY a", i, " \"",
                    Repeated(absl::StrCat("&a", i - 1, ";"), 10), "\">");
  }
  add("entity-bomb", doctype(bomb) + good.Cvr("&a11;"));
  part.Add("undeclared-entity", {fault::XML_MALFORMED, fault::XML_CONSTRUCT},
           good.Cvr("&cvr;"));
}

void AddSizes(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  AssertionForm form = FormOf(part.request());
  const auto with_value = [&](const std::string& value) {
    return Enveloped(Replaced(AssertionXml(form), "<AttributeValue>3<",
                              absl::StrCat("<AttributeValue>", value, "<")),
                     form.id, signer);
  };
  const auto deep = [&](size_t levels) {
    return with_value(Repeated("<a>", levels) + Repeated("</a>", levels));
  };
  part.Add("five-megabytes", {fault::TOKEN_TOO_LARGE},
           with_value(std::string(kFiveMegabytes, 'x')));
  part.Add("five-megabytes-of-white-space", {fault::TOKEN_TOO_LARGE},
           std::string(kFiveMegabytes, ' '));
  part.Add("nested-100000", {fault::TOKEN_TOO_LARGE, fault::TOKEN_TOO_DEEP},
           deep(100'000));
  part.Add("nested-30000", {fault::TOKEN_TOO_DEEP}, deep(30'000));
  part.Add("nested-300", {fault::TOKEN_TOO_DEEP}, deep(300));
  std::string many = "<a";
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&many, " b", i, "=\"\"");
  part.Add("many-attributes",
           {fault::CLAIM_INVALID, fault::TOKEN_TOO_LARGE, fault::XML_MALFORMED,
            fault::SIGNATURE_INVALID},
           with_value(many + "></a>"));
}

void AddTexts(BadTokenPart& part, const Changed& good) {
  const auto add = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::XML_MALFORMED}, text);
  };
  add("empty", "");
  add("white-space", "   \n");
  add("not-xml", "hello");
  add("json", "{\"access_token\":\"x\"}");
  add("jwt", MintJwt(part.request(), part.setting().current));
  add("truncated", good.good().substr(0, good.good().size() / 2));
  add("without-end", good.good().substr(0, good.good().size() - 1));
  add("with-more", good.good() + "x");
  add("invalid-utf8", good.InCvr("\xc3\x28"));
  add("nul-octet", good.InCvr(std::string(1, '\0')));
  add("control-character", good.InCvr("&#1;"));
  add("unquoted-attribute", Replaced(good.good(), "\"2.0\"", "2.0"));
  add("attribute-twice", Replaced(good.good(), " Version=\"2.0\"",
                                  " Version=\"2.0\" Version=\"2.0\""));
  add("utf-16", Utf16(good.good()));
  part.Add("unbound-prefix", {fault::XML_MALFORMED, fault::SIGNATURE_INVALID},
           Replaced(good.good(), "a:type=", "b:type="));
}

}  // namespace

void AddSamlXml(BadTokenPart part) {
  const Changed good(part);
  AddNodes(part, good);
  AddDeclarations(part, good);
  AddSizes(part);
  AddTexts(part, good);
}

}  // namespace trivsel::sandbox::mint
