#include "gateway/kle/kle_format.h"

namespace trivsel::gateway::kle {
namespace {

// '9' stands for a digit, everything else for itself.
bool Matches(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] == '9' ? (text[i] < '0' || text[i] > '9')
                          : text[i] != pattern[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool IsSubject(std::string_view text) { return Matches(text, "99.99.99"); }

bool IsFacet(std::string_view text) {
  constexpr std::string_view kSlashedO = "\xC3\x98";
  if (text.substr(0, 2) == kSlashedO) return Matches(text.substr(2), "99");
  constexpr std::string_view kCategories = "APSGKI";
  return !text.empty() && kCategories.find(text[0]) != std::string_view::npos &&
         Matches(text.substr(1), "99");
}

bool IsEdition(std::string_view text) { return Matches(text, "9999-99-99"); }

}  // namespace trivsel::gateway::kle
