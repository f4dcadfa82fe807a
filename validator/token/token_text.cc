#include "validator/token/token_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/json_document.h"
#include "validator/token/saml.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace dom = simdjson::dom;

// An assertion of the largest size, in base64 in base64.
constexpr size_t kMaxTextBytes = 2 * kMaxAssertionBytes;

std::optional<std::string> TokenOfAnswer(std::string_view json) {
  JsonDocument document;
  if (document.Read(json) != JsonState::kGood) return std::nullopt;
  std::string_view token;
  if (document.object().at_key("access_token").get(token) ==
      simdjson::SUCCESS) {
    return std::string(token);
  }
  dom::object requested;
  if (document.object().at_key("RequestedSecurityToken").get(requested) ==
          simdjson::SUCCESS &&
      requested.at_key("Assertion").get(token) == simdjson::SUCCESS) {
    return std::string(token);
  }
  return std::nullopt;
}

std::string_view Plain(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Trimmed(text);
}

// What is plain to see, without decoding; kUnknown otherwise.
TokenText Seen(std::string_view text) {
  if (text.starts_with('<')) {
    return {TokenKind::kSamlAssertion, std::string(text)};
  }
  if (std::count(text.begin(), text.end(), '.') == 2) {
    return {TokenKind::kJwt, std::string(text)};
  }
  return {};
}

}  // namespace

OrFault<TokenText> FindToken(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    return Fault{gateway::v1::ACCESS_FAULT_TOKEN_TOO_LARGE,
                 absl::StrCat("<= ", kMaxTextBytes, " B"),
                 absl::StrCat(text.size(), " B")};
  }
  text = Plain(text);
  std::optional<std::string> answer;
  if (text.starts_with('{')) answer = TokenOfAnswer(text);
  if (answer.has_value()) text = Plain(*answer);
  TokenText token = Seen(text);
  if (token.kind != TokenKind::kUnknown) return token;
  const auto decoded = DecodeBase64(text);
  return decoded.has_value() ? Seen(Plain(*decoded)) : TokenText();
}

}  // namespace trivsel::validator::token
