// Assertions that were signed as they should be, and must be refused for what
// they say; metadata too.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"

namespace trivsel::validator::token::testing {
namespace {

using namespace trivsel::gateway::v1;  // NOLINT: thirty codes

std::string Signed(std::string_view from, std::string_view to) {
  return SignXml(With(AssertionTemplate(), from, to), Sts());
}

// All occurrences.
std::string SignedAll(const std::string& from, const std::string& to) {
  return SignXml(absl::StrReplaceAll(AssertionTemplate(), {{from, to}}), Sts());
}

std::string WithBpp(std::string_view bpp) {
  return Signed(absl::Base64Escape(Bpp()),
                absl::Base64Escape(absl::string_view(bpp.data(), bpp.size())));
}

std::string Audience() {
  return absl::StrCat("<Audience>", kService, "</Audience>");
}

std::string Part(const char* name) {
  const std::string xml = AssertionTemplate();
  const std::string end = absl::StrCat("</", name, ">");
  const size_t from = xml.find(absl::StrCat("<", name));
  return xml.substr(from, xml.find(end) + end.size() - from);
}

std::vector<NegativeCase> CountCases() {
  std::vector<NegativeCase> cases;
  for (const char* name :
       {"Subject", "Conditions", "AuthnStatement", "AttributeStatement"}) {
    const std::string part = Part(name);
    cases.push_back(Assertion(absl::StrCat("No", name),
                              ACCESS_FAULT_STATEMENT_COUNT, Signed(part, "")));
    cases.push_back(Assertion(absl::StrCat("Two", name),
                              ACCESS_FAULT_STATEMENT_COUNT,
                              Signed(part, part + part)));
  }
  return cases;
}

std::vector<NegativeCase> ClaimCases() {
  const std::string audience = Audience();
  const std::string cvr = "<AttributeValue>11111111</AttributeValue>";
  const std::string name = "\"dk:gov:saml:attribute:CvrNumberIdentifier\"";
  return {
      Assertion("NoCvr", ACCESS_FAULT_CLAIM_MISSING, Signed(name, "\"x\"")),
      Assertion("NoNotOnOrAfter", ACCESS_FAULT_CLAIM_MISSING,
                SignedAll("NotOnOrAfter", "Until")),
      Assertion("NoAudience", ACCESS_FAULT_CLAIM_MISSING, Signed(audience, "")),
      Assertion("CvrTwice", ACCESS_FAULT_CLAIM_INVALID, Signed(cvr, cvr + cvr)),
      Assertion("AttributeTwice", ACCESS_FAULT_CLAIM_INVALID,
                Signed("\"dk:gov:saml:attribute:AssuranceLevel\"", name)),
      Assertion("ElementInValue", ACCESS_FAULT_CLAIM_INVALID,
                Signed(cvr, "<AttributeValue>1111<b/>1111</AttributeValue>")),
      Assertion("CvrWithBlank", ACCESS_FAULT_CLAIM_INVALID,
                Signed(cvr, "<AttributeValue> 1111111</AttributeValue>")),
      Assertion("AnotherVersion", ACCESS_FAULT_CLAIM_INVALID,
                Signed("Version=\"2.0\"", "Version=\"1.1\"")),
      Assertion("TimeWithoutZone", ACCESS_FAULT_CLAIM_INVALID,
                Signed("IssueInstant=\"2026-03-02T08:00:00.000Z\"",
                       "IssueInstant=\"2026-03-02T08:00:00.000\"")),
      Assertion("OneTimeUse", ACCESS_FAULT_CLAIM_INVALID,
                Signed("<AudienceRestriction>",
                       "<OneTimeUse/><AudienceRestriction>")),
      Assertion("TwoRestrictions", ACCESS_FAULT_CLAIM_INVALID,
                Signed("<AudienceRestriction>",
                       "<AudienceRestriction><Audience>x</Audience>"
                       "</AudienceRestriction><AudienceRestriction>")),
      Assertion("UnknownElement", ACCESS_FAULT_CLAIM_INVALID,
                Signed("<Subject>", "<x/><Subject>")),
      Assertion("TwoIssuers", ACCESS_FAULT_CLAIM_INVALID,
                Signed("<Subject>", "<Issuer>x</Issuer><Subject>")),
      Assertion("NoIssuer", ACCESS_FAULT_CLAIM_MISSING,
                SignedAll("Issuer", "Issued")),
      Assertion("TwoConfirmations", ACCESS_FAULT_CLAIM_INVALID,
                Signed("</SubjectConfirmation>",
                       "</SubjectConfirmation><SubjectConfirmation/>")),
      Assertion("TwoCertificates", ACCESS_FAULT_CLAIM_INVALID,
                Signed("</X509Certificate></X509Data></ds:KeyInfo>",
                       "</X509Certificate><X509Certificate>AAAA"
                       "</X509Certificate></X509Data></ds:KeyInfo>")),
      Assertion("Bearer", ACCESS_FAULT_CONFIRMATION_MISSING,
                Signed("cm:holder-of-key", "cm:bearer")),
      Assertion("NoKeyInfo", ACCESS_FAULT_CONFIRMATION_MISSING,
                SignedAll("ds:KeyInfo", "ds:Other")),
      Assertion(
          "AnotherCertificate", ACCESS_FAULT_CONFIRMATION_MISMATCH,
          Signed(Vendor().CertificateBase64(), Stranger().CertificateBase64())),
      Assertion(
          "UnknownIssuer", ACCESS_FAULT_ISSUER_UNKNOWN,
          Signed(absl::StrCat(">", kIssuer, "<"), ">https://evil.example<")),
      Assertion("Sts1", ACCESS_FAULT_ISSUER_RETIRED,
                Signed(absl::StrCat(">", kIssuer, "<"),
                       ">https://saml.adgangsstyring.eksterntest-"
                       "stoettesystemerne.dk<")),
      Assertion("AnotherService", ACCESS_FAULT_AUDIENCE_WRONG,
                Signed(audience, "<Audience>http://x.example</Audience>")),
      Assertion("AnotherRecipient", ACCESS_FAULT_RECIPIENT_WRONG,
                Signed(absl::StrCat("Recipient=\"", kService, "\""),
                       "Recipient=\"http://x.example\"")),
      Assertion("Expired", ACCESS_FAULT_TOKEN_EXPIRED,
                SignedAll("2026-03-02T", "2026-03-01T")),
      Assertion("ConfirmationExpired", ACCESS_FAULT_TOKEN_EXPIRED,
                Signed("NotOnOrAfter=\"2026-03-02T16:00:00.000Z\" Recipient",
                       "NotOnOrAfter=\"2026-03-02T07:00:00.000Z\" Recipient")),
      Assertion("NotYet", ACCESS_FAULT_TOKEN_NOT_YET_VALID,
                Signed("<Conditions NotBefore=\"2026-03-02T08",
                       "<Conditions NotBefore=\"2026-03-02T09")),
      Assertion("ClockAhead", ACCESS_FAULT_CLOCK_DIFFERS,
                SignedAll("2026-03-02T08:00", "2026-03-02T08:03")),
      Assertion("NineHours", ACCESS_FAULT_LIFETIME_TOO_LONG,
                SignedAll("2026-03-02T16:", "2026-03-02T17:")),
  };
}

std::vector<NegativeCase> PrivilegeCases() {
  const auto bad = [](std::string name, std::string_view bpp) {
    return Assertion("Bpp" + name, ACCESS_FAULT_PRIVILEGES_MALFORMED,
                     WithBpp(bpp));
  };
  return {
      bad("IsNoXml", "privileges"),
      bad("HasDoctype", "<!DOCTYPE a>" + With(Bpp(),
                                              "<?xml version=\"1.0\" "
                                              "encoding=\"UTF-8\"?>",
                                              "")),
      bad("OfAnotherNamespace", With(Bpp(), "http://itst.dk", "http://x.dk")),
      bad("WithoutScope", With(Bpp(), "Scope=", "Scop=")),
      bad("WithoutRole", With(With(Bpp(), "<Privilege>", "<Constraint>"),
                              "</Privilege>", "</Constraint>")),
      bad("WithUnknownElement",
          With(Bpp(), "<Privilege>", "<Except>x</Except><Privilege>")),
      bad("WithUnknownGroup",
          With(Bpp(), "<PrivilegeGroup", "<Other/><PrivilegeGroup")),
      Assertion("BppIsNoBase64", ACCESS_FAULT_PRIVILEGES_MALFORMED,
                Signed(absl::Base64Escape(Bpp()), "%%")),
  };
}

}  // namespace

std::vector<NegativeCase> AssertionClaimCases() {
  std::vector<NegativeCase> all;
  for (auto& part : {CountCases(), ClaimCases(), PrivilegeCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace trivsel::validator::token::testing
