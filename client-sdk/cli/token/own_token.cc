#include "client-sdk/cli/token/own_token.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"

namespace trivsel::cli {
namespace {

constexpr std::string_view kIssuer = "trivsel-gateway";
constexpr size_t kMaxBytes = 16 * 1024;

std::string StringOf(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
}

absl::Time TimeOf(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsInt64()
             ? absl::FromUnixSeconds(member->value.GetInt64())
             : absl::InfinitePast();
}

// The object in one part of a compact JWS.
bool ReadPart(std::string_view part, rapidjson::Document* json) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(absl::string_view(part.data(), part.size()),
                                   &text)) {
    return false;
  }
  json->Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !json->HasParseError() && json->IsObject();
}

}  // namespace

std::optional<validator::token::Claims> ReadOwnToken(std::string_view text) {
  constexpr std::string_view kWhiteSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) return std::nullopt;
  text = text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
  const size_t first = text.find('.'), second = text.rfind('.');
  if (text.size() > kMaxBytes || first == second) return std::nullopt;
  rapidjson::Document header, payload;
  if (!ReadPart(text.substr(0, first), &header) ||
      !ReadPart(text.substr(first + 1, second - first - 1), &payload) ||
      StringOf(header, "alg") != "HS256" ||
      StringOf(payload, "iss") != kIssuer) {
    return std::nullopt;
  }
  validator::token::Claims claims;
  claims.issuer = kIssuer;
  claims.subject = StringOf(payload, "sub");
  claims.id = StringOf(payload, "jti");
  claims.cvr = StringOf(payload, "cvr");
  claims.issued_at = claims.not_before = TimeOf(payload, "iat");
  claims.not_after = TimeOf(payload, "exp");
  const auto cnf = payload.FindMember("cnf");
  std::string digest;
  if (cnf != payload.MemberEnd() && cnf->value.IsObject() &&
      absl::WebSafeBase64Unescape(StringOf(cnf->value, "x5t#S256"), &digest) &&
      digest.size() == claims.confirmation.size()) {
    std::copy(digest.begin(), digest.end(), claims.confirmation.begin());
  }
  return claims;
}

}  // namespace trivsel::cli
