// POST /token of a whole gateway, and what its tokens are good for: real TLS,
// real PostgreSQL, real gRPC, the sandbox's STS.
#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <cctype>
#include <filesystem>
#include <fstream>

#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "gateway/store/registry_credentials.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/tls_client.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace mint = trivsel::sandbox::mint;
namespace token = validator::token;
using ::testing::HasSubstr;
using testing::HttpAnswer;
using ::testing::Not;

constexpr char kCvr[] = "29189447";
constexpr char kClientId[] = "eoj";

std::string Percent(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (unsigned char c : text) {
    if (std::isalnum(c)) {
      encoded.push_back(static_cast<char>(c));
    } else {
      encoded += {'%', kHex[c >> 4], kHex[c & 15]};
    }
  }
  return encoded;
}

std::string Member(const HttpAnswer& answer, const char* name) {
  rapidjson::Document json;
  json.Parse(answer.body.data(), answer.body.size());
  if (json.HasParseError() || !json.IsObject() || !json.HasMember(name)) {
    return "";
  }
  return json[name].IsString() ? json[name].GetString()
                               : std::to_string(json[name].GetInt64());
}

// Made once: keys take longer than the tests.
struct Keys {
  const mint::Validity day{absl::Now() - absl::Hours(24),
                           absl::Now() + absl::Hours(24)};
  const mint::CertificateAuthority ca =
      mint::CertificateAuthority::New(absl::Now());
  const mint::KeyPair sts = ca.Issue(mint::StsSubject(2), day);
  const mint::KeyPair vendor = ca.Issue({"system"}, day);
  const mint::KeyPair stranger = ca.Issue({"stranger"}, day);

  static const Keys& Get() {
    static const auto* keys = new Keys();
    return *keys;
  }
};

class TokenDoorTest : public GatewayFixture {
 protected:
  TokenDoorTest() {
    client_ = Save("system", vendor_pair_);
    stranger_ = Save("stranger", stranger_pair_);
    std::ofstream(In("clients.pem"))
        << certificates_.ca().cert_pem << ca_.pair().certificate_pem();
    std::ofstream(In("sts.pem")) << sts_.certificate_pem();
    std::ofstream(In("policy"))
        << "service_entity_ids: '" << mint::kSandboxService
        << "' reporter_roles: '" << mint::kSandboxRole
        << "' documents_not_required: true issuers { entity_id: '"
        << mint::kSandboxIssuer
        << "' certificate_files: 'sts.pem' sandbox: true }";
    config_.tls_client_ca = In("clients.pem");
    config_.access_policy = In("policy");
    config_.certificate_login = false;
    config_.https.listen = "127.0.0.1:0";
    Register(vendor_pair_, "vendor");
    EXPECT_TRUE(registry_->PutSubmitter("test", "other").ok());
    EXPECT_TRUE(registry_->Allow("test", "other", kCvr).ok());
    Register(stranger_pair_, "other");
    EXPECT_TRUE(registry_
                    ->UpdateSubmitter("test", "vendor",
                                      {.client_id = std::string(kClientId)})
                    .ok());
  }

  std::string In(const std::string& name) const {
    return certificates_.folder() + "/" + name;
  }
  testing::CertifiedKey Save(const std::string& name,
                             const mint::KeyPair& pair) {
    testing::CertifiedKey key{pair.certificate_pem(), pair.key_pem(),
                              In(name + ".pem"), In(name + ".key")};
    std::ofstream(key.cert_file) << key.cert_pem;
    std::ofstream(key.key_file) << key.key_pem;
    return key;
  }
  void Register(const mint::KeyPair& pair, const std::string& owner) {
    store::CredentialRow row;
    row.fingerprint = token::Hex(token::Digest(pair.certificate_der()));
    row.key_der = pair.public_key_der();
    row.owner = owner;
    row.label = "test";
    store::CredentialRegistry credentials(pool_.get());
    EXPECT_TRUE(
        credentials.Put("test", store::CredentialOwner::kSubmitter, row).ok());
  }

