// What both token targets share: whom they trust, and what holds for every
// fault.
#ifndef TRIVSEL_TESTS_FUZZ_TOKEN_CHECK_H_
#define TRIVSEL_TESTS_FUZZ_TOKEN_CHECK_H_

#include <variant>

#include "absl/time/time.h"
#include "tests/fuzz/check.h"
#include "validator/token/access_fault.h"
#include "validator/token/trust.h"

namespace trivsel::fuzz {

// One issuer, whose private key nobody has any more: nothing can be signed by
// it.
const validator::token::Trust& TheTrust();
// In January 2026.
absl::Time TokenNow();

// It has a code, and shows nothing of a person, no control characters and not
// much at all.
void CheckFault(const validator::token::Fault& fault,
                const PersonNumbers& numbers);

// A value, or a fault that is well told. True for a value.
template <typename T>
bool CheckResult(const validator::token::OrFault<T>& result,
                 const PersonNumbers& numbers) {
  const auto* fault = std::get_if<validator::token::Fault>(&result);
  if (fault != nullptr) CheckFault(*fault, numbers);
  return fault == nullptr;
}

// Explain() of the text, with and without trust.
void CheckExplanation(std::string_view text, const PersonNumbers& numbers);

}  // namespace trivsel::fuzz

#endif  // TRIVSEL_TESTS_FUZZ_TOKEN_CHECK_H_
