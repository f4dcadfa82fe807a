#include "deploy/sandbox/idp/saml_desk.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/idp/mint/encryption.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/xml_signature.h"
#include "validator/token/login_claims.h"
#include "validator/token/redirect_binding.h"

namespace trivsel::sandbox::idp {
namespace {

namespace token = validator::token;
using token::RedirectKind;

constexpr char kIssue[] = "/runtime/saml2/issue.idp";
constexpr char kSignOff[] = "/runtime/saml2/signoff.idp";
constexpr size_t kMaxTickets = 10'000;

std::string MessageHead(const char* name, const std::string& destination,
                        const std::string& attributes, absl::Time now) {
  return absl::StrCat("<samlp:", name,
                      " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
                      "xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_",
                      mint::NewUuid(), "\" Version=\"2.0\" IssueInstant=\"",
                      mint::XmlTime(now), "\" Destination=\"",
                      mint::XmlText(destination), "\"", attributes, "><Issuer>",
                      kEntityId, "</Issuer>");
}

std::string Service(const char* name, const std::string& location,
                    const std::string& response) {
  return absl::StrCat(
      "<", name,
      " Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" "
      "Location=\"",
      mint::XmlText(location), "\"",
      response.empty()
          ? ""
          : absl::StrCat(" ResponseLocation=\"", mint::XmlText(response), "\""),
      "></", name, ">");
}

}  // namespace

void SamlDesk::SetUrl(std::string url) {
  std::lock_guard lock(mutex_);
  url_ = std::move(url);
}

const mint::LoginUser* SamlDesk::Find(const std::string& key) const {
  for (const mint::LoginUser& user : users_) {
    if (user.key == key) return &user;
  }
  return nullptr;
}

std::string SamlDesk::Metadata(absl::Time now) const {
  std::string url;
  {
    std::lock_guard lock(mutex_);
    url = url_;
  }
  const std::string id = "_" + mint::NewUuid();
  std::string keys;
  for (const mint::KeyPair& pair : ring_.InMetadata(now, absl::Hours(8))) {
    absl::StrAppend(&keys, "<KeyDescriptor use=\"signing\">",
                    mint::CertificateKeyInfo(pair.certificate_der()),
                    "</KeyDescriptor>");
  }
  return mint::Enveloped(
      absl::StrCat(
          "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" "
          "ID=\"",
          id, "\" entityID=\"", kEntityId, "\" validUntil=\"",
          mint::XmlTime(now + absl::Hours(24 * 30)), "\">",
          mint::kSignaturePlace,
          "<IDPSSODescriptor WantAuthnRequestsSigned=\"true\" "
          "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:"
          "protocol\">",
          keys, Service("SingleLogoutService", url + kIssue, url + kSignOff),
          "<NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:"
          "X509SubjectName</NameIDFormat>",
          Service("SingleSignOnService", url + kIssue, ""),
          "</IDPSSODescriptor></EntityDescriptor>"),
      id, ring_.Signer(now));
}

absl::Status SamlDesk::Register(const std::string& metadata, absl::Time now) {
  auto provider = ReadServiceProvider(metadata, now);
  if (!provider.ok()) return provider.status();
  std::lock_guard lock(mutex_);
  services_.insert_or_assign(provider->entity_id, *provider);
  return absl::OkStatus();
}

absl::StatusOr<ReadRequest> SamlDesk::Verified(const std::string& query,
                                               std::string* relay_state,
                                               absl::Time now) const {
  const auto read = token::ReadRedirect(query);
  if (auto* fault = std::get_if<token::Fault>(&read)) {
    return absl::InvalidArgumentError(token::EnglishSentence(*fault));
  }
  const auto& message = std::get<token::RedirectMessage>(read);
  auto request = ReadMessage(message.xml);
  if (!request.ok()) return request.status();
  std::lock_guard lock(mutex_);
  const auto service = services_.find(request->issuer);
  if (service == services_.end()) {
    return absl::InvalidArgumentError("a service that is not registered");
  }
  if (auto fault =
          token::VerifyRedirect(message, service->second.signing, now)) {
    return absl::InvalidArgumentError(token::EnglishSentence(*fault));
  }
  const bool issue = request->name != "LogoutResponse";
  if (request->destination != url_ + (issue ? kIssue : kSignOff)) {
    return absl::InvalidArgumentError("another Destination");
  }
  *relay_state = message.relay_state;
  return request;
}

Answer SamlDesk::Choose(const ReadRequest& request,
                        const std::string& relay_state) {
  std::lock_guard lock(mutex_);
  if (request.acs_url != services_.at(request.issuer).acs_url) {
    return Refused("the AssertionConsumerServiceURL is not the registered one");
  }
  if (tickets_.size() >= kMaxTickets) tickets_.clear();
  const std::string ticket = mint::NewUuid();
  tickets_[ticket] = {request.issuer, request.id, relay_state, request.minimum};
  return ChooseUser(users_, "/runtime/login", {{"ticket", ticket}});
}

Answer SamlDesk::Issue(const std::string& query, absl::Time now) {
  std::string relay_state;
  const auto request = Verified(query, &relay_state, now);
  if (!request.ok()) return Refused(std::string(request.status().message()));
  if (request->name == "AuthnRequest") return Choose(*request, relay_state);
  if (request->name == "LogoutRequest") {
    return AnswerLogout(*request, relay_state, now);
  }
  return Refused("neither AuthnRequest nor LogoutRequest");
}

Answer SamlDesk::LogIn(const std::string& ticket, const std::string& user,
                       absl::Time now) {
  const mint::LoginUser* who = Find(user);
  std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || who == nullptr) {
    return Refused("the login has expired, or there is no such user");
  }
  const Ticket asked = found->second;
  tickets_.erase(found);
  const ServiceProvider& service = services_.at(asked.service);
  const mint::LoginForm form =
      mint::FormOf({kEntityId, service.acs_url, service.entity_id,
                    asked.request_id, *who, now});
  const std::string assertion = mint::Enveloped(mint::LoginAssertionXml(form),
                                                form.id, ring_.Signer(now));
  logins_[form.session_index] = {asked.service, user, form.name_id};
  const std::string response = mint::LoginResponseXml(
      form,
      mint::EncryptedAssertion(assertion, service.encryption.front().key()));
  return SendOn(service.acs_url, {{"SAMLResponse", mint::Base64(response)},
                                  {"RelayState", asked.relay_state}});
}

