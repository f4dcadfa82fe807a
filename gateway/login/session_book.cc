#include "gateway/login/session_book.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/login/cookies.h"
#include "gateway/login/pages.h"
#include "gateway/login/privilege_rules.h"
#include "gateway/login/secrets.h"
#include "gateway/telemetry/log.h"
#include "trivsel/gateway/v1/login_session.pb.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;
using store::LoginAdaptor;
using store::LoginSessionRow;
using telemetry::Log;
using telemetry::LogLevel;

constexpr char kCsrf[] = "trivsel csrf";

std::string ActorOf(const LoginSessionRow& row) {
  return absl::StrCat("user:", row.user_key, "@", row.cvr);
}

std::string Packed(const std::vector<token::Privilege>& privileges) {
  v1::SessionPrivileges packed;
  for (const token::Privilege& privilege : privileges) {
    auto* one = packed.add_privileges();
    one->set_role(privilege.role);
    one->set_scope(privilege.scope);
    for (const auto& [name, value] : privilege.constraints) {
      auto* constraint = one->add_constraints();
      constraint->set_name(name);
      constraint->set_value(value);
    }
  }
  return packed.SerializeAsString();
}

std::vector<token::Privilege> Unpacked(const std::string& octets) {
  v1::SessionPrivileges packed;
  std::vector<token::Privilege> privileges;
  if (!packed.ParseFromString(octets)) return privileges;
  for (const auto& one : packed.privileges()) {
    token::Privilege privilege{one.role(), one.scope(), {}};
    for (const auto& constraint : one.constraints()) {
      privilege.constraints.emplace_back(constraint.name(), constraint.value());
    }
    privileges.push_back(std::move(privilege));
  }
  return privileges;
}

std::vector<std::string> RolesOf(const v1::LoginPolicy& policy) {
  std::vector<std::string> uris;
  for (const v1::RoleMapping& mapping : policy.roles()) {
    uris.push_back(mapping.uri());
  }
  return uris;
}

// That the policy still takes logins of this issuer.
bool StillTrusted(const v1::LoginPolicy& policy, const LoginSessionRow& row) {
  return row.adaptor == LoginAdaptor::kSaml
             ? policy.has_saml() && policy.saml().idp_entity_id() == row.issuer
             : policy.has_oidc() && policy.oidc().issuer() == row.issuer;
}

http::Response ToLogin(const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    return NotLoggedInPage();
  }
  // The path was decoded; whoever comes back gets the same one again.
  std::string back = QueryText(request.path);
  if (!request.query.empty()) absl::StrAppend(&back, "?", request.query);
  return SeeOther(IsLocalPath(back)
                      ? absl::StrCat(kLoginPath, "?til=", QueryText(back))
                      : std::string(kLoginPath));
}

LoginSessionRow RowOf(LoginAdaptor adaptor, const token::LoginClaims& claims) {
  LoginSessionRow row;
  row.adaptor = adaptor;
  row.issuer = claims.issuer;
  row.user_key = claims.user_key;
  row.cvr = claims.cvr;
  row.name = token::Shown(claims.name, 200);
  row.name_id = claims.name_id;
  row.name_id_format = claims.name_id_format;
  row.session_index = claims.session_index;
  row.privileges = Packed(claims.privileges);
  return row;
}

}  // namespace

SessionBook::SessionBook(store::Pool* pool, const LoginSettings* settings,
                         Book book)
    : store_(pool), settings_(*settings), book_(std::move(book)) {}

absl::Duration SessionBook::Idle(const LoginSnapshot& snapshot) const {
  return absl::Seconds(snapshot.loaded.policy.sessions().idle_seconds());
}

access::Operator SessionBook::WhoIs(const LoginSnapshot& snapshot,
                                    const LoginSessionRow& row) const {
  return OperatorOf(
      snapshot.loaded.policy, *book_(),
      {row.user_key, row.cvr, row.name, Unpacked(row.privileges)});
}

