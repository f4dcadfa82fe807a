// JWTs, their claims and their privileges, and what is explained of a token.
#include "tests/fuzz/token_check.h"
#include "validator/token/jwt.h"

namespace trivsel::fuzz {
namespace {

namespace token = validator::token;

void RunJws(std::string_view text, const PersonNumbers& numbers) {
  const auto read = token::ReadJws(text);
  Check(!CheckResult(token::VerifyJwt(text, TheTrust(), token::Digest("caller"),
                                      TokenNow()),
                     numbers),
        "a JWT that nobody signed was believed");
  if (!CheckResult(read, numbers)) return;
  const auto& jws = std::get<token::Jws>(read);
  Check(text.starts_with(jws.signed_part), "another part than was signed");
  const std::string again =
      std::string(jws.signed_part) + "." + token::Base64Url(jws.signature);
  CheckEqual(again, text, "two texts for one token");
}

void Run(std::string_view text) {
  // A payload by itself is the JSON that the mutator can change.
  const PersonNumbers numbers(text);
  RunJws(text, numbers);
  CheckResult(token::ReadJwtClaims(text), numbers);
  CheckResult(token::ReadPrivilegesJson(text), numbers);
  RunJws(token::Base64Url(R"({"alg":"PS256"})") + "." + token::Base64Url(text) +
             ".",
         numbers);
  CheckExplanation(text, numbers);
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
