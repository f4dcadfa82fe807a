#include "client-sdk/cli/token/assertion_file.h"

#include <rapidjson/document.h>

#include "absl/strings/escaping.h"
#include "client-sdk/cli/input_files.h"
#include "client-sdk/internal/danish_status.h"

namespace trivsel::cli {
namespace {

constexpr size_t kMaxAssertion = 256 * 1024;
// In base64, in JSON.
constexpr size_t kMaxFile = 2 * kMaxAssertion;

absl::Status Bad(const std::string& path, const std::string& danish,
                 const std::string& english) {
  return client::internal::DanishStatus(absl::StatusCode::kInvalidArgument,
                                        path + ": " + danish,
                                        path + ": " + english);
}

std::string Trimmed(const std::string& text) {
  const char* const kWhiteSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

std::string FromJson(const std::string& text) {
  rapidjson::Document json;
  json.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (json.HasParseError() || !json.IsObject()) return "";
  const auto token = json.FindMember("RequestedSecurityToken");
  if (token == json.MemberEnd() || !token->value.IsObject()) return "";
  const auto assertion = token->value.FindMember("Assertion");
  if (assertion == token->value.MemberEnd() || !assertion->value.IsString()) {
    return "";
  }
  return {assertion->value.GetString(), assertion->value.GetStringLength()};
}

std::string FromBase64(const std::string& text) {
  std::string packed;
  for (const char c : text) {
    if (c != '\r' && c != '\n' && c != ' ' && c != '\t') packed.push_back(c);
  }
  std::string xml;
  if (absl::Base64Unescape(packed, &xml) ||
      absl::WebSafeBase64Unescape(packed, &xml)) {
    return xml;
  }
  return "";
}

}  // namespace

absl::StatusOr<std::string> ReadAssertion(const std::string& path) {
  std::string bytes;
  const absl::Status read = ReadInput(path, kMaxFile + 1, &bytes);
  if (!read.ok()) {
    return Bad(path, "kan ikke læses", "cannot be read");
  }
  if (bytes.size() > kMaxFile) {
    return Bad(path, "over 256 KiB", "over 256 KiB");
  }
  std::string text = Trimmed(bytes);
  if (!text.empty() && text.front() == '{') text = FromJson(text);
  if (!text.empty() && text.front() != '<') text = Trimmed(FromBase64(text));
  if (text.empty() || text.front() != '<') {
    return Bad(path,
               "er ikke en SAML-assertion (XML, base64 eller STS'ens JSON)",
               "is no SAML assertion (XML, base64 or the STS's JSON)");
  }
  if (text.size() > kMaxAssertion) {
    return Bad(path, "over 256 KiB", "over 256 KiB");
  }
  return text;
}

}  // namespace trivsel::cli
