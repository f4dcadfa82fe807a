// The parameters of a token request: application/x-www-form-urlencoded, as RFC
// 6749 section 3.2 has it.
#ifndef TRIVSEL_GATEWAY_ACCESS_FORM_H_
#define TRIVSEL_GATEWAY_ACCESS_FORM_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// An assertion of the largest size in base64, percent-encoded, and the rest.
inline constexpr size_t kMaxFormBytes = 512 * 1024;
inline constexpr size_t kMaxFormParameters = 32;
inline constexpr size_t kMaxFormNameBytes = 64;

// Immutable once read.
class Form {
 public:
  // REQUEST_MALFORMED: too large, too many parameters, a bad escape.
  // PARAMETER_INVALID: a parameter more than once, also one that nobody looks
  // at (RFC 6749: "MUST NOT be included more than once"). Values may hold any
  // octet; what is found wrong shows only names.
  static validator::token::OrFault<Form> Read(std::string_view body);

  // The value; null if there is none or it is empty, which is the same (RFC
  // 6749 section 3.2).
  const std::string* Find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_FORM_H_
