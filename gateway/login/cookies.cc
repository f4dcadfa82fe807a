#include "gateway/login/cookies.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/login/secrets.h"

namespace trivsel::gateway::login {
namespace {

constexpr size_t kMaxPathBytes = 1000;

std::string_view WithoutBlanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Path=/, Secure and no Domain are what "__Host-" demands.
std::string Cookie(const char* name, std::string_view value,
                   const char* same_site, const std::string& more) {
  return absl::StrCat(name, "=", std::string(value),
                      "; Path=/; Secure; HttpOnly; SameSite=", same_site, more);
}

}  // namespace

std::string CookieOf(const http::Request& request, std::string_view name) {
  std::string value;
  int found = 0;
  for (const auto& [field, text] : request.headers) {
    if (!http::SameText(field, "Cookie")) continue;
    std::string_view rest = text;
    while (!rest.empty()) {
      const size_t end = rest.find(';');
      const std::string_view pair = WithoutBlanks(rest.substr(0, end));
      rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
      const size_t equals = pair.find('=');
      if (equals == pair.npos || pair.substr(0, equals) != name) continue;
      value = std::string(pair.substr(equals + 1));
      ++found;
    }
  }
  return found == 1 && IsSecret(value) ? value : std::string();
}

std::string SetSessionCookie(std::string_view secret) {
  return Cookie(kSessionCookie, secret, "Lax", "");
}

std::string SetAttemptCookie(std::string_view secret) {
  return Cookie(
      kAttemptCookie, secret, "None",
      absl::StrCat("; Max-Age=", absl::ToInt64Seconds(kAttemptLasts)));
}

std::string EndSessionCookie() {
  return Cookie(kSessionCookie, "", "Lax", "; Max-Age=0");
}

std::string EndAttemptCookie() {
  return Cookie(kAttemptCookie, "", "None", "; Max-Age=0");
}

bool IsLocalPath(std::string_view path) {
  if (path.empty() || path.size() > kMaxPathBytes || path[0] != '/') {
    return false;
  }
  // "//host" and "/\host" are other hosts to a browser; "/.//host" to what
  // tidies it up. There is no reason for any of them.
  if (path.substr(0, path.find('?')).find("//") != path.npos) return false;
  return std::all_of(path.begin(), path.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '\\' && c != '#' && c != '"' &&
           c != '<' && c != '>';
  });
}

std::string QueryText(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != kPlain.npos) {
      out.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += {'%', kHex[octet >> 4], kHex[octet & 15]};
    }
  }
  return out;
}

}  // namespace trivsel::gateway::login
