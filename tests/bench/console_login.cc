#include "tests/bench/console_login.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deploy/sandbox/idp/users.h"
#include "gateway/login/cookies.h"
#include "tests/bench/require.h"
#include "tests/integration/login_browser.h"

namespace trivsel::bench {
namespace {

namespace idp = trivsel::sandbox::idp;
namespace mint = trivsel::sandbox::mint;
using gateway::LoginBrowser;

constexpr char kEverybodysCvr[] = "99999999";
constexpr char kHolbaekCvr[] = "29189447";
constexpr const char* kRoles[] = {"reader", "operator", "delivery_manager"};

std::string RoleUri(const std::string& role) {
  return absl::StrCat(idp::kRolePrefix, role, "/1");
}

std::string PortOf(const std::string& address) {
  return address.substr(address.rfind(':'));
}

mint::LoginUser User(const char* key, const char* name, const char* cvr) {
  mint::LoginUser user{key, name, cvr, "Et sted", "x@example.dk"};
  for (const char* role : kRoles) {
    user.groups.push_back({RoleUri(role), cvr});
  }
  return user;
}

}  // namespace

std::string ActorOf(const std::string& user) {
  return absl::StrCat("user:", user, "@",
                      user == kOlga ? kEverybodysCvr : kHolbaekCvr);
}

ConsoleLogin::ConsoleLogin()
    : ring_(Require(
          sandbox::sts::KeyRing::Open(folder_ + "/keys", 2048, absl::Now()))) {
  saml_ = std::make_unique<idp::SamlDesk>(
      std::vector<mint::LoginUser>{User(kOlga, "Olga Operatør", kEverybodysCvr),
                                   User(kHolger, "Holger Holbæk", kHolbaekCvr)},
      ring_.get());
  oidc_ = std::make_unique<idp::OidcDesk>(ring_.get());
  const testing::CertifiedKey server = certificates_.Server("idp");
  sandbox::TlsFiles tls{server.cert_file, server.key_file, ""};
  tls.anybody = true;
  idp_ = Require(
      idp::OpenBrowsers(saml_.get(), oidc_.get(), tls, "127.0.0.1:0", ""));
  idp_url_ = "https://localhost" + PortOf(idp_->address());
  PutPolicy();
}

ConsoleLogin::~ConsoleLogin() {
  idp_ = nullptr;
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void ConsoleLogin::PutPolicy() {
  const absl::Time now = absl::Now();
  const mint::KeyPair ours = ring_->authority().Issue(
      {"Trivsel konsol"}, {now - absl::Hours(1), now + absl::Hours(24)});
  std::ofstream(In("sp.pem")) << ours.certificate_pem();
  std::ofstream(In("sp.key")) << ours.key_pem();
  std::ofstream(In("idp.pem")) << ring_->Signer(now).certificate_pem();
  std::ofstream out(In("login.textproto"));
  out << "saml { idp_entity_id: '" << idp::kEntityId << "' idp_metadata: '"
      << idp_url_ << "/runtime/saml2/metadata.idp' idp_metadata_ca_file: '"
      << certificates_.ca().cert_file
      << "' idp_metadata_certificate_files: 'idp.pem' entity_id: "
         "'https://saml.example.dk/konsol' certificate_files: 'sp.pem' "
         "key_files: 'sp.key' }\n";
  for (const char* role : kRoles) {
    out << "roles { uri: '" << RoleUri(role) << "' role: '" << role << "' }\n";
  }
  out << "all_municipalities_cvrs: '" << kEverybodysCvr << "'\nsandbox: true\n";
}

std::vector<std::string> ConsoleLogin::GatewayOptions() const {
  return {"--https-listen", "127.0.0.1:0", "--login-policy",
          In("login.textproto")};
}

void ConsoleLogin::Meet(const BenchGateway& gateway) {
  std::ofstream(ca_file()) << certificates_.ca().cert_pem << gateway.ca_pem();
  url_ = "https://localhost" + PortOf(gateway.https_address());
  const auto metadata = LoginBrowser(ca_file()).Get(url_ + "/saml/metadata");
  Require(saml_->Register(metadata.body, absl::Now()));
}

std::string ConsoleLogin::LogIn(const std::string& user) {
  LoginBrowser browser(ca_file());
  const auto redirect = browser.Get(url_ + "/login");
  const auto choice = browser.Get(redirect.location);
  const auto chosen =
      browser.Post(idp_url_ + "/runtime/login",
                   {{"ticket", choice.Hidden("ticket")}, {"user", user}});
  const auto answer = browser.Post(
      url_ + "/saml/acs", {{"SAMLResponse", chosen.Hidden("SAMLResponse")},
                           {"RelayState", chosen.Hidden("RelayState")}});
  const std::string cookie =
      browser.Cookie(url_, gateway::login::kSessionCookie);
  if (cookie.empty()) {
    Die(absl::StrCat("nobody is logged in: ", answer.status, " ",
                     answer.body.substr(0, 2000)));
  }
  return absl::StrCat(gateway::login::kSessionCookie, "=", cookie);
}

}  // namespace trivsel::bench
