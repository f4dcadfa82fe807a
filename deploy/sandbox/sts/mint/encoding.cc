#include "deploy/sandbox/sts/mint/encoding.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/must.h"

namespace trivsel::sandbox::mint {
namespace {

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

}  // namespace

std::string Base64(std::string_view octets) {
  return absl::Base64Escape(View(octets));
}

std::string Base64Url(std::string_view octets) {
  std::string text = absl::WebSafeBase64Escape(View(octets));
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::string Hex(std::string_view octets) {
  return absl::BytesToHexString(View(octets));
}

std::string DigestOf(const EVP_MD* kind, std::string_view octets) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  Must(EVP_Digest(octets.data(), octets.size(),
                  reinterpret_cast<unsigned char*>(digest.data()), &size, kind,
                  nullptr) == 1,
       "EVP_Digest");
  digest.resize(size);
  return digest;
}

std::string Sha1(std::string_view octets) {
  return DigestOf(EVP_sha1(), octets);
}

std::string Sha256(std::string_view octets) {
  return DigestOf(EVP_sha256(), octets);
}

std::string NewUuid() {
  std::string octets(16, '\0');
  Must(RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()), 16) == 1,
       "RAND_bytes");
  octets[6] = static_cast<char>((octets[6] & 0x0f) | 0x40);
  octets[8] = static_cast<char>((octets[8] & 0x3f) | 0x80);
  const std::string hex = Hex(octets);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-",
                      hex.substr(12, 4), "-", hex.substr(16, 4), "-",
                      hex.substr(20));
}

std::string XmlText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

std::string XmlTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string JsonText(std::string_view text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped.push_back('\\');
      escaped.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof(code), "\\u%04x", c);
      escaped += code;
    } else {
      escaped.push_back(c);
    }
  }
  return escaped + "\"";
}

std::string Json(const JsonMembers& members) {
  std::string text = "{";
  for (const auto& [name, value] : members) {
    absl::StrAppend(&text, text.size() > 1 ? "," : "", JsonText(name), ":",
                    value);
  }
  return text + "}";
}

JsonMembers With(JsonMembers members, std::string_view name,
                 std::string_view value) {
  for (auto& [known, old] : members) {
    if (known != name) continue;
    old = value;
    return members;
  }
  members.emplace_back(name, value);
  return members;
}

JsonMembers Without(JsonMembers members, std::string_view name) {
  const auto gone =
      std::remove_if(members.begin(), members.end(),
                     [&](const auto& m) { return m.first == name; });
  Must(gone != members.end(), "taking away a member");
  members.erase(gone, members.end());
  return members;
}

std::string Replaced(std::string_view text, std::string_view from,
                     std::string_view to) {
  const size_t at = text.find(from);
  Must(at != std::string_view::npos, "replacing a piece of a token");
  std::string changed(text);
  changed.replace(at, from.size(), to);
  return changed;
}

}  // namespace trivsel::sandbox::mint
