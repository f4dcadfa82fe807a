// The fields of a form, as a browser sends them.
#ifndef TRIVSEL_GATEWAY_CONSOLE_FORM_H_
#define TRIVSEL_GATEWAY_CONSOLE_FORM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trivsel::gateway::console {

inline constexpr size_t kMaxFormBytes = 64 * 1024;
inline constexpr size_t kMaxFields = 400;

// Immutable once read. Also for the query of an address, which is written the
// same way.
class Form {
 public:
  // Of application/x-www-form-urlencoded. What is badly escaped, is no UTF-8,
  // or comes after kMaxFields, is not there.
  static Form Read(std::string_view text);

  // The first of that name without blanks at both ends; empty if there is none.
  std::string Value(std::string_view name) const;
  // All of that name, in their order.
  std::vector<std::string> Values(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// "17"; nothing if it is no positive number.
std::optional<int64_t> ReadNumber(std::string_view text);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_FORM_H_
