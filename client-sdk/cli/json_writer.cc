#include "client-sdk/cli/json_writer.h"

#include <cstdio>

namespace trivsel::cli {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

unsigned Byte(std::string_view s, size_t i) {
  return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u;
}

bool IsTail(unsigned b) { return (b & 0xc0) == 0x80; }

// Length of the well-formed character at `i` (RFC 3629), 0 if there is none.
size_t CharacterLength(std::string_view s, size_t i) {
  const unsigned a = Byte(s, i), b = Byte(s, i + 1);
  if (a < 0x80) return 1;
  if (a >= 0xc2 && a <= 0xdf) return IsTail(b) ? 2 : 0;
  if (a >= 0xe0 && a <= 0xef) {
    const bool second = a == 0xe0   ? b >= 0xa0 && b <= 0xbf
                        : a == 0xed ? b >= 0x80 && b <= 0x9f
                                    : IsTail(b);
    return second && IsTail(Byte(s, i + 2)) ? 3 : 0;
  }
  if (a >= 0xf0 && a <= 0xf4) {
    const bool second = a == 0xf0   ? b >= 0x90 && b <= 0xbf
                        : a == 0xf4 ? b >= 0x80 && b <= 0x8f
                                    : IsTail(b);
    return second && IsTail(Byte(s, i + 2)) && IsTail(Byte(s, i + 3)) ? 4 : 0;
  }
  return 0;
}

void AppendEscaped(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
    out->push_back(c);
    return;
  }
  char code[8];
  std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
  out->append(code);
}

}  // namespace

std::string ValidUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = CharacterLength(bytes, i);
    out.append(length == 0 ? kReplacement : bytes.substr(i, length));
    i += length == 0 ? 1 : length;
  }
  return out;
}

void JsonWriter::Separate() {
  if (text_.empty()) return;
  const char last = text_.back();
  if (last != '{' && last != '[' && last != ':') text_.push_back(',');
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  text_.push_back('{');
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  text_.push_back('}');
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  text_.push_back('[');
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  text_.push_back(']');
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  String(key);
  text_.push_back(':');
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  Separate();
  text_.push_back('"');
  for (const char c : ValidUtf8(value)) AppendEscaped(c, &text_);
  text_.push_back('"');
  return *this;
}

JsonWriter& JsonWriter::Number(int64_t value) {
  Separate();
  text_.append(std::to_string(value));
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  Separate();
  text_.append(value ? "true" : "false");
  return *this;
}

}  // namespace trivsel::cli
