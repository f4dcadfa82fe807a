// The sandbox STS over real TLS.
#include <gtest/gtest.h>
#include <httplib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/doors.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "tests/deploy/sandbox/sts/second_opinion.h"

namespace trivsel::sandbox::sts {
namespace {

using nlohmann::json;

constexpr char kForm[] = "application/x-www-form-urlencoded";
constexpr char kJwtPath[] = "/runtime/api/rest/oauth/v1/issue";
constexpr char kSamlPath[] = "/runtime/api/rest/wstrust/v1/issue";
constexpr char kMetadataPath[] = "/runtime/saml2/metadata.idp";

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class StsTest : public ::testing::Test {
 protected:
  // Certificates and keys take a second to make: once for all.
  static void SetUpTestSuite() {
    char folder[] = "/tmp/trivsel-sts-XXXXXX";
    folder_ = new std::string(mkdtemp(folder));
    const std::string make_ca =
        absl::StrCat(TRIVSEL_SOURCE_DIR "/deploy/sandbox/make-dev-ca ",
                     *folder_, "/certs >/dev/null");
    ASSERT_EQ(std::system(make_ca.c_str()), 0);
    ASSERT_TRUE(KeyRing::Open(*folder_ + "/sts", 2048, absl::Now()).ok());
  }
  static void TearDownTestSuite() {
    std::filesystem::remove_all(*folder_);
    delete folder_;
  }

  void SetUp() override {
    // Each test has its own copy: what one rolls, another does not see.
    std::filesystem::remove_all(Data());
    std::filesystem::copy(*folder_ + "/sts", Data());
    Start();
  }

  void Start(StsConfig config = {}) {
    tokens_.reset();
    control_.reset();
    auto ring = KeyRing::Open(Data(), 2048, absl::Now());
    ASSERT_TRUE(ring.ok()) << ring.status();
    ring_ = *std::move(ring);
    desk_ = std::make_unique<IssueDesk>(std::move(config), ring_.get());
    auto tokens = OpenTokens(
        desk_.get(), {Cert("sts.pem"), Cert("sts-key.pem"), Cert("ca.pem")},
        "127.0.0.1:0");
    ASSERT_TRUE(tokens.ok()) << tokens.status();
    tokens_ = *std::move(tokens);
    auto control = OpenControl(desk_.get(), ring_.get(), "127.0.0.1:0");
    ASSERT_TRUE(control.ok()) << control.status();
    control_ = *std::move(control);
  }

  static std::string Data() { return *folder_ + "/data"; }
  static std::string Cert(const std::string& name) {
    return *folder_ + "/certs/" + name;
  }
  static int PortOf(const Listener& listener) {
    const std::string& address = listener.address();
    return std::stoi(address.substr(address.rfind(':') + 1));
  }
  static std::string Der(const std::string& name) {
    return mint::CertificateDerOfPem(Read(Cert(name))).value();
  }

  std::unique_ptr<httplib::SSLClient> Client(
      const std::string& name = "fagsystem") const {
    auto client = std::make_unique<httplib::SSLClient>(
        "localhost", PortOf(*tokens_), Cert(name + ".pem"),
        Cert(name + "-key.pem"));
    client->set_ca_cert_path(Cert("ca.pem").c_str());
    client->enable_server_certificate_verification(true);
    return client;
  }
  httplib::Client Control() const {
    return httplib::Client("127.0.0.1", PortOf(*control_));
  }

  static std::string Form(const std::string& cvr) {
    return absl::StrCat(
        "client_id=", kService, "&grant_type=client_credentials",
        "&scope=entityid:", kService, ",anvenderkontekst:", cvr);
  }
  std::string Jwt(const std::string& cvr = "11111111") const {
    const auto answer = Client()->Post(kJwtPath, Form(cvr), kForm);
    EXPECT_TRUE(answer && answer->status == 200);
    if (!answer || answer->status != 200) return "";
    return json::parse(answer->body)["access_token"];
  }
  static json SamlRequest(const char* spelling = "AnvenderKontekst") {
    return {{"TokenType",
             "http://docs.oasis-open.org/wss/"
             "oasis-wss-saml-token-profile-1.1#SAMLV2.0"},
            {"RequestType",
             "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"},
            {"KeyType",
             "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"},
            {spelling, {{"Cvr", "11111111"}}},
            {"UseKey", mint::Base64(Der("fagsystem.pem"))},
            {"AppliesTo", {{"EndpointReference", {{"Address", kService}}}}},
            {"OnBehalfOf", nullptr}};
  }
  int CertificatesInMetadata() const {
    const auto answer = Client()->Get(kMetadataPath);
    if (!answer || answer->status != 200) return -1;
    int count = 0;
    for (size_t at = 0;
         (at = answer->body.find("use=\"signing\"", at)) != std::string::npos;
         ++at) {
      ++count;
    }
    return count;
  }
  mint::KeyPair Signer() const { return ring_->Signer(absl::Now()); }

  static constexpr const char* kService = mint::kSandboxService;
  static std::string* folder_;
  std::unique_ptr<KeyRing> ring_;
  std::unique_ptr<IssueDesk> desk_;
  std::unique_ptr<Listener> tokens_, control_;
};
std::string* StsTest::folder_ = nullptr;

TEST_F(StsTest, IssuesAJwtBoundToTheConnection) {
  const auto answer = Client()->Post(kJwtPath, Form("11111111"), kForm);
  ASSERT_TRUE(answer) << httplib::to_string(answer.error());
  ASSERT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(answer->get_header_value("Cache-Control"), "no-store");
  const json body = json::parse(answer->body);
  EXPECT_EQ(body["token_type"], "Holder-of-key");
  EXPECT_EQ(body["expires_in"], 28800);
  const std::string token = body["access_token"];
  EXPECT_TRUE(OpensslAcceptsJws(token, Signer(), true));
  const json claims = json::parse(JwsPart(token, 1));
  EXPECT_EQ(claims["cvr"], "11111111");
  EXPECT_EQ(claims["cnf"]["x5t#S256"],
            mint::Base64Url(mint::Sha256(Der("fagsystem.pem"))));

  const auto other =
      Client("fagsystem-2")->Post(kJwtPath, Form("11111111"), kForm);
  ASSERT_TRUE(other && other->status == 200);
  const std::string theirs = json::parse(other->body)["access_token"];
  EXPECT_EQ(json::parse(JwsPart(theirs, 1))["cnf"]["x5t#S256"],
            mint::Base64Url(mint::Sha256(Der("fagsystem-2.pem"))));
}

TEST_F(StsTest, TakesTheParametersFromTheQueryToo) {
  const auto answer =
      Client()->Post(absl::StrCat(kJwtPath, "?", Form("11111111")), "", kForm);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200) << answer->body;
}

TEST_F(StsTest, RefusesWhatItDoesNotServe) {
  const std::string good = Form("11111111");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "invalid_request"},
      {good + "&scope=x", "invalid_request"},
      {mint::Replaced(good, "client_credentials", "password"),
       "unsupported_grant_type"},
      {mint::Replaced(good, ":11111111", ":1111111"), "invalid_scope"},
      {mint::Replaced(good, "anvenderkontekst", "context"), "invalid_scope"},
      {good + ",onbehalfof:aa", "invalid_scope"},
      {mint::Replaced(good, "client_id=http", "client_id=https"),
       "invalid_client"}};
  for (const auto& [form, error] : cases) {
    const auto answer = Client()->Post(kJwtPath, form, kForm);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400) << form;
    EXPECT_EQ(json::parse(answer->body)["error"], error) << form;
    EXPECT_FALSE(json::parse(answer->body)["error_description"].empty());
  }
}