  std::string Assertion(const mint::KeyPair& holder) {
    return mint::MintAssertion(
        mint::ReporterRequest(kCvr, holder.certificate_der(), absl::Now()),
        sts_);
  }
  std::string ExchangeForm(const std::string& assertion) {
    return "grant_type=" +
           Percent("urn:ietf:params:oauth:grant-type:token-exchange") +
           "&subject_issuer=kombit-sts&subject_token_type=" +
           Percent("urn:ietf:params:oauth:token-type:saml2") +
           "&subject_token=" + mint::Base64Url(assertion) + ClientPart();
  }
  std::string ClientPart() {
    const std::string address = gateway_->https_address();
    return std::string("&client_id=") + kClientId + "&client_assertion_type=" +
           Percent("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") +
           "&client_assertion=" +
           mint::MintClientAssertion(
               {kClientId,
                "https://localhost" + address.substr(address.rfind(':')) +
                    "/token",
                absl::Now()},
               vendor_pair_);
  }
  std::optional<HttpAnswer> Ask(const std::string& request,
                                const testing::CertifiedKey* key) {
    testing::TlsClient client(
        {gateway_->https_address(), certificates_.ca().cert_file, key, 0});
    EXPECT_TRUE(client.connected());
    return client.connected() ? client.Ask(request) : std::nullopt;
  }
  HttpAnswer Post(const std::string& form,
                  const testing::CertifiedKey* key = nullptr) {
    const auto answer =
        Ask("POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: " +
                std::to_string(form.size()) + "\r\n\r\n" + form,
            key);
    EXPECT_TRUE(answer);
    return answer.value_or(HttpAnswer());
  }
  // Lists reports with a token over a connection with a certificate.
  grpc::Status List(const std::string& text, const testing::CertifiedKey& key) {
    auto stub = StubAs(key);
    auto context = Context();
    if (!text.empty()) {
      context->AddMetadata("authorization", "Bearer " + text);
    }
    v1::ListReportsResponse response;
    return stub->ListReports(context.get(), {}, &response);
  }

  const mint::CertificateAuthority& ca_ = Keys::Get().ca;
  const mint::KeyPair& sts_ = Keys::Get().sts;
  const mint::KeyPair& vendor_pair_ = Keys::Get().vendor;
  const mint::KeyPair& stranger_pair_ = Keys::Get().stranger;
  testing::CertifiedKey client_, stranger_;
};

TEST_F(TokenDoorTest, ItsTokenOpensTheGrpcDoorForItsHolderAlone) {
  Start();
  EXPECT_EQ(Reason(List("", client_)), "TOKEN_MISSING");
  const HttpAnswer answer =
      Post(ExchangeForm(Assertion(vendor_pair_)), &client_);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.Header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.Header("Pragma"), "no-cache");
  const std::string access = Member(answer, "access_token");
  EXPECT_TRUE(List(access, client_).ok())
      << List(access, client_).error_message();
  EXPECT_EQ(Reason(List(access, stranger_)), "CONFIRMATION_MISMATCH");
  // A refresh token is for the token endpoint alone.
  EXPECT_FALSE(List(Member(answer, "refresh_token"), client_).ok());
  const HttpAnswer refreshed =
      Post("grant_type=refresh_token&refresh_token=" +
               Member(answer, "refresh_token") + ClientPart(),
           &client_);
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  EXPECT_TRUE(List(Member(refreshed, "access_token"), client_).ok());
  const HttpAnswer rest = Post(
      "saml-token=" + Percent(mint::Base64(Assertion(vendor_pair_))), &client_);
  ASSERT_EQ(rest.status, 200) << rest.body;
  EXPECT_TRUE(List(Member(rest, "access_token"), client_).ok());
}

TEST_F(TokenDoorTest, AnAssertionOfTheClientIsGoodOnceEvenAfterARestart) {
  Start();
  config_.https.url =
      "https://localhost" +
      gateway_->https_address().substr(gateway_->https_address().rfind(':'));
  const std::string form = ExchangeForm(Assertion(vendor_pair_));
  EXPECT_EQ(Post(form, &client_).status, 200);
  const HttpAnswer again = Post(form, &client_);
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(Member(again, "code"), "CLIENT_ASSERTION_REPLAYED");
  Stop();
  Start();
  EXPECT_EQ(Member(Post(form, &client_), "code"), "CLIENT_ASSERTION_REPLAYED");
}

TEST_F(TokenDoorTest, APermissionTakenAwayCountsForTokensToo) {
  Start();
  const HttpAnswer answer =
      Post(ExchangeForm(Assertion(vendor_pair_)), &client_);
  const std::string access = Member(answer, "access_token");
  ASSERT_TRUE(List(access, client_).ok());
  ASSERT_TRUE(registry_->Disallow("test", "vendor", kCvr).ok());
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  grpc::Status status = List(access, client_);
  while (status.ok() && absl::Now() < give_up) status = List(access, client_);
  EXPECT_EQ(Reason(status), "AGREEMENT_MISSING");
  EXPECT_EQ(
      Member(Post(ExchangeForm(Assertion(vendor_pair_)), &client_), "code"),
      "AGREEMENT_MISSING");
}

