#include "deploy/sandbox/sts/issue_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/jwt.h"

namespace trivsel::sandbox::sts {
namespace {

using mint::JsonText;
using nlohmann::json;

bool IsCvr(std::string_view text) {
  return text.size() == 8 && std::all_of(text.begin(), text.end(), [](char c) {
           return c >= '0' && c <= '9';
         });
}

Answer OAuthError(std::string_view error, std::string_view description) {
  return {400, mint::Json({{"error", JsonText(error)},
                           {"error_description", JsonText(description)}})};
}

Answer RestError(int status, std::string_view message) {
  return {status, mint::Json({{"code", absl::StrCat(status)},
                              {"message", JsonText(message)}})};
}

// The parameter if it is there exactly once.
std::optional<std::string> Once(const IssueDesk::Parameters& parameters,
                                const std::string& name) {
  if (parameters.count(name) != 1) return std::nullopt;
  return parameters.find(name)->second;
}

// "entityid:<service>,anvenderkontekst:<cvr>[,onbehalfof:<thumbprint>]"
struct Scope {
  std::string entity_id, cvr, on_behalf_of;
};

std::optional<Scope> ReadScope(const std::string& text) {
  Scope scope;
  const std::vector<std::string> parts = absl::StrSplit(text, ',');
  for (const std::string& part : parts) {
    const size_t colon = part.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const std::string name = part.substr(0, colon);
    std::string* const value = name == "entityid"           ? &scope.entity_id
                               : name == "anvenderkontekst" ? &scope.cvr
                               : name == "onbehalfof" ? &scope.on_behalf_of
                                                      : nullptr;
    if (value == nullptr || !value->empty()) return std::nullopt;
    *value = part.substr(colon + 1);
  }
  return scope;
}

std::string Text(const json& object, const char* name) {
  if (!object.is_object()) return "";
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

const json& Part(const json& object, const char* name) {
  static const auto* const nothing = new json();
  if (!object.is_object()) return *nothing;
  const auto found = object.find(name);
  return found != object.end() ? *found : *nothing;
}

bool OneOf(const std::string& value, std::initializer_list<const char*> list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// What of a request for SAML is wrong; nullptr if nothing is.
const char* FaultOf(const json& body, const IssueDesk& desk,
                    const std::string& peer_der) {
  if (!OneOf(Text(body, "TokenType"),
             {"http://docs.oasis-open.org/wss/"
              "oasis-wss-saml-token-profile-1.1#SAMLV2.0"})) {
    return "TokenType must be SAMLV2.0 of the SAML token profile 1.1";
  }
  if (!OneOf(Text(body, "RequestType"),
             {"http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
              "http://schemas.microsoft.com/idfx/requesttype/issue"})) {
    return "RequestType must be Issue";
  }
  if (!OneOf(Text(body, "KeyType"),
             {"http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
              "http://schemas.microsoft.com/idfx/keytype/asymmetric"})) {
    return "KeyType must be PublicKey";
  }
  if (!Part(body, "OnBehalfOf").is_null()) {
    return "OnBehalfOf is not supported by the sandbox";
  }
  std::string use_key;
  if (!absl::Base64Unescape(Text(body, "UseKey"), &use_key) ||
      use_key != peer_der) {
    return "UseKey must be the client certificate of the connection, base64 of "
           "its DER";
  }
  if (Text(Part(Part(body, "AppliesTo"), "EndpointReference"), "Address") !=
      desk.config().service) {
    return "AppliesTo.EndpointReference.Address is not a known service";
  }
  return nullptr;
}

}  // namespace

bool IssueDesk::HasAgreement(std::string_view cvr,
                             const std::string& peer_der) const {
  if (config_.agreements.empty()) return true;
  const std::string any(cvr);
  const std::string ours =
      absl::StrCat(any, "@", mint::Hex(mint::Sha256(peer_der)));
  return std::any_of(
      config_.agreements.begin(), config_.agreements.end(),
      [&](const std::string& a) { return a == any || a == ours; });
}

mint::TokenRequest IssueDesk::RequestFor(std::string_view cvr,
                                         const std::string& peer_der,
                                         absl::Time now) const {
  mint::TokenRequest request = mint::ReporterRequest(cvr, peer_der, now);
  request.issuer = config_.issuer;
  request.service = config_.service;
  request.lifetime = config_.token_lifetime;
  request.privileges.clear();
  for (const std::string& role : config_.roles) {
    request.privileges.push_back({role, request.cvr});
  }
  return request;
}

Answer IssueDesk::IssueJwt(const Parameters& parameters,
                           const std::string& peer_der, absl::Time now) const {
  const auto client = Once(parameters, "client_id");
  const auto grant = Once(parameters, "grant_type");
  const auto scope_text = Once(parameters, "scope");
  if (!client || !grant || !scope_text) {
    return OAuthError("invalid_request",
                      "client_id, grant_type and scope are needed, once each");
  }
  if (*grant != "client_credentials") {
    return OAuthError("unsupported_grant_type",
                      "grant_type must be client_credentials");
  }
  const std::optional<Scope> scope = ReadScope(*scope_text);
  if (!scope || !IsCvr(scope->cvr)) {
    return OAuthError("invalid_scope",
                      "scope must be entityid:<service>,anvenderkontekst:"
                      "<cvr of 8 digits>");
  }
  if (!scope->on_behalf_of.empty()) {
    return OAuthError("invalid_scope",
                      "onbehalfof is not supported by the sandbox");
  }
  if (*client != config_.service || scope->entity_id != config_.service) {
    return OAuthError("invalid_client", "the service is not known here");
  }
  if (!HasAgreement(scope->cvr, peer_der)) {
    return OAuthError("unauthorized_client",
                      "no service agreement for this system and municipality");
  }
  const std::string token =
      mint::MintJwt(RequestFor(scope->cvr, peer_der, now), ring_->Signer(now));
  return {200, mint::Json({{"access_token", JsonText(token)},
                           {"token_type", "\"Holder-of-key\""},
                           {"expires_in", absl::StrCat(absl::ToInt64Seconds(
                                              config_.token_lifetime))}})};
}

Answer IssueDesk::IssueSaml(const std::string& body,
                            const std::string& peer_der, absl::Time now) const {
  const json request = json::parse(body, nullptr, false);
  if (!request.is_object()) return RestError(400, "the body must be JSON");
  if (const char* fault = FaultOf(request, *this, peer_der)) {
    return RestError(400, fault);
  }
  // The schema spells it with a small k, the clients that exist do not.
  std::string cvr = Text(Part(request, "AnvenderKontekst"), "Cvr");
  if (cvr.empty()) cvr = Text(Part(request, "Anvenderkontekst"), "Cvr");
  if (!IsCvr(cvr)) {
    return RestError(400, "AnvenderKontekst.Cvr must have 8 digits");
  }
  if (!HasAgreement(cvr, peer_der)) {
    return RestError(401,
                     "no service agreement for this system and municipality");
  }
  const mint::TokenRequest wanted = RequestFor(cvr, peer_der, now);
  const std::string assertion = mint::MintAssertion(wanted, ring_->Signer(now));
  const std::string until = absl::FormatTime(
      "%m/%d/%Y %H:%M:%S", now + wanted.lifetime, absl::UTCTimeZone());
  return {200,
          mint::Json(
              {{"RequestedSecurityToken",
                mint::Json({{"Assertion", JsonText(mint::Base64(assertion))}})},
               {"Lifetime", JsonText(until)}})};
}

std::string IssueDesk::Metadata(absl::Time now) const {
  mint::MetadataRequest request;
  request.entity_id = config_.issuer;
  for (const mint::KeyPair& pair :
       ring_->InMetadata(now, config_.keep_previous)) {
    request.signing_certificates.push_back(pair.certificate_der());
  }
  request.valid_until = now + absl::Hours(24 * 30);
  return mint::MintMetadata(request, ring_->Signer(now));
}

}  // namespace trivsel::sandbox::sts
