// The SAML messages that we send, as XML; signed where they are sent.
#ifndef TRIVSEL_GATEWAY_LOGIN_SAML_MESSAGES_H_
#define TRIVSEL_GATEWAY_LOGIN_SAML_MESSAGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "gateway/login/login_policy.h"

namespace trivsel::gateway::login {

// A new ID: "_" and 32 hexadecimal digits.
std::string NewMessageId();

// Text inside an element or a quoted attribute, as canonical XML writes it.
std::string XmlText(std::string_view text);

struct AuthnRequest {
  std::string id;
  std::string destination;  // the IdP's SingleSignOnService
  std::string acs_url;
  std::string issuer;  // our entityID
  v1::AssuranceLevel minimum = v1::ASSURANCE_LEVEL_SUBSTANTIAL;
  absl::Time now;
};
// As Digitaliseringsstyrelsen's OIOSAML 3 reference implementation writes it:
// HTTP-POST for the answer, RequestedAuthnContext Comparison="minimum".
std::string ToXml(const AuthnRequest& request);

struct LogoutRequest {
  std::string id;
  std::string destination;  // the IdP's SingleLogoutService
  std::string issuer;       // our entityID
  std::string name_id, name_id_format, session_index;
  absl::Time now;
};
std::string ToXml(const LogoutRequest& request);

struct LogoutResponse {
  std::string id;
  std::string destination;
  std::string issuer;
  std::string in_response_to;
  absl::Time now;
};
// Status Success.
std::string ToXml(const LogoutResponse& response);

// Our metadata, signed by the first of `own`: ACS (HTTP-POST), SLO
// (HTTP-Redirect), each certificate for signing and for encryption. Empty if it
// cannot be signed.
struct SpMetadata {
  std::string entity_id;
  std::string acs_url, slo_url;
  absl::Time valid_until;
};
std::string SignedMetadata(const SpMetadata& metadata,
                           const std::vector<OwnKey>& own);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SAML_MESSAGES_H_