Answer SamlDesk::AnswerLogout(const ReadRequest& request,
                              const std::string& relay_state, absl::Time now) {
  std::lock_guard lock(mutex_);
  for (const std::string& index : request.session_indexes) {
    logins_.erase(index);
  }
  const ServiceProvider& service = services_.at(request.issuer);
  const std::string xml = absl::StrCat(
      MessageHead(
          "LogoutResponse", service.slo_url,
          absl::StrCat(" InResponseTo=\"", mint::XmlText(request.id), "\""),
          now),
      "<samlp:Status><samlp:StatusCode "
      "Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>"
      "</samlp:LogoutResponse>");
  return SeeOther(token::WithQuery(
      service.slo_url,
      token::SignRedirect(RedirectKind::kResponse, xml, relay_state,
                          ring_.Signer(now).key())));
}

Answer SamlDesk::SignedOff(const std::string& query, absl::Time now) {
  std::string relay_state;
  const auto response = Verified(query, &relay_state, now);
  if (!response.ok()) return Refused(std::string(response.status().message()));
  return Told("Du er logget ud", "Også hos tjenesten.");
}

Answer SamlDesk::LogOut(const std::string& user, absl::Time now) {
  std::lock_guard lock(mutex_);
  const auto login = std::find_if(
      logins_.begin(), logins_.end(),
      [&user](const auto& one) { return one.second.user == user; });
  if (login == logins_.end()) return Refused("not logged in");
  const ServiceProvider& service = services_.at(login->second.service);
  const std::string xml = absl::StrCat(
      MessageHead("LogoutRequest", service.slo_url, "", now),
      "<NameID Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:"
      "X509SubjectName\">",
      mint::XmlText(login->second.name_id), "</NameID><samlp:SessionIndex>",
      login->first, "</samlp:SessionIndex></samlp:LogoutRequest>");
  logins_.erase(login);
  return SeeOther(token::WithQuery(
      service.slo_url, token::SignRedirect(RedirectKind::kRequest, xml, "",
                                           ring_.Signer(now).key())));
}

}  // namespace trivsel::sandbox::idp
