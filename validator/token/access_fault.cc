#include "validator/token/access_fault.h"

#include <cstdint>
#include <string_view>

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kPrefix = "ACCESS_FAULT_";

// What Shown() looks at; longer texts are cut here first.
constexpr size_t kMostLookedAt = 4096;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The character that begins at `at`, and its size in octets; size 0 if it is
// not UTF-8.
struct Character {
  uint32_t code = 0;
  size_t size = 0;
};

Character CharacterAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF && tail(1)) {
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  }
  if (first >= 0xE0 && first <= 0xEF && tail(1) && tail(2)) {
    const uint32_t code =
        (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    const bool right = code >= 0x800 && (code < 0xD800 || code > 0xDFFF);
    return right ? Character{code, 3} : Character{};
  }
  if (first >= 0xF0 && first <= 0xF4 && tail(1) && tail(2) && tail(3)) {
    const uint32_t code = (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                          (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    return code >= 0x10000 && code <= 0x10FFFF ? Character{code, 4}
                                               : Character{};
  }
  return {};
}

// Control characters, and those that turn or break a line of text.
bool IsVisible(uint32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;
  if (code >= 0x200B && code <= 0x200F) return false;
  if (code >= 0x2028 && code <= 0x202E) return false;
  return !(code >= 0x2060 && code <= 0x206F) && code != 0xFEFF;
}

std::string Clean(std::string_view text) {
  std::string clean;
  for (size_t at = 0; at < text.size();) {
    const Character character = CharacterAt(text, at);
    if (character.size > 0 && IsVisible(character.code)) {
      clean.append(text.substr(at, character.size));
    }
    at += character.size > 0 ? character.size : 1;
  }
  return clean;
}

bool IsWord(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A SHA-256 thumbprint begins here: 64 hexadecimal digits and no more.
bool IsThumbprintAt(std::string_view text, size_t at) {
  constexpr size_t kSize = 64;
  if (at > 0 && IsWord(text[at - 1])) return false;
  if (at + kSize < text.size() && IsWord(text[at + kSize])) return false;
  const std::string_view word = text.substr(at, kSize);
  return word.size() == kSize &&
         word.find_first_not_of("0123456789abcdef") == word.npos;
}

// The digits from `at` on, with blanks and hyphens between them.
struct DigitRun {
  size_t digits = 0;
  size_t end = 0;  // after the last of them
};

DigitRun RunAt(std::string_view text, size_t at) {
  DigitRun run{0, at};
  for (size_t i = at; i < text.size(); ++i) {
    if (text[i] == '-' || text[i] == ' ') continue;
    if (!IsDigit(text[i]) || IsThumbprintAt(text, i)) break;
    ++run.digits;
    run.end = i + 1;
  }
  return run;
}

// Ten digits or more could be a CPR number, but for those of a thumbprint.
std::string WithoutPersonNumbers(std::string_view text) {
  std::string masked;
  for (size_t at = 0; at < text.size();) {
    size_t size = 1;
    if (IsThumbprintAt(text, at)) {
      size = 64;
    } else if (IsDigit(text[at])) {
      const DigitRun run = RunAt(text, at);
      size = run.end - at;
      if (run.digits >= 10) {
        masked.append("******-****");
        at = run.end;
        continue;
      }
    }
    masked.append(text.substr(at, size));
    at += size;
  }
  return masked;
}

std::string Sentence(std::string sentence, const Fault& fault,
                     std::string_view expected, std::string_view found) {
  const auto add = [&sentence](std::string_view label, std::string_view what) {
    if (what.empty()) return;
    sentence.append(" ").append(label).append(": ").append(what).append(".");
  };
  add(expected, fault.expected);
  add(found, fault.found);
  return sentence;
}

}  // namespace

std::string FaultName(v1::AccessFault code) {
  const std::string& name = v1::AccessFault_Name(code);
  return name.size() > kPrefix.size() ? name.substr(kPrefix.size()) : name;
}

const v1::AccessFaultText& TextOf(v1::AccessFault code) {
  const auto* value = v1::AccessFault_descriptor()->FindValueByNumber(code);
  if (value == nullptr) return v1::AccessFaultText::default_instance();
  return value->options().GetExtension(v1::access_fault_text);
}

std::vector<v1::AccessFault> AllAccessFaults() {
  std::vector<v1::AccessFault> all;
  const auto* type = v1::AccessFault_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number != 0) all.push_back(static_cast<v1::AccessFault>(number));
  }
  return all;
}

std::string DanishSentence(const Fault& fault) {
  return Sentence(TextOf(fault.code).danish(), fault, "Forventet", "Fundet");
}

std::string EnglishSentence(const Fault& fault) {
  return Sentence(TextOf(fault.code).english(), fault, "Expected", "Found");
}

std::string Shown(std::string_view text, size_t limit) {
  std::string clean = Clean(text.substr(0, kMostLookedAt));
  if (text.size() > kMostLookedAt) {
    // A number that was cut must not look like a shorter one.
    const size_t last = clean.find_last_not_of("0123456789- ");
    clean.resize(last == std::string::npos ? 0 : last + 1);
  }
  std::string shown = WithoutPersonNumbers(clean);
  if (shown.size() <= limit) return shown;
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) {
    --end;
  }
  shown.resize(end);
  return shown;
}

}  // namespace trivsel::validator::token
