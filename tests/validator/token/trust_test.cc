// Whom to believe, and who may report.
#include "validator/token/trust.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"

namespace trivsel::validator::token::testing {
namespace {

const std::string kScope = "urn:dk:gov:saml:cvrNumberIdentifier:";

Claims GoodClaims() {
  Claims claims;
  claims.audiences = {kService};
  claims.cvr = kCvr;
  claims.confirmation = Peer();
  claims.issued_at = claims.not_before = Now();
  claims.not_after = Now() + absl::Hours(8);
  claims.privileges = {{kRole, kScope + kCvr}};
  return claims;
}

std::string CodeOf(const std::optional<Fault>& fault) {
  return fault.has_value() ? FaultName(fault->code) : "";
}

std::string Checked(const Claims& claims) {
  return CodeOf(CheckClaims(claims, TheTrust(), Peer(), Now()));
}

TEST(Trust, IssuersMatchLetterByLetter) {
  const Trust trust = TheTrust();
  EXPECT_NE(trust.Find(kIssuer), nullptr);
  for (const char* other :
       {"", "https://sts.example.dk/runtime/", "https://sts.example.dk",
        "http://sts.example.dk/runtime", "https://STS.example.dk/runtime"}) {
    EXPECT_EQ(trust.Find(other), nullptr);
    EXPECT_EQ(CodeOf(FaultOf(FindIssuer(trust, other))), "ISSUER_UNKNOWN");
  }
}

TEST(Trust, TheRetiredStayRetired) {
  Trust trust = TheTrust();
  const std::string sts1 = "https://saml.adgangsstyring.stoettesystemerne.dk";
  trust.issuers.push_back({sts1, {}});
  trust.retired_issuers.push_back("");
  EXPECT_EQ(CodeOf(FaultOf(FindIssuer(trust, sts1))), "ISSUER_RETIRED");
  EXPECT_EQ(CodeOf(FaultOf(FindIssuer(
                trust, "https://saml.n2adgangsstyring.stoettesystemerne.dk"))),
            "ISSUER_UNKNOWN");
}

TEST(Trust, GoodClaimsPass) {
  EXPECT_EQ(Checked(GoodClaims()), "");
  EXPECT_EQ(CodeOf(CheckReporter(GoodClaims(), TheTrust())), "");
}

TEST(Trust, ALifeOfEightHoursFromTheLaterTime) {
  Claims claims = GoodClaims();
  claims.not_before -= absl::Minutes(5);
  EXPECT_EQ(Checked(claims), "");
  claims.not_after += absl::Seconds(1);
  EXPECT_EQ(Checked(claims), "LIFETIME_TOO_LONG");
  claims.not_after = absl::InfiniteFuture();
  EXPECT_EQ(Checked(claims), "LIFETIME_TOO_LONG");
}

TEST(Trust, NothingIsForUsByDefault) {
  const Trust nobody;
  EXPECT_EQ(CodeOf(CheckClaims(GoodClaims(), nobody, Peer(), Now())),
            "AUDIENCE_WRONG");
  EXPECT_EQ(CodeOf(CheckReporter(GoodClaims(), nobody)), "ROLE_MISSING");
  EXPECT_EQ(Checked(Claims()), "TOKEN_EXPIRED");
}

TEST(Trust, ARoleIsForItsMunicipality) {
  Claims claims = GoodClaims();
  claims.cvr = "22222222";
  const auto fault = CheckReporter(claims, TheTrust());
  EXPECT_EQ(CodeOf(fault), "SCOPE_WRONG");
  EXPECT_EQ(fault->expected, "22222222");
  EXPECT_EQ(fault->found, kCvr);
  // Another role for the municipality does not help.
  claims.privileges.push_back({"http://x.example/other", kScope + "22222222"});
  EXPECT_EQ(CodeOf(CheckReporter(claims, TheTrust())), "SCOPE_WRONG");
  claims.privileges.push_back({kRole, kScope + "22222222"});
  EXPECT_EQ(CodeOf(CheckReporter(claims, TheTrust())), "");
}

TEST(Trust, NoMunicipalityNoRole) {
  Claims claims = GoodClaims();
  claims.cvr = "";
  claims.privileges = {{kRole, ""}};
  EXPECT_EQ(CodeOf(CheckReporter(claims, TheTrust())), "SCOPE_WRONG");
  EXPECT_EQ(Checked(claims), "CLAIM_INVALID");
}

TEST(Trust, FaultsOfRolesNameThem) {
  Claims claims = GoodClaims();
  claims.privileges = {{"http://x.example/other", kScope + kCvr}};
  const auto fault = CheckReporter(claims, TheTrust());
  EXPECT_EQ(CodeOf(fault), "ROLE_MISSING");
  EXPECT_EQ(fault->expected, kRole);
  EXPECT_EQ(fault->found, "http://x.example/other");
}

}  // namespace
}  // namespace trivsel::validator::token::testing
