#include "validator/token/base64.h"

#include <array>
#include <cstdint>

namespace trivsel::validator::token {
namespace {

constexpr uint8_t kNone = 0xFF;

// The six bits of each character; '-' and '_' beside '+' and '/' if `url`.
constexpr std::array<uint8_t, 256> MakeTable(char plus, char slash) {
  std::array<uint8_t, 256> table{};
  table.fill(kNone);
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = static_cast<uint8_t>(i);
    table['a' + i] = static_cast<uint8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<uint8_t>(52 + i);
  table[static_cast<unsigned char>(plus)] = 62;
  table[static_cast<unsigned char>(slash)] = 63;
  return table;
}

constexpr std::array<uint8_t, 256> kUrl = MakeTable('-', '_');
constexpr std::array<uint8_t, 256> kStandard = MakeTable('+', '/');

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Whole octets of `text`; the bits that are left must be zero.
std::optional<std::string> Decode(std::string_view text,
                                  const std::array<uint8_t, 256>& table) {
  const size_t rest = text.size() % 4;
  if (rest == 1) return std::nullopt;
  std::string octets;
  octets.resize(text.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1));
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  char* out = octets.data();
  // A character outside of the alphabet sets a bit that six bits cannot.
  unsigned seen = 0;
  for (size_t i = 0; i + 4 <= text.size(); i += 4, in += 4, out += 3) {
    const unsigned a = table[in[0]], b = table[in[1]];
    const unsigned c = table[in[2]], d = table[in[3]];
    seen |= a | b | c | d;
    out[0] = static_cast<char>(a << 2 | b >> 4);
    out[1] = static_cast<char>(b << 4 | c >> 2);
    out[2] = static_cast<char>(c << 6 | d);
  }
  if (rest != 0) {
    const unsigned a = table[in[0]], b = table[in[1]];
    const unsigned c = rest == 3 ? table[in[2]] : 0;
    seen |= a | b | c;
    if ((rest == 2 ? b & 0x0F : c & 0x03) != 0) return std::nullopt;
    out[0] = static_cast<char>(a << 2 | b >> 4);
    if (rest == 3) out[1] = static_cast<char>(b << 4 | c >> 2);
  }
  if (seen > 63) return std::nullopt;
  return octets;
}

}  // namespace

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  return Decode(text, kUrl);
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  size_t padding = 0;
  bool url = false;
  for (const char c : text) {
    if (IsSpace(c)) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    if (padding > 0) return std::nullopt;
    url = url || c == '-' || c == '_';
    plain.push_back(c);
  }
  if (padding > 0 && (padding > 2 || (plain.size() + padding) % 4 != 0)) {
    return std::nullopt;
  }
  return Decode(plain, url ? kUrl : kStandard);
}

}  // namespace trivsel::validator::token
