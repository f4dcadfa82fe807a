#include "client-sdk/internal/authorization.h"

#include "client-sdk/internal/danish_status.h"
#include "trivsel/client/error.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr size_t kMaxTokenBytes = 16 * 1024;
// RFC 6750 section 2.1, b64token.
constexpr char kTokenCharacters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";

absl::Status Bad(const std::string& danish, const std::string& english) {
  return DanishStatus(absl::StatusCode::kFailedPrecondition, danish, english);
}

// An assertion as XML, or its base64.
bool LooksLikeAssertion(std::string_view token) {
  return token.front() == '<' || token.substr(0, 3) == "PD9" ||
         token.substr(0, 3) == "PEF" || token.substr(0, 3) == "PHN";
}

}  // namespace

absl::StatusOr<std::string> AuthorizationOf(std::string_view token) {
  if (token.empty()) return Bad("tokenet er tomt", "the token is empty");
  if (LooksLikeAssertion(token)) {
    return Bad(
        "det er en SAML-assertion og kan ikke sendes med kaldet; ombyt den med "
        "trivsel token exchange",
        "this is a SAML assertion and cannot travel with a call; exchange it "
        "by trivsel token exchange");
  }
  if (token.size() > kMaxTokenBytes) {
    return Bad("tokenet er over 16 KiB", "the token is over 16 KiB");
  }
  if (token.find_first_not_of(kTokenCharacters) != std::string_view::npos) {
    return Bad(
        "tokenet har tegn, som intet token har (mellemrum, linjeskift, "
        "anførselstegn?)",
        "the token has characters that no token has (blanks, line breaks, "
        "quotes?)");
  }
  return "Bearer " + std::string(token);
}

bool NewTokenMayHelp(const absl::Status& status) {
  if (!absl::IsUnauthenticated(status)) return false;
  switch (AccessFaultOf(status)) {
    case v1::ACCESS_FAULT_TOKEN_EXPIRED:
    case v1::ACCESS_FAULT_KEY_UNKNOWN:
    case v1::ACCESS_FAULT_KEY_NOT_VALID_NOW:
    case v1::ACCESS_FAULT_CONFIRMATION_MISMATCH:
      return true;
    default:
      return false;
  }
}

}  // namespace trivsel::client::internal
