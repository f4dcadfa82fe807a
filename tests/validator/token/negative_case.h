// Tokens, files and claims that must be refused, each with its code. Together
// they give every code that this library can give.
#ifndef TRIVSEL_TESTS_VALIDATOR_TOKEN_NEGATIVE_CASE_H_
#define TRIVSEL_TESTS_VALIDATOR_TOKEN_NEGATIVE_CASE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "validator/token/access_fault.h"
#include "validator/token/claims.h"

namespace trivsel::validator::token::testing {

struct NegativeCase {
  std::string name;  // letters and digits
  gateway::v1::AccessFault code;
  // Nullopt if it was accepted.
  std::function<std::optional<Fault>()> refuse;
  // What was refused, if it is a text: no fault may quote it.
  std::string text = {};
};

// A JWT or an assertion, looked at with TheTrust(), Peer() and Now().
NegativeCase Jwt(std::string name, gateway::v1::AccessFault code,
                 std::string text);
NegativeCase Assertion(std::string name, gateway::v1::AccessFault code,
                       std::string text);

std::vector<NegativeCase> JwtCases();
std::vector<NegativeCase> AssertionFormCases();
std::vector<NegativeCase> AssertionClaimCases();
std::vector<NegativeCase> WrappingCases();

// The fault of a result; nullopt if it is a value.
template <typename T>
std::optional<Fault> FaultOf(const OrFault<T>& result) {
  const Fault* fault = std::get_if<Fault>(&result);
  return fault == nullptr ? std::nullopt : std::optional<Fault>(*fault);
}

}  // namespace trivsel::validator::token::testing

#endif  // TRIVSEL_TESTS_VALIDATOR_TOKEN_NEGATIVE_CASE_H_
