#include "gateway/login/saml_messages.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "validator/token/login_claims.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr char kNamespaces[] =
    "xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
    "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"";
constexpr char kPost[] = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

std::string XmlTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// <samlp:NAME … > with the Issuer; the caller closes it.
std::string Head(const char* name, const std::string& id, absl::Time now,
                 const std::string& destination, const std::string& attributes,
                 const std::string& issuer) {
  return absl::StrCat("<samlp:", name, " ", kNamespaces, " ID=\"", XmlText(id),
                      "\" Version=\"2.0\" IssueInstant=\"", XmlTime(now),
                      "\" Destination=\"", XmlText(destination), "\"",
                      attributes, "><saml:Issuer>", XmlText(issuer),
                      "</saml:Issuer>");
}

std::string LevelUri(v1::AssuranceLevel level) {
  const auto assurance =
      level == v1::ASSURANCE_LEVEL_UNSPECIFIED
          ? token::Assurance::kSubstantial
          : static_cast<token::Assurance>(static_cast<int>(level));
  return std::string(token::kNsisPrefix).append(token::NameOf(assurance));
}

}  // namespace

std::string NewMessageId() {
  std::array<char, 16> octets;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()),
                 octets.size()) != 1) {
    std::abort();
  }
  return absl::StrCat("_", absl::BytesToHexString(absl::string_view(
                               octets.data(), octets.size())));
}

std::string XmlText(std::string_view text) {
  return absl::StrReplaceAll(
      absl::string_view(text.data(), text.size()),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string ToXml(const AuthnRequest& request) {
  return absl::StrCat(
      Head("AuthnRequest", request.id, request.now, request.destination,
           absl::StrCat(" ForceAuthn=\"false\" IsPassive=\"false\" "
                        "ProtocolBinding=\"",
                        kPost, "\" AssertionConsumerServiceURL=\"",
                        XmlText(request.acs_url), "\""),
           request.issuer),
      "<samlp:RequestedAuthnContext "
      "Comparison=\"minimum\"><saml:AuthnContextClassRef>",
      LevelUri(request.minimum),
      "</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>"
      "</samlp:AuthnRequest>");
}

std::string ToXml(const LogoutRequest& request) {
  const std::string format =
      request.name_id_format.empty()
          ? ""
          : absl::StrCat(" Format=\"", XmlText(request.name_id_format), "\"");
  const std::string index =
      request.session_index.empty()
          ? ""
          : absl::StrCat("<samlp:SessionIndex>", XmlText(request.session_index),
                         "</samlp:SessionIndex>");
  return absl::StrCat(
      Head("LogoutRequest", request.id, request.now, request.destination,
           " Reason=\"urn:oasis:names:tc:SAML:2.0:logout:user\"",
           request.issuer),
      "<saml:NameID", format, ">", XmlText(request.name_id), "</saml:NameID>",
      index, "</samlp:LogoutRequest>");
}

std::string ToXml(const LogoutResponse& response) {
  return absl::StrCat(
      Head("LogoutResponse", response.id, response.now, response.destination,
           absl::StrCat(" InResponseTo=\"", XmlText(response.in_response_to),
                        "\""),
           response.issuer),
      "<samlp:Status><samlp:StatusCode "
      "Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>"
      "</samlp:LogoutResponse>");
}

}  // namespace trivsel::gateway::login