std::variant<Session, http::Response> SessionBook::Enter(
    const http::Request& request) {
  const std::string cookie = CookieOf(request, kSessionCookie);
  if (cookie.empty()) return ToLogin(request);
  const auto snapshot = settings_.current();
  const std::string hash = HashOf(cookie);
  auto found = store_.FindSession(hash, Idle(*snapshot));
  if (!found.ok()) return UnavailablePage(request.id);
  if (!found->has_value()) {
    http::Response response = ToLogin(request);
    response.headers.Add("Set-Cookie", EndSessionCookie());
    return response;
  }
  const LoginSessionRow& row = **found;
  auto who = std::make_shared<access::Operator>(WhoIs(*snapshot, row));
  if (StillTrusted(snapshot->loaded.policy, row) && !who->grants.empty()) {
    return Session{std::move(who), Derived(kCsrf, cookie), row.ends_at};
  }
  Log(LogLevel::kInfo, "session_without_rights", {{"actor", ActorOf(row)}});
  const absl::Status ended =
      store_.EndSession(hash, ActorOf(row), "no rights any more");
  if (!ended.ok()) return UnavailablePage(request.id);
  http::Response response =
      NoRightsPage(RolesOf(snapshot->loaded.policy), request.id);
  response.headers.Add("Set-Cookie", EndSessionCookie());
  return response;
}

bool SessionBook::CheckForm(const http::Request& request,
                            const Session& session,
                            std::string_view csrf_field) const {
  if (!SameSecret(session.csrf, csrf_field)) return false;
  const std::string* site = request.headers.Find("Sec-Fetch-Site");
  if (site != nullptr && *site != "same-origin") return false;
  const std::string* origin = request.headers.Find("Origin");
  const std::string* host = request.headers.Find("Host");
  return origin == nullptr ||
         (host != nullptr && *origin == absl::StrCat("https://", *host));
}

http::Response SessionBook::Begin(const http::Request& request,
                                  LoginAdaptor adaptor,
                                  const token::LoginClaims& claims,
                                  const std::string& return_path) {
  const auto snapshot = settings_.current();
  const v1::LoginPolicy& policy = snapshot->loaded.policy;
  LoginSessionRow row = RowOf(adaptor, claims);
  if (WhoIs(*snapshot, row).grants.empty()) {
    Log(LogLevel::kWarning, "login_without_rights",
        {{"actor", ActorOf(row)}, {"request", request.id}});
    return NoRightsPage(RolesOf(policy), request.id);
  }
  row.ends_at = std::min(
      claims.session_ends,
      absl::Now() + absl::Seconds(policy.sessions().absolute_seconds()));
  // Always a new one: what the browser brought was never a session of this
  // person, whoever put it there.
  const std::string cookie = NewSecret();
  const std::string before = CookieOf(request, kSessionCookie);
  const auto put = store_.PutSession(
      HashOf(cookie), before.empty() ? "" : HashOf(before), row,
      {policy.sessions().per_user(), policy.sessions().total()});
  if (!put.ok() || !*put) {
    Log(LogLevel::kError, "login_not_stored",
        {{"request", request.id},
         {"cause", put.ok() ? "too many sessions"
                            : std::string(put.status().message())}});
    return UnavailablePage(request.id);
  }
  Log(LogLevel::kInfo, "logged_in", {{"actor", ActorOf(row)}});
  http::Response response = SeeOther(return_path);
  response.headers.Add("Set-Cookie", SetSessionCookie(cookie));
  return response;
}

absl::StatusOr<std::optional<LoginSessionRow>> SessionBook::End(
    const http::Request& request, const std::string& why) {
  const std::string cookie = CookieOf(request, kSessionCookie);
  if (cookie.empty()) return std::optional<LoginSessionRow>();
  const std::string hash = HashOf(cookie);
  auto found = store_.FindSession(hash, Idle(*settings_.current()));
  if (!found.ok() || !found->has_value()) return found;
  absl::Status ended = store_.EndSession(hash, ActorOf(**found), why);
  if (!ended.ok()) return ended;
  Log(LogLevel::kInfo, "logged_out", {{"actor", ActorOf(**found)}});
  return found;
}

void SessionBook::Sweep() {
  store_.Sweep(Idle(*settings_.current())).IgnoreError();
}

}  // namespace trivsel::gateway::login