TEST_F(TokenDoorTest, EveryRefusalIsOAuthJson) {
  Start();
  const std::string head =
      " /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: ";
  const std::pair<std::string, int> cases[] = {
      {"GET /token HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
      {"POST" + head + "application/json\r\nContent-Length: 2\r\n\r\n{}", 415},
      {"POST" + head +
           "application/x-www-form-urlencoded\r\nContent-Length: 5242880"
           "\r\n\r\n",
       413},
      {"POST" + head +
           "application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=%",
       400},
      {"POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
       400},
  };
  for (const auto& [request, status] : cases) {
    const auto answer = Ask(request, &client_);
    ASSERT_TRUE(answer) << request;
    EXPECT_EQ(answer->status, status) << request;
    EXPECT_EQ(Member(*answer, "error"), "invalid_request") << answer->body;
    EXPECT_NE(Member(*answer, "danish"), "");
  }
  const HttpAnswer nobody = Post(ExchangeForm(Assertion(vendor_pair_)));
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(Member(nobody, "code"), "CERTIFICATE_MISSING");
  const HttpAnswer stolen =
      Post("saml-token=" + Percent(mint::Base64(Assertion(vendor_pair_))),
           &stranger_);
  EXPECT_EQ(stolen.status, 401);
  EXPECT_EQ(Member(stolen, "code"), "CONFIRMATION_MISMATCH");
  EXPECT_THAT(stolen.Header("WWW-Authenticate"),
              HasSubstr("error=\"invalid_token\""));
}

TEST_F(TokenDoorTest, RefusalsLinkToAPageThatExplainsThem) {
  Start();
  const HttpAnswer refused = Post("a=1", &client_);
  const std::string uri = Member(refused, "error_uri");
  const std::string address = gateway_->https_address();
  EXPECT_EQ(uri, "https://localhost" + address.substr(address.rfind(':')) +
                     "/help/access#PARAMETER_INVALID");
  // The gRPC door's refusals link there too.
  EXPECT_THAT(List("", client_).error_details(),
              HasSubstr("/help/access#TOKEN_MISSING"));
  const auto danish =
      Ask("GET /help/access HTTP/1.1\r\nHost: x\r\n\r\n", nullptr);
  const auto english =
      Ask("GET /help/access?lang=en HTTP/1.1\r\nHost: x\r\n\r\n", nullptr);
  ASSERT_TRUE(danish && english);
  EXPECT_EQ(danish->status, 200);
  EXPECT_THAT(danish->body, HasSubstr("<html lang=\"da\">"));
  EXPECT_THAT(english->body, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(danish->body, Not(HasSubstr("://")));  // nothing from elsewhere
  EXPECT_THAT(danish->Header("Content-Security-Policy"),
              HasSubstr("default-src 'none'; style-src 'sha256-"));
  for (v1::AccessFault code : token::AllAccessFaults()) {
    const std::string anchor = "id=\"" + token::FaultName(code) + "\"";
    EXPECT_THAT(danish->body, HasSubstr(anchor));
    EXPECT_THAT(english->body, HasSubstr(anchor));
  }
}

TEST_F(TokenDoorTest, IsCheckedBeforeItOpens) {
  config_.https.cert = server_.cert_file;
  EXPECT_THAT(std::string(CheckConfig(config_).message()),
              HasSubstr("--https-key"));
  config_.https.cert.clear();
  config_.https.listen = "8443";
  EXPECT_THAT(std::string(CheckConfig(config_).message()),
              HasSubstr("--https-listen must be HOST:PORT"));
  config_.https.listen = "127.0.0.1:0";
  config_.https.url = "http://x";
  EXPECT_THAT(std::string(CheckConfig(config_).message()),
              HasSubstr("--https-url"));
  config_.https.url = "https://gateway.example.dk/";
  EXPECT_TRUE(CheckConfig(config_).ok()) << CheckConfig(config_);
  Start();
  EXPECT_EQ(Member(Post("a=1", &client_), "error_uri"),
            "https://gateway.example.dk/help/access#PARAMETER_INVALID");
}

}  // namespace
}  // namespace trivsel::gateway
