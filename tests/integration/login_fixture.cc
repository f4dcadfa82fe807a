#include "tests/integration/login_fixture.h"

#include <filesystem>
#include <fstream>
#include <map>

#include "deploy/sandbox/idp/users.h"
#include "gateway/access/access_directory.h"
#include "gateway/http/target.h"
#include "gateway/login/cookies.h"
#include "gateway/login/login_settings.h"
#include "gateway/registry_adapter.h"
#include "gateway/store/connection.h"
#include "gateway/url_fetch.h"
#include "tests/support/postgres_cluster.h"
#include "validator/token/redirect_binding.h"

namespace trivsel::gateway {
namespace {

namespace mint = trivsel::sandbox::mint;
namespace idp = trivsel::sandbox::idp;

std::string Role(const std::string& name) {
  return std::string(idp::kRolePrefix) + name + "/1";
}

std::vector<mint::LoginUser> Users(const char* olga, const char* holger,
                                   const char* dorte, const char* gerda,
                                   const char* laura) {
  const auto user = [](const char* key, const char* name, const char* cvr) {
    return mint::LoginUser{key, name, cvr, "Et sted", "x@example.dk"};
  };
  mint::LoginUser all = user(olga, "Olga Operatør", "99999999");
  all.groups = {{Role("operator"), "99999999"}, {Role("reader"), "99999999"}};
  mint::LoginUser more = user(dorte, "Dorte Drift", "99999999");
  more.groups = all.groups;
  more.groups.push_back({Role("delivery_manager"), "99999999"});
  mint::LoginUser one = user(holger, "Holger Holbæk", "29189447");
  one.groups = {
      {Role("operator"), "29189447", {{idp::kKleConstraint, "29.*"}}}};
  mint::LoginUser none = user(gerda, "Gerda Gæst", "29189447");
  none.groups = {
      {Role("operator"), "29189447", {{idp::kKleConstraint, "27.*"}}}};
  mint::LoginUser low = user(laura, "Laura Lav", "99999999");
  low.groups = {{Role("operator"), "99999999"}};
  low.level = "Low";
  return {all, one, more, none, low};
}

// Made once: keys take longer than the tests.
struct Keys {
  std::string folder = testing::NewTemporaryFolder();
  std::unique_ptr<sandbox::sts::KeyRing> ring =
      *sandbox::sts::KeyRing::Open(folder, 2048, absl::Now());
  mint::KeyPair ours = ring->authority().Issue(
      {"Trivsel konsol"},
      {absl::Now() - absl::Hours(1), absl::Now() + absl::Hours(9)});
  ~Keys() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

Keys& SharedKeys() {
  static Keys keys;
  return keys;
}

}  // namespace

LoginFixture::LoginFixture()
    : ring_(SharedKeys().ring.get()), ours_(SharedKeys().ours) {
  EXPECT_TRUE(
      registry_
          ->PutMunicipality(
              "test", {0, "11111111", "Korsbæk Kommune", {"79641000016006"}})
          .ok());
  const absl::Time now = absl::Now();
  saml_ = std::make_unique<idp::SamlDesk>(
      Users(kOlga, kHolger, kDorte, kGerda, kLaura), ring_);
  oidc_ = std::make_unique<idp::OidcDesk>(ring_);
  const testing::CertifiedKey server = certificates_.Server("idp");
  sandbox::TlsFiles tls{server.cert_file, server.key_file, ""};
  tls.anybody = true;
  idp_ = *idp::OpenBrowsers(saml_.get(), oidc_.get(), tls, "127.0.0.1:0", "");
  const std::string& address = idp_->address();
  idp_url_ = "https://localhost" + address.substr(address.rfind(':'));
  std::ofstream(In("sp.pem")) << ours_.certificate_pem();
  std::ofstream(In("sp.key")) << ours_.key_pem();
  std::ofstream(In("idp.pem")) << ring_->Signer(now).certificate_pem();
  config_.https.listen = "127.0.0.1:0";
  config_.login_policy = In("login.textproto");
  PutPolicy();
}

void LoginFixture::PutPolicy(const std::string& more, bool oidc,
                             const std::string& operator_role) {
  std::ofstream out(In("login.new"));
  out << "saml { idp_entity_id: '" << idp::kEntityId << "' idp_metadata: '"
      << idp_url_ << "/runtime/saml2/metadata.idp' idp_metadata_ca_file: '"
      << certificates_.ca().cert_file
      << "' idp_metadata_certificate_files: 'idp.pem' entity_id: '" << kEntityId
      << "' certificate_files: 'sp.pem' key_files: 'sp.key' }\n";
  if (oidc) {
    out << "oidc { issuer: '" << idp_url_ << "/oidc' ca_file: '"
        << certificates_.ca().cert_file
        << "' client_id: 'trivsel' client_key_file: 'sp.key' }\n";
  }
  out << "roles { uri: '" << Role("operator") << "' role: '" << operator_role
      << "' }\nroles { uri: '" << Role("reader")
      << "' role: 'reader' }\nkle_constraints: '" << idp::kKleConstraint
      << "'\nall_municipalities_cvrs: '99999999'\nsandbox: true\n"
      << more;
  out.close();
  std::filesystem::rename(In("login.new"), In("login.textproto"));
}

std::string LoginFixture::Url(const std::string& path) const {
  const std::string address = gateway_->https_address();
  return "https://localhost" + address.substr(address.rfind(':')) + path;
}

void LoginFixture::Open() {
  Start();
  ASSERT_NE(gateway_, nullptr);
  LoginBrowser browser = NewBrowser();
  const auto metadata = browser.Get(Url("/saml/metadata"));
  ASSERT_EQ(metadata.status, 200) << metadata.body;
  const absl::Status taken = saml_->Register(metadata.body, absl::Now());
  ASSERT_TRUE(taken.ok()) << taken;
}

LoginBrowser::Page LoginFixture::BeginAt(LoginBrowser& browser,
                                         const std::string& path) {
  const auto redirect = browser.Get(Url(path));
  EXPECT_EQ(redirect.status, 303) << redirect.body;
  return redirect.location.empty() ? redirect : browser.Get(redirect.location);
}

LoginBrowser::Page LoginFixture::Choose(LoginBrowser& browser,
                                        const LoginBrowser::Page& page,
                                        const std::string& user) {
  EXPECT_EQ(page.status, 200) << page.body;
  return browser.Post(idp_url_ + "/runtime/login",
                      {{"ticket", page.Hidden("ticket")}, {"user", user}});
}

LoginBrowser::Page LoginFixture::Answer(LoginBrowser& browser,
                                        const LoginBrowser::Page& page) {
  EXPECT_EQ(page.status, 200) << page.body;
  return browser.Post(Url("/saml/acs"),
                      {{"SAMLResponse", page.Hidden("SAMLResponse")},
                       {"RelayState", page.Hidden("RelayState")}});
}

LoginBrowser::Page LoginFixture::LogIn(LoginBrowser& browser,
                                       const std::string& user,
                                       const std::string& path) {
  return Answer(browser, Choose(browser, BeginAt(browser, path), user));
}

std::string LoginFixture::SessionOf(const LoginBrowser& browser) const {
  return browser.Cookie(Url(""), login::kSessionCookie);
}

std::optional<login::Session> LoginFixture::Who(const std::string& cookie) {
  RegistryAdapter source(*registry_);
  access::AccessDirectory directory(source, clock_);
  EXPECT_TRUE(directory.Load().ok());
  login::LoginSettings::Options options;
  options.policy_file = config_.login_policy;
  options.fetch = FetchHttps;
  login::LoginSettings settings(std::move(options), clock_);
  EXPECT_TRUE(settings.Load().ok());
  login::SessionBook book(pool_.get(), &settings,
                          [&directory] { return directory.book(); });
  http::Request request;
  request.method = "GET";
  request.path = "/";
  request.headers.Add("Cookie",
                      std::string(login::kSessionCookie) + "=" + cookie);
  auto entered = book.Enter(request);
  auto* session = std::get_if<login::Session>(&entered);
  if (session == nullptr) return std::nullopt;
  return std::move(*session);
}

std::string LoginFixture::ReasonOf(const LoginBrowser::Page& page) {
  const size_t at = page.body.find("<code>");
  const size_t last = page.body.rfind("</code>, <code>");
  if (at == std::string::npos || last == std::string::npos) return "";
  const size_t from = page.body.rfind("<code>", last) + 6;
  return page.body.substr(from, last - from);
}

testing::LoginSetting LoginFixture::SettingFor(
    const LoginBrowser::Page& redirect, std::string* relay) {
  namespace token = validator::token;
  const std::string query =
      redirect.location.substr(redirect.location.find('?') + 1);
  const auto read = token::ReadRedirect(query);
  const auto& message = std::get<token::RedirectMessage>(read);
  const auto request = idp::ReadMessage(message.xml);
  *relay = message.relay_state;
  const absl::Time now = absl::Now();
  return {{idp::kEntityId, request->acs_url, kEntityId, request->id,
           *saml_->Find(kOlga), now},
          ours_.key(),
          ring_->Signer(now),
          ring_->stranger(),
          ring_->expired()};
}

int64_t LoginFixture::Count(const std::string& sql) {
  // A connection knows a statement by its address, for as long as it lives.
  struct Kept {
    std::string name, sql;
    store::Statement statement{};
  };
  static auto* kept = new std::map<std::string, Kept>();
  Kept& one = (*kept)[sql];
  if (one.name.empty()) {
    one.name = "test_" + std::to_string(kept->size());
    one.sql = sql;
    one.statement = {one.name.c_str(), one.sql.c_str()};
  }
  auto rows = pool_->Execute(one.statement, store::Params());
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows.ok() && rows->rows() > 0 ? rows->Int64(0, 0) : -1;
}

}  // namespace trivsel::gateway
