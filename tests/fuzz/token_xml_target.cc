// Assertions, metadata, privileges and key files from strangers.
#include "tests/fuzz/token_check.h"
#include "validator/token/certificate.h"
#include "validator/token/metadata.h"
#include "validator/token/saml.h"

namespace trivsel::fuzz {
namespace {

namespace token = validator::token;

void Run(std::string_view text) {
  const PersonNumbers numbers(text);
  CheckResult(token::ReadAssertionClaims(text), numbers);
  CheckResult(token::ReadPrivilegesXml(text), numbers);
  const token::Issuer& issuer = TheTrust().issuers.front();
  Check(!CheckResult(token::VerifyAssertion(
                         text, TheTrust(), token::Digest("caller"), TokenNow()),
                     numbers),
        "an assertion that nobody signed was believed");
  Check(!CheckResult(token::ReadMetadata(text, issuer.entity_id, issuer.keys,
                                         TokenNow()),
                     numbers),
        "metadata that nobody signed was believed");
  const auto keys = token::ReadPublicKeys(text);
  Check(keys.ok() ? !keys->empty() : !keys.status().message().empty(),
        "neither keys nor a reason");
  CheckExplanation(text, numbers);
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