TEST_F(StsTest, NobodyWithoutACertificateIsServed) {
  httplib::SSLClient client("localhost", PortOf(*tokens_));
  client.set_ca_cert_path(Cert("ca.pem").c_str());
  EXPECT_FALSE(client.Post(kJwtPath, Form("11111111"), kForm));
  EXPECT_FALSE(client.Get(kMetadataPath));
}

TEST_F(StsTest, IssuesSamlInEitherSpelling) {
  for (const char* spelling : {"AnvenderKontekst", "Anvenderkontekst"}) {
    const auto answer = Client()->Post(kSamlPath, SamlRequest(spelling).dump(),
                                       "application/json");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
    const json body = json::parse(answer->body);
    std::string assertion;
    ASSERT_TRUE(absl::Base64Unescape(
        body["RequestedSecurityToken"]["Assertion"].get<std::string>(),
        &assertion));
    EXPECT_TRUE(XmlsecAccepts(assertion, Signer()));
    EXPECT_NE(assertion.find(mint::Base64(Der("fagsystem.pem"))),
              std::string::npos);
    absl::Time until;
    std::string error;
    EXPECT_TRUE(absl::ParseTime("%m/%d/%Y %H:%M:%S",
                                body["Lifetime"].get<std::string>(), &until,
                                &error))
        << error;
  }
}

