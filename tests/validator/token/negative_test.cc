// Every token that must be refused is, by its code; and every code that this
// library can give is given.
#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <set>

#include "tests/validator/token/negative_case.h"

namespace trivsel::validator::token::testing {
namespace {

using namespace trivsel::gateway::v1;  // NOLINT: seventy codes

// What only the gateway can find out: the connection, the registry, the token
// endpoint.
const std::set<AccessFault>& OnlyTheGateway() {
  static const auto* codes = new std::set<AccessFault>{
      ACCESS_FAULT_CERTIFICATE_MISSING,
      ACCESS_FAULT_CERTIFICATE_UNKNOWN,
      ACCESS_FAULT_CERTIFICATE_REVOKED,
      ACCESS_FAULT_CERTIFICATE_EXPIRED,
      ACCESS_FAULT_TOKEN_MISSING,
      ACCESS_FAULT_SCHEME_UNKNOWN,
      ACCESS_FAULT_MUNICIPALITY_UNKNOWN,
      ACCESS_FAULT_AGREEMENT_MISSING,
      ACCESS_FAULT_AGREEMENT_NOT_VALID_NOW,
      ACCESS_FAULT_SUBMITTER_INACTIVE,
      ACCESS_FAULT_METHOD_NOT_ALLOWED,
      ACCESS_FAULT_PARAMETER_INVALID,
      ACCESS_FAULT_REQUEST_MALFORMED,
      ACCESS_FAULT_GRANT_TYPE_UNSUPPORTED,
      ACCESS_FAULT_SUBJECT_TOKEN_TYPE_UNSUPPORTED,
      ACCESS_FAULT_SUBJECT_ISSUER_UNKNOWN,
      ACCESS_FAULT_CLIENT_UNKNOWN,
      ACCESS_FAULT_CLIENT_KEY_UNKNOWN,
      ACCESS_FAULT_CLIENT_ASSERTION_INVALID,
      ACCESS_FAULT_CLIENT_ASSERTION_REPLAYED,
      ACCESS_FAULT_REFRESH_TOKEN_INVALID,
      ACCESS_FAULT_TEMPORARILY_UNAVAILABLE,
      // Logins: login_response_test.cc has these.
      ACCESS_FAULT_LOGIN_NOT_BEGUN_HERE,
      ACCESS_FAULT_LOGIN_OTHER_BROWSER,
      ACCESS_FAULT_IN_RESPONSE_TO_WRONG,
      ACCESS_FAULT_LOGIN_REFUSED_BY_IDP,
      ACCESS_FAULT_ASSERTION_NOT_ENCRYPTED,
      ACCESS_FAULT_ENCRYPTION_REFUSED,
      ACCESS_FAULT_DECRYPTION_FAILED,
      ACCESS_FAULT_DESTINATION_WRONG,
      ACCESS_FAULT_ASSERTION_REPLAYED,
      ACCESS_FAULT_ASSURANCE_TOO_LOW,
      ACCESS_FAULT_FORM_NOT_OURS,
  };
  return *codes;
}

const std::vector<NegativeCase>& AllCases() {
  static const auto* all = [] {
    auto* cases = new std::vector<NegativeCase>();
    for (const auto& part : {JwtCases(), AssertionFormCases(),
                             AssertionClaimCases(), WrappingCases()}) {
      cases->insert(cases->end(), part.begin(), part.end());
    }
    return cases;
  }();
  return *all;
}

void CheckShown(const std::string& shown, const std::string& text) {
  EXPECT_LE(shown.size(), 200u);
  EXPECT_TRUE(std::none_of(shown.begin(), shown.end(), [](unsigned char c) {
    return c < 0x20 || c == 0x7F;
  })) << shown;
  EXPECT_EQ(shown.find("0505149996"), shown.npos) << shown;
  // A long piece of what was refused would be a piece of the token.
  if (text.size() > 400 && shown.size() > 100) {
    EXPECT_EQ(text.find(shown.substr(0, 100)), text.npos) << shown;
  }
}

TEST(TokenNegative, EachIsRefusedByItsCode) {
  std::set<std::string> names;
  for (const NegativeCase& c : AllCases()) {
    SCOPED_TRACE(c.name);
    EXPECT_TRUE(names.insert(c.name).second);
    ::testing::internal::CaptureStderr();
    const std::optional<Fault> fault = c.refuse();
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    // TLS in the same thread must not find errors of ours.
    EXPECT_EQ(ERR_peek_error(), 0u);
    if (!fault.has_value()) {
      ADD_FAILURE() << "was accepted";
      continue;
    }
    EXPECT_EQ(FaultName(fault->code), FaultName(c.code))
        << EnglishSentence(*fault);
    CheckShown(fault->expected, c.text);
    CheckShown(fault->found, c.text);
  }
  EXPECT_GE(AllCases().size(), 120u);
}

TEST(TokenNegative, EveryCodeOfThisLibraryIsGiven) {
  std::set<AccessFault> given;
  for (const NegativeCase& c : AllCases()) given.insert(c.code);
  for (const AccessFault code : AllAccessFaults()) {
    const int places = static_cast<int>(given.count(code)) +
                       static_cast<int>(OnlyTheGateway().count(code));
    EXPECT_EQ(places, 1) << FaultName(code);
  }
}

}  // namespace
}  // namespace trivsel::validator::token::testing
