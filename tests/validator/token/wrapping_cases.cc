// XML signature wrapping (Somorovsky et al., "On Breaking SAML", XSW 1-8): a
// signature that holds, and an assertion beside it that nobody signed.
#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"

namespace trivsel::validator::token::testing {
namespace {

using namespace trivsel::gateway::v1;  // NOLINT: the codes

constexpr char kResponse[] =
    R"(<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r">)";

// The parts that all of them are made of.
struct Parts {
  std::string good;       // the signed assertion
  std::string bare;       // the same without its signature
  std::string signature;  // alone
  std::string evil;       // another municipality, unsigned, another ID
};

Parts TheParts() {
  Parts parts;
  const std::string xml = GoodAssertion();
  parts.good = xml.substr(xml.find("<Assertion"));
  const size_t begin = parts.good.find("<Signature ");
  const size_t end = parts.good.find("</Signature>") + 12;
  parts.signature = parts.good.substr(begin, end - begin);
  parts.bare = parts.good.substr(0, begin) + parts.good.substr(end);
  parts.evil =
      With(With(parts.bare, "_74512376-ce6e-44e7-955d-cae513404411", "_evil"),
           ">11111111<", ">22222222<");
  return parts;
}

// `inner` before the end of `outer`.
std::string Inside(const std::string& outer, const std::string& inner) {
  const size_t end = outer.rfind("</Assertion>");
  return outer.substr(0, end) + inner + outer.substr(end);
}

std::string InSignature(const std::string& signature,
                        const std::string& inner) {
  return With(signature, "</Signature>",
              "<Object>" + inner + "</Object></Signature>");
}

std::string WithSignature(const std::string& assertion,
                          const std::string& signature) {
  return With(assertion, "<Subject>", signature + "<Subject>");
}

}  // namespace

std::vector<NegativeCase> WrappingCases() {
  const auto wrapped = [](std::string name, std::string text) {
    return Assertion("Xsw" + name, ACCESS_FAULT_ASSERTION_COUNT,
                     std::move(text));
  };
  const Parts p = TheParts();
  const std::string again =
      With(p.evil, "\"_evil\"", "\"_74512376-ce6e-44e7-955d-cae513404411\"");
  return {
      wrapped("1", absl::StrCat(kResponse, p.signature, p.evil, p.bare,
                                "</p:Response>")),
      wrapped("2", absl::StrCat(kResponse, p.bare, p.signature, p.evil,
                                "</p:Response>")),
      wrapped("3", absl::StrCat(kResponse, p.evil, p.good, "</p:Response>")),
      wrapped("3WithoutResponse", Inside(p.evil, p.good)),
      wrapped("4",
              absl::StrCat(kResponse, Inside(p.evil, p.good), "</p:Response>")),
      wrapped("5", absl::StrCat(kResponse, WithSignature(p.evil, p.signature),
                                p.bare, "</p:Response>")),
      wrapped("6", WithSignature(p.evil, InSignature(p.signature, p.bare))),
      wrapped("7", Inside(p.evil, absl::StrCat("<Extensions>", p.good,
                                               "</Extensions>"))),
      wrapped("8",
              Inside(p.good, InSignature("<Signature></Signature>", p.evil))),
      wrapped("InAdvice",
              Inside(p.good, absl::StrCat("<Advice>", p.evil, "</Advice>"))),
      wrapped("InKeyInfo",
              With(p.good, "</KeyInfo></Signature>",
                   absl::StrCat(p.evil, "</KeyInfo></Signature>"))),
      wrapped("AnotherRoot", absl::StrCat("<x>", p.good, "</x>")),
      Assertion("XswResponseAlone", ACCESS_FAULT_ASSERTION_COUNT,
                absl::StrCat(kResponse, p.good, "</p:Response>")),
      Assertion("XswSameId", ACCESS_FAULT_ID_REPEATED,
                With(p.good, "<AttributeStatement>",
                     "<AttributeStatement "
                     "ID=\"_74512376-ce6e-44e7-955d-cae513404411\">")),
      Assertion("XswXmlId", ACCESS_FAULT_ID_REPEATED,
                With(p.good, "<AttributeStatement>",
                     "<AttributeStatement "
                     "xml:id=\"_74512376-ce6e-44e7-955d-cae513404411\">")),
      // The signature of one element, standing in another one.
      Assertion("XswSignatureOfAnother", ACCESS_FAULT_REFERENCE_REFUSED,
                WithSignature(p.evil, p.signature)),
      Assertion("XswSignatureOfAnotherSameId", ACCESS_FAULT_SIGNATURE_INVALID,
                WithSignature(again, p.signature)),
  };
}

}  // namespace trivsel::validator::token::testing