TEST_F(StsTest, RefusesSamlForAnother) {
  const auto expect = [&](const std::string& body, int status) {
    const auto answer = Client()->Post(kSamlPath, body, "application/json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status) << body;
    EXPECT_EQ(json::parse(answer->body)["code"], status);
    EXPECT_TRUE(json::parse(answer->body)["message"].is_string());
  };
  expect("", 400);
  expect("[]", 400);
  expect(std::string(100'000, '['), 400);
  for (const char* member : {"TokenType", "RequestType", "KeyType", "UseKey",
                             "AppliesTo", "AnvenderKontekst"}) {
    json without = SamlRequest();
    without.erase(member);
    expect(without.dump(), 400);
    json odd = SamlRequest();
    odd[member] = 17;
    expect(odd.dump(), 400);
  }
  json other = SamlRequest();
  other["UseKey"] = mint::Base64(Der("fagsystem-2.pem"));
  expect(other.dump(), 400);
  json behalf = SamlRequest();
  behalf["OnBehalfOf"] = "x";
  expect(behalf.dump(), 400);
}

TEST_F(StsTest, AgreementsLimitWhoGetsWhat) {
  StsConfig config;
  config.agreements = {
      "11111111", "22222222@" + mint::Hex(mint::Sha256(Der("fagsystem.pem")))};
  Start(config);
  const auto status = [&](const char* who, const char* cvr) {
    const auto answer = Client(who)->Post(kJwtPath, Form(cvr), kForm);
    return answer ? answer->status : -1;
  };
  EXPECT_EQ(status("fagsystem", "11111111"), 200);
  EXPECT_EQ(status("fagsystem-2", "11111111"), 200);
  EXPECT_EQ(status("fagsystem", "22222222"), 200);
  EXPECT_EQ(status("fagsystem-2", "22222222"), 400);
  EXPECT_EQ(status("fagsystem", "33333333"), 400);
}

TEST_F(StsTest, RollsItsCertificateInTwoSteps) {
  EXPECT_EQ(CertificatesInMetadata(), 1);
  const mint::KeyPair first = Signer();
  ASSERT_TRUE(Control().Post("/roll"));
  EXPECT_EQ(CertificatesInMetadata(), 2) << "announced";
  EXPECT_TRUE(OpensslAcceptsJws(Jwt(), first, true)) << "not in use yet";

  const auto rolled = Control().Post("/roll?activate=now");
  ASSERT_TRUE(rolled && rolled->status == 200);
  EXPECT_EQ(json::parse(rolled->body)["number"], 2) << "the announced one";
  const mint::KeyPair second = Signer();
  EXPECT_NE(second.x5t(), first.x5t());
  EXPECT_TRUE(OpensslAcceptsJws(Jwt(), second, true));
  const auto metadata = Client()->Get(kMetadataPath);
  ASSERT_TRUE(metadata);
  EXPECT_TRUE(XmlsecAccepts(metadata->body, second));
  EXPECT_EQ(CertificatesInMetadata(), 2)
      << "tokens of the first are still on their way";

  StsConfig config;
  config.keep_previous = absl::ZeroDuration();
  Start(config);
  EXPECT_EQ(Signer().x5t(), second.x5t()) << "a restart keeps the keys";
  EXPECT_EQ(CertificatesInMetadata(), 1);
  const auto pem = Control().Get("/certificates");
  ASSERT_TRUE(pem);
  EXPECT_EQ(pem->body, first.certificate_pem() + second.certificate_pem());
}

// As `curl -X POST` asks for it.
TEST_F(StsTest, RollsWithoutABodyToo) {
  const std::string first = Signer().x5t();
  const std::string command = absl::StrCat(
      "curl --silent --fail --noproxy '*' --max-time 10 -X POST 'http://",
      control_->address(), "/roll?activate=now' >/dev/null");
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_NE(Signer().x5t(), first);
}

TEST_F(StsTest, RollsAtATimeToCome) {
  const absl::Time now = absl::Now();
  const auto rolled = Control().Post("/roll?activate=3600");
  ASSERT_TRUE(rolled && rolled->status == 200);
  const std::string before = ring_->Signer(now + absl::Minutes(59)).x5t();
  EXPECT_EQ(before, Signer().x5t());
  EXPECT_NE(ring_->Signer(now + absl::Minutes(61)).x5t(), before);
  for (const char* bad :
       {"/roll?activate=", "/roll?activate=-1", "/roll?activate=soon"}) {
    const auto answer = Control().Post(bad);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400) << bad;
  }
}

TEST_F(StsTest, GivesBadTokensOfEveryKind) {
  const auto kinds = Control().Get("/kinds");
  ASSERT_TRUE(kinds && kinds->status == 200);
  const json list = json::parse(kinds->body);
  EXPECT_GE(list.size(), 70u);
  const std::string pem = Read(Cert("fagsystem.pem"));
  const auto expired = Control().Post("/bad?kind=jwt-expired&cvr=22222222", pem,
                                      "application/x-pem-file");
  ASSERT_TRUE(expired && expired->status == 200);
  EXPECT_EQ(expired->get_header_value("Trivsel-Expected"), "TOKEN_EXPIRED");
  const json claims = json::parse(JwsPart(expired->body, 1));
  EXPECT_EQ(claims["cvr"], "22222222");
  EXPECT_LT(claims["exp"].get<int64_t>(), absl::ToUnixSeconds(absl::Now()));
  EXPECT_EQ(claims["cnf"]["x5t#S256"],
            mint::Base64Url(mint::Sha256(Der("fagsystem.pem"))));
  const auto unknown =
      Control().Post("/bad?kind=none", pem, "application/x-pem-file");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->status, 404);
  const auto without = Control().Post("/bad?kind=jwt-expired");
  ASSERT_TRUE(without);
  EXPECT_EQ(without->status, 400);
}

TEST_F(StsTest, DoesNotBeginAfreshOnWhatItCannotRead) {
  std::ofstream(Data() + "/signing-1-key.pem") << "hello";
  EXPECT_FALSE(KeyRing::Open(Data(), 2048, absl::Now()).ok());
}

TEST_F(StsTest, ControlIsForThisMachineOnly) {
  EXPECT_FALSE(OpenControl(desk_.get(), ring_.get(), "0.0.0.0:0").ok());
}

}  // namespace
}  // namespace trivsel::sandbox::sts
