#include "client-sdk/sts/token_answer.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <string_view>

#include "client-sdk/internal/danish_status.h"

namespace trivsel::client::sts {
namespace {

using internal::DanishStatus;

constexpr size_t kMaxShown = 300;
constexpr int64_t kLongest = 7 * 24 * 3600;
constexpr int64_t kUnsaid = 300;

std::string StringOf(const rapidjson::Document& json, const char* name) {
  if (!json.IsObject()) return "";
  const auto member = json.FindMember(name);
  if (member == json.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
}

// A foreign text in a message of ours: one line, not too long. Whatever looks
// like a token is left out.
std::string Cleaned(std::string text) {
  std::string out;
  size_t run = 0;  // of characters without a blank
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out.push_back(' ');
      run = 0;
      continue;
    }
    run = c == ' ' ? 0 : run + 1;
    if (run > 160) continue;
    out.push_back(c);
    if (out.size() >= kMaxShown) break;
  }
  return out;
}

absl::Status Refused(const std::string& who, const FormAnswer& answer,
                     const rapidjson::Document& json) {
  std::string why = "HTTP " + std::to_string(answer.status);
  for (const char* name : {"error", "error_description", "message"}) {
    const std::string said = Cleaned(StringOf(json, name));
    if (!said.empty()) why += ": " + said;
  }
  const bool passing = answer.status >= 500 || answer.status == 429;
  return DanishStatus(
      passing ? absl::StatusCode::kUnavailable
              : absl::StatusCode::kPermissionDenied,
      who + (passing ? " har selv problemer: " : " afviser: ") + why,
      who + (passing ? " has trouble of its own: " : " refuses: ") + why);
}

}  // namespace

absl::StatusOr<TokenAnswer> ReadTokenAnswer(const std::string& who,
                                            const FormAnswer& answer) {
  rapidjson::Document json;
  // Not recursive: whoever answers cannot exhaust the stack.
  json.Parse<rapidjson::kParseIterativeFlag>(answer.body.data(),
                                             answer.body.size());
  if (json.HasParseError()) json.SetNull();
  if (answer.status != 200) return Refused(who, answer, json);
  TokenAnswer token{StringOf(json, "access_token"),
                    StringOf(json, "token_type"), absl::Seconds(kUnsaid),
                    StringOf(json, "refresh_token")};
  if (token.access_token.empty()) {
    return DanishStatus(absl::StatusCode::kInternal,
                        who + " svarer uden access_token",
                        who + " answers without access_token");
  }
  const auto expires = json.FindMember("expires_in");
  if (expires != json.MemberEnd() && expires->value.IsInt64()) {
    token.expires_in = absl::Seconds(
        std::clamp<int64_t>(expires->value.GetInt64(), 0, kLongest));
  }
  return token;
}

}  // namespace trivsel::client::sts
