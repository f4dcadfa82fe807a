#include "gateway/http/target.h"

namespace trivsel::gateway::http {
namespace {

int Nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool Decode(std::string_view text, bool plus_is_space, std::string* out) {
  out->clear();
  out->reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out->push_back(' ');
    } else if (text[i] != '%') {
      out->push_back(text[i]);
    } else {
      if (text.size() - i < 3) return false;
      const int high = Nibble(text[i + 1]);
      const int low = Nibble(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out->push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return true;
}

bool IsControl(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet < 0x20 || octet == 0x7F;
}

// Of the decoded path: no control character, and not more slashes than there
// were before decoding.
bool IsPlainPath(std::string_view raw, std::string_view decoded) {
  size_t slashes = 0;
  for (char c : raw) slashes += c == '/';
  for (char c : decoded) {
    if (IsControl(c) || c == '\\') return false;
    slashes -= c == '/';
  }
  return slashes == 0;
}

}  // namespace

std::optional<Target> ParseTarget(std::string_view text) {
  for (char c : text) {
    if (c <= 0x20 || c > 0x7E || c == '#') return std::nullopt;
  }
  for (std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const size_t slash = text.find('/', scheme.size());
    if (slash == std::string_view::npos) return Target{"/", ""};
    text = text.substr(slash);
    break;
  }
  if (!text.starts_with('/')) return std::nullopt;
  const size_t mark = text.find('?');
  const std::string_view raw = text.substr(0, mark);
  Target target;
  if (mark != std::string_view::npos) target.query = text.substr(mark + 1);
  if (!Decode(raw, /*plus_is_space=*/false, &target.path) ||
      !IsPlainPath(raw, target.path)) {
    return std::nullopt;
  }
  return target;
}

std::optional<std::string> QueryValue(std::string_view query,
                                      std::string_view name) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? "" : query.substr(end + 1);
    const size_t equals = pair.find('=');
    std::string key, value;
    if (!Decode(pair.substr(0, equals), true, &key) || key != name) continue;
    if (equals != std::string_view::npos &&
        !Decode(pair.substr(equals + 1), true, &value)) {
      return std::nullopt;
    }
    return value;
  }
  return std::nullopt;
}

}  // namespace trivsel::gateway::http
