#include "gateway/login/single_logout.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/access/form.h"
#include "gateway/login/cookies.h"
#include "gateway/login/pages.h"
#include "gateway/login/saml_messages.h"
#include "gateway/telemetry/log.h"
#include "validator/token/logout_message.h"
#include "validator/token/redirect_binding.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;
using telemetry::Log;
using telemetry::LogLevel;
using token::Fault;
using token::RedirectKind;

// What the identity provider gave goes back as it came, within reason (80
// octets are the binding's own limit).
constexpr size_t kMaxRelayState = 200;

}  // namespace

http::Response SingleLogout::Refuse(const http::Request& request,
                                    const Fault& fault) const {
  const std::string reason = token::FaultName(fault.code);
  Log(LogLevel::kWarning, "logout_refused",
      {{"request", request.id}, {"reason", reason}});
  if (parts_.on_refused) parts_.on_refused(reason);
  return RefusedPage(fault, request.id);
}

// Where the browser goes to be logged out there too; empty: nowhere.
std::string SingleLogout::Onward(const LoginSnapshot& snapshot,
                                 const store::LoginSessionRow& row) const {
  if (row.adaptor != store::LoginAdaptor::kSaml ||
      row.issuer != snapshot.idp.entity_id ||
      snapshot.endpoints.logout.empty() || snapshot.loaded.own.empty()) {
    return "";
  }
  LogoutRequest asked;
  asked.id = NewMessageId();
  asked.destination = snapshot.endpoints.logout;
  asked.issuer = snapshot.loaded.policy.saml().entity_id();
  asked.name_id = row.name_id;
  asked.name_id_format = row.name_id_format;
  asked.session_index = row.session_index;
  asked.now = parts_.clock.Now();
  const std::string query =
      token::SignRedirect(RedirectKind::kRequest, ToXml(asked), "",
                          snapshot.loaded.own.front().key.get());
  return query.empty() ? "" : token::WithQuery(asked.destination, query);
}

http::Response SingleLogout::LogOut(const http::Request& request) {
  auto entered = parts_.sessions.Enter(request);
  if (http::Response* instead = std::get_if<http::Response>(&entered)) {
    return std::move(*instead);
  }
  const auto form = access::Form::Read(request.body);
  const auto* fields = std::get_if<access::Form>(&form);
  const std::string* csrf = fields == nullptr ? nullptr : fields->Find("csrf");
  if (csrf == nullptr ||
      !parts_.sessions.CheckForm(request, std::get<Session>(entered), *csrf)) {
    return Refuse(request, {v1::ACCESS_FAULT_FORM_NOT_OURS});
  }
  const auto ended = parts_.sessions.End(request, "by the user");
  if (!ended.ok()) return UnavailablePage(request.id);
  const auto snapshot = parts_.settings.current();
  http::Response response =
      LoggedOutPage(ended->has_value() ? Onward(*snapshot, **ended) : "");
  response.headers.Add("Set-Cookie", EndSessionCookie());
  return response;
}

http::Response SingleLogout::Answer(const http::Request& request,
                                    const LoginSnapshot& snapshot,
                                    const std::string& in_response_to,
                                    const std::string& relay_state) const {
  LogoutResponse answer;
  answer.id = NewMessageId();
  answer.destination = snapshot.endpoints.logout_response;
  answer.issuer = snapshot.loaded.policy.saml().entity_id();
  answer.in_response_to = in_response_to;
  answer.now = parts_.clock.Now();
  const std::string query =
      snapshot.loaded.own.empty() || answer.destination.empty()
          ? ""
          : token::SignRedirect(RedirectKind::kResponse, ToXml(answer),
                                relay_state,
                                snapshot.loaded.own.front().key.get());
  if (query.empty()) return UnavailablePage(request.id);
  // To the address of the metadata, never to one of the message.
  http::Response response =
      SeeOther(token::WithQuery(answer.destination, query));
  response.headers.Add("Set-Cookie", EndSessionCookie());
  return response;
}

http::Response SingleLogout::Receive(const http::Request& request) {
  const auto read = token::ReadRedirect(request.query);
  if (const Fault* fault = std::get_if<Fault>(&read)) {
    return Refuse(request, *fault);
  }
  const auto& message = std::get<token::RedirectMessage>(read);
  const auto snapshot = parts_.settings.current();
  const absl::Time now = parts_.clock.Now();
  if (message.relay_state.size() > kMaxRelayState) {
    return Refuse(request,
                  {v1::ACCESS_FAULT_PARAMETER_INVALID,
                   absl::StrCat("RelayState <= ", kMaxRelayState), ""});
  }
  if (auto fault = token::VerifyRedirect(message, snapshot->idp.keys, now)) {
    return Refuse(request, *fault);
  }
  const token::LogoutExpectation expected{
      snapshot->idp.entity_id, parts_.url + kSloPath,
      absl::Seconds(snapshot->loaded.policy.max_skew_seconds())};
  if (message.kind == RedirectKind::kResponse) {
    const auto answer = token::ReadLogoutResponse(message.xml, expected, now);
    if (const Fault* fault = std::get_if<Fault>(&answer)) {
      return Refuse(request, *fault);
    }
    return LoggedOutPage("");
  }
  const auto asked = token::ReadLogoutRequest(message.xml, expected, now);
  if (const Fault* fault = std::get_if<Fault>(&asked)) {
    return Refuse(request, *fault);
  }
  const auto& logout = std::get<token::LogoutMessage>(asked);
  // Asked for again it ends nothing new: somebody may have logged in since.
  const auto first =
      parts_.spend(token::Digest(absl::StrCat("saml logout\n", expected.issuer,
                                              "\n", logout.id)),
                   logout.not_after);
  if (!first.ok()) return UnavailablePage(request.id);
  if (!*first) return Refuse(request, {v1::ACCESS_FAULT_ASSERTION_REPLAYED});
  const auto ended = parts_.store.EndSessions(expected.issuer, logout.name_id,
                                              logout.session_indexes);
  if (!ended.ok()) return UnavailablePage(request.id);
  Log(LogLevel::kInfo, "logged_out_by_idp", {{"sessions", *ended}});
  return Answer(request, *snapshot, logout.id, message.relay_state);
}

}  // namespace trivsel::gateway::login
