#include "gateway/login_door.h"

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/access/form.h"
#include "gateway/http/target.h"
#include "gateway/login/cookies.h"
#include "gateway/login/pages.h"
#include "gateway/telemetry/log.h"
#include "gateway/telemetry/metric_names.h"
#include "gateway/url_fetch.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

constexpr char kFormType[] = "application/x-www-form-urlencoded";
constexpr std::chrono::seconds kSweepEvery(60);
constexpr size_t kMaxFormBytes = 16 * 1024;

http::Route GetRoute(const char* path,
                     std::function<http::Response(const http::Request&)> how) {
  http::Route route;
  route.method = "GET";
  route.path = path;
  route.handle = std::move(how);
  return route;
}

http::Route FormRoute(const char* path, size_t max_bytes,
                      std::function<http::Response(const http::Request&)> how) {
  http::Route route;
  route.method = "POST";
  route.path = path;
  route.max_body_bytes = max_bytes;
  route.content_types = {kFormType};
  route.handle = std::move(how);
  return route;
}

login::LoginSettings::Options SettingsOf(
    const Config& config,
    std::function<void(const login::LoginSnapshot&, const absl::Status&)>
        on_report) {
  login::LoginSettings::Options options;
  options.policy_file = config.login_policy;
  options.fetch = FetchHttps;
  options.on_report = std::move(on_report);
  return options;
}

}  // namespace

absl::Status CheckLogin(const Config& config) {
  if (config.login_policy.empty()) return absl::OkStatus();
  if (config.https.listen.empty()) {
    return absl::FailedPreconditionError(
        "--login-policy needs --https-listen: that is where people log in");
  }
  std::vector<access::WatchedFile> seen;
  return login::LoadLoginPolicy(config.login_policy, &seen).status();
}

LoginDoor::LoginDoor(const Config& config, const Parts& parts)
    : parts_(parts),
      settings_(SettingsOf(config,
                           [this](const login::LoginSnapshot& snapshot,
                                  const absl::Status& status) {
                             OnReport(snapshot, status);
                           }),
                parts.clock),
      sessions_(&parts.pool, &settings_,
                [&directory = parts.directory] { return directory.book(); }),
      used_(&parts.pool) {}

absl::StatusOr<std::unique_ptr<LoginDoor>> LoginDoor::Open(const Config& config,
                                                           Parts parts) {
  if (config.login_policy.empty() || config.https.listen.empty()) {
    return nullptr;
  }
  std::unique_ptr<LoginDoor> door(new LoginDoor(config, parts));
  if (absl::Status status = door->settings_.Load(); !status.ok()) {
    return status;
  }
  door->settings_.Start();
  door->sweeper_ = std::thread([door = door.get()] { door->RunSweeps(); });
  parts.metrics.GaugeFrom(
      telemetry::metric::kLoginPolicyUsable,
      "1: login policy, keys and the identity provider's metadata can be used.",
      [door = door.get()] {
        std::lock_guard lock(door->mutex_);
        return door->usable_ ? 1.0 : 0.0;
      });
  return door;
}

void LoginDoor::Stop() {
  settings_.Stop();
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (sweeper_.joinable()) sweeper_.join();
}

void LoginDoor::OnReport(const login::LoginSnapshot& snapshot,
                         const absl::Status& status) {
  const auto& policy = snapshot.loaded.policy;
  Log(LogLevel::kInfo, "login_policy_in_force",
      {{"version", snapshot.version},
       {"saml", policy.has_saml()},
       {"oidc", policy.has_oidc()},
       {"certificates", static_cast<int64_t>(snapshot.idp.keys.size())}});
  if (policy.sandbox()) {
    Log(LogLevel::kWarning, "sandbox_login_trusted",
        {{"idp", policy.saml().idp_entity_id()}});
  }
  if (!status.ok()) {
    Log(LogLevel::kError, "login_policy_unusable",
        {{"cause", std::string(status.message())}});
  }
  std::lock_guard lock(mutex_);
  usable_ = status.ok();
}

void LoginDoor::RunSweeps() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kSweepEvery, [this] { return stopping_; })) {
    lock.unlock();
    sessions_.Sweep();
    lock.lock();
  }
}

// ?til= is where to go afterwards, a path of ours; ?med=saml|oidc the way.
http::Response LoginDoor::LogIn(const http::Request& request) {
  std::string back = http::QueryValue(request.query, "til").value_or("/");
  if (!login::IsLocalPath(back)) back = "/";
  const auto snapshot = settings_.current();
  const auto& policy = snapshot->loaded.policy;
  const std::string way = http::QueryValue(request.query, "med").value_or("");
  if (policy.has_oidc() && (way == "oidc" || !policy.has_saml())) {
    return oidc_->Begin(request, back);
  }
  if (policy.has_saml() && (way == "saml" || !policy.has_oidc())) {
    return saml_->Begin(request, back);
  }
  const std::string path =
      absl::StrCat(login::kLoginPath, "?til=", login::QueryText(back), "&med=");
  return login::ChoicePage(path + "saml", path + "oidc");
}

void LoginDoor::AddRoutes(const std::string& url, http::Routes* routes) {
  const login::SamlLogin::Parts login_parts{
      settings_,
      sessions_,
      store::LoginStore(&parts_.pool),
      [this](const validator::token::Sha256& hash, absl::Time expires) {
        return used_.Use(
            std::string_view(reinterpret_cast<const char*>(hash.data()),
                             hash.size()),
            expires);
      },
      parts_.clock,
      url,
      [this](const std::string& reason) { parts_.metrics.Refused(reason); }};
  saml_.emplace(login_parts);
  logout_.emplace(login_parts);
  oidc_.emplace(login_parts, login::OidcLogin::Web{FetchHttps, PostHttps});
  routes->Add(GetRoute(login::kLoginPath,
                       [this](const auto& request) { return LogIn(request); }));
  routes->Add(FormRoute(
      login::kLogoutPath, kMaxFormBytes,
      [this](const auto& request) { return logout_->LogOut(request); }));
  routes->Add(FormRoute(
      login::kAcsPath, access::kMaxFormBytes,
      [this](const auto& request) { return saml_->Consume(request); }));
  routes->Add(GetRoute(login::kSloPath, [this](const auto& request) {
    return logout_->Receive(request);
  }));
  routes->Add(GetRoute(login::kMetadataPath, [this](const auto& request) {
    return saml_->Metadata(request);
  }));
  routes->Add(GetRoute(login::kOidcPath, [this](const auto& request) {
    return oidc_->Consume(request);
  }));
}

}  // namespace trivsel::gateway
