#include "validator/formats.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "validator/date_time.h"
#include "validator/identifiers.h"

namespace trivsel::validator {
namespace {

constexpr size_t kMaxString = 1 << 20;

// Classes of characters, one bit each.
constexpr uint8_t kIdChar = 1;
constexpr uint8_t kSpace = 2;
constexpr uint8_t kHex = 4;

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes = {};
  for (int c = 0; c < 256; ++c) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    classes[static_cast<size_t>(c)] = static_cast<uint8_t>(
        (digit || letter || c == '-' || c == '.' ? kIdChar : 0) |
        (space ? kSpace : 0) | (hex ? kHex : 0));
  }
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

bool Is(char c, uint8_t char_class) {
  return (kClasses[static_cast<unsigned char>(c)] & char_class) != 0;
}

// Whether a byte of `text` is below `limit` (at most 0x80); eight at a time.
bool HasByteBelow(std::string_view text, uint8_t limit) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  constexpr uint64_t kHighs = 0x8080808080808080u;
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (((word - kOnes * limit) & ~word & kHighs) != 0) return true;
  }
  for (; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) < limit) return true;
  return false;
}

}  // namespace

bool HasFormat(standard::v1::Format format, std::string_view text) {
  switch (format) {
    case standard::v1::FORMAT_STRING:
      return IsString(text);
    case standard::v1::FORMAT_ID:
      return IsId(text);
    case standard::v1::FORMAT_CODE:
      return IsCode(text);
    case standard::v1::FORMAT_URI:
      return IsUri(text);
    case standard::v1::FORMAT_INSTANT:
      return IsInstant(text);
    case standard::v1::FORMAT_DATE_TIME:
      return IsDateTime(text);
    case standard::v1::FORMAT_CPR:
      return IsCpr(text);
    case standard::v1::FORMAT_SOR:
      return IsSor(text);
    default:
      return true;
  }
}

bool IsString(std::string_view text) {
  if (text.empty() || text.size() > kMaxString) return false;
  if (!HasByteBelow(text, '\r')) return true;
  return text.find_first_of("\v\f") == std::string_view::npos;
}

bool IsId(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  uint8_t all = kIdChar;
  for (char c : text) all &= kClasses[static_cast<unsigned char>(c)];
  return all != 0;
}

bool IsCode(std::string_view text) {
  if (!text.empty() && !HasByteBelow(text, ' ' + 1)) return true;
  if (text.empty() || Is(text.front(), kSpace) || Is(text.back(), kSpace))
    return false;
  bool blank_before = false;
  for (char c : text) {
    if (Is(c, kSpace)) {
      if (c != ' ' || blank_before) return false;
      blank_before = true;
    } else {
      blank_before = false;
    }
  }
  return true;
}

bool IsUri(std::string_view text) {
  if (text.empty()) return false;
  if (HasByteBelow(text, ' ' + 1)) {
    for (char c : text)
      if (Is(c, kSpace)) return false;
  }
  if (text[0] == 'h') return true;  // http, nearly always: no form of its own
  if (text.starts_with("urn:uuid:")) return IsUuid(text.substr(9));
  if (text.starts_with("urn:oid:")) return IsOid(text.substr(8));
  return !text.starts_with("uuid:") && !text.starts_with("oid:");
}

bool IsAbsoluteUri(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  for (char c : text.substr(0, colon))
    if (c < 'a' || c > 'z') return false;
  return colon + 1 < text.size();
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !Is(text[i], kHex)) return false;
  }
  return true;
}

bool IsOid(std::string_view text) {
  if (text.size() < 3 || text[0] < '0' || text[0] > '2' || text[1] != '.')
    return false;
  // Each further number: digits, no leading zero but zero itself.
  for (size_t i = 1; i < text.size();) {
    const size_t start = ++i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    if (i == start || (text[start] == '0' && i - start > 1)) return false;
    if (i < text.size() && text[i] != '.') return false;
  }
  // An arc directly beneath a root belongs to nobody; 1.3 is ISO's own.
  const std::string_view root = text.substr(0, text.rfind('.'));
  return root.size() >= 4 || root == "1.3";
}

}  // namespace trivsel::validator
