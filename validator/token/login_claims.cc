#include "validator/token/login_claims.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"-", "Low", "Substantial",
                                                     "High"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

absl::string_view Abseil(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

// "CN = x" begins here, after a comma and blanks.
bool BeginsPart(std::string_view text) {
  text = Trimmed(text);
  size_t letters = 0;
  while (letters < text.size() && IsLetter(text[letters])) ++letters;
  return letters > 0 && Trimmed(text.substr(letters)).starts_with('=');
}

}  // namespace

Assurance AssuranceOf(std::string_view text) {
  if (text.starts_with(kNsisPrefix)) text.remove_prefix(kNsisPrefix.size());
  for (size_t i = 1; i < kLevels.size(); ++i) {
    if (text == kLevels[i]) return static_cast<Assurance>(i);
  }
  return Assurance::kNone;
}

std::string_view NameOf(Assurance assurance) {
  return kLevels[static_cast<size_t>(assurance)];
}

bool IsUserKey(std::string_view key) {
  const bool plain =
      !key.empty() && key.size() <= 100 &&
      std::all_of(key.begin(), key.end(), [](char c) {
        return IsDigit(c) || IsLetter(c) ||
               std::string_view("-_.:@").find(c) != std::string_view::npos;
      });
  if (!plain) return false;
  const auto digits = std::count_if(key.begin(), key.end(), IsDigit);
  const auto others = std::count_if(key.begin(), key.end(), IsLetter);
  return digits != 10 || others > 0;
}

// A value may hold commas (an organisation's name): a part ends where the next
// one begins.
std::optional<std::string> NamePart(std::string_view x509_subject,
                                    std::string_view name) {
  std::optional<std::string> value;
  std::string_view rest = x509_subject;
  while (!rest.empty()) {
    size_t end = rest.find(',');
    while (end != rest.npos && !BeginsPart(rest.substr(end + 1))) {
      end = rest.find(',', end + 1);
    }
    const std::string_view part = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    const size_t equals = part.find('=');
    if (equals == part.npos ||
        !absl::EqualsIgnoreCase(Abseil(Trimmed(part.substr(0, equals))),
                                Abseil(name))) {
      continue;
    }
    if (value.has_value()) return std::nullopt;
    value = std::string(Trimmed(part.substr(equals + 1)));
  }
  return value;
}

}  // namespace trivsel::validator::token
