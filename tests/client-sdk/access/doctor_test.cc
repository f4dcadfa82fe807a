// trivsel doctor against what goes wrong at real vendors.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>

#include "absl/time/clock.h"
#include "tests/client-sdk/access/access_scene.h"
#include "tests/client-sdk/fake_gateway.h"
#include "tests/client-sdk/fake_sts.h"
#include "tests/client-sdk/statuses.h"
#include "tests/client-sdk/token_mint.h"

namespace trivsel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kOrder = {
    "configuration", "files", "certificate", "dns",    "tcp",       "tls",
    "accepted",      "token", "health",      "access", "agreement", "clock"};

class DoctorTest : public AccessScene {
 protected:
  DoctorTest() {
    claims_.issued = absl::Now() - absl::Minutes(5);
    claims_.client_certificate_pem = vendor_.cert_pem;
  }

  struct Checked {
    testing::Finished ran;
    std::map<std::string, nlohmann::json> steps;
    std::string failed;  // the step; empty = none
  };
  // All steps come, in order, and after the one that fails all are skipped.
  Checked Doctor(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = {"--gateway", endpoint_, "doctor",
                                    "--output=json"};
    all.insert(all.end(), more.begin(), more.end());
    Checked checked;
    checked.ran = RunAsVendor(all);
    std::vector<std::string> order;
    for (const auto& line : Lines(checked.ran.out)) {
      order.push_back(line["step"]);
      checked.steps[line["step"]] = line;
      if (!checked.failed.empty()) {
        EXPECT_EQ(line["state"], "skipped") << line;
        EXPECT_EQ(line["message"], "sprunget over");
      }
      if (line["state"] == "failed") checked.failed = line["step"];
    }
    EXPECT_EQ(order, kOrder) << checked.ran.out << checked.ran.err;
    return checked;
  }
  void ExpectFailure(const Checked& checked, const std::string& step,
                     int exit_code, const std::string& danish,
                     const std::string& english) {
    EXPECT_EQ(checked.failed, step) << checked.ran.out;
    EXPECT_EQ(checked.ran.exit_code, exit_code);
    const nlohmann::json& found = checked.steps.at(step);
    EXPECT_THAT(found["message"].get<std::string>(), HasSubstr(danish));
    EXPECT_THAT(found["message_en"].get<std::string>(), HasSubstr(english));
    EXPECT_FALSE(found["advice"].get<std::string>().empty()) << found;
    EXPECT_FALSE(found["advice_en"].get<std::string>().empty()) << found;
  }
  std::string PutToken() {
    const std::string path = Write("token.jwt", mint_.Jwt(claims_));
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    return path;
  }

  client::FakeGateway gateway_{
      "localhost:0",
      client::TlsFor(certificates_.Server("gateway"), certificates_.ca())};
  std::string endpoint_ = gateway_.endpoint();
  client::TokenMint mint_;
  client::MintedClaims claims_;
};

TEST_F(DoctorTest, AllIsWell) {
  std::filesystem::permissions(vendor_.key_file,
                               std::filesystem::perms::owner_read);
  const auto checked =
      Doctor({"--token-file", PutToken(), "--sor", "451000016003"});
  EXPECT_EQ(checked.ran.exit_code, 0) << checked.ran.out << checked.ran.err;
  EXPECT_EQ(checked.failed, "");
  for (const std::string step :
       {"configuration", "files", "dns", "tcp", "accepted", "token", "health",
        "access", "agreement", "clock"}) {
    EXPECT_EQ(checked.steps.at(step)["state"], "good")
        << checked.steps.at(step);
  }
  // Test certificates last a day or two.
  for (const std::string step : {"certificate", "tls"}) {
    EXPECT_EQ(checked.steps.at(step)["state"], "warning");
    EXPECT_THAT(checked.steps.at(step)["message"].get<std::string>(),
                HasSubstr("udløber om 23 t"));
  }
  EXPECT_THAT(checked.steps.at("token")["message"].get<std::string>(),
              HasSubstr("CVR 11111111, udløber om 7 t 5"));
  for (const auto& visitor : gateway_.visitors()) {
    EXPECT_THAT(visitor.authorization, HasSubstr("Bearer ey"));
  }
  EXPECT_THAT(checked.ran.out, Not(HasSubstr(Read("token.jwt").substr(0, 20))));
}

TEST_F(DoctorTest, SaysWhereEachOptionComesFrom) {
  Write("trivsel.toml", "timeout = 7\n");
  const auto checked = Doctor({"--config", "trivsel.toml"});
  const auto& facts = checked.steps.at("configuration")["facts"];
  std::map<std::string, std::string> values;
  for (const auto& fact : facts) values[fact["name"]] = fact["value"];
  EXPECT_EQ(values["--gateway"], endpoint_ + "  (flag)");
  EXPECT_EQ(values["--timeout"], "7  (trivsel.toml)");
  EXPECT_EQ(values.count("--token-file"), 0u);
}

TEST_F(DoctorTest, PeopleReadMarksAndAdvice) {
  endpoint_ = "localhost:1";
  const auto ran =
      RunAsVendor({"--gateway", endpoint_, "doctor", "--sor", "451000016003"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.out, HasSubstr("✓ opsætning (configuration): gatewayen er "
                                 "localhost:1 (the gateway is localhost:1)\n"));
  EXPECT_THAT(ran.out, HasSubstr("    --gateway: localhost:1  (flag)\n"));
  EXPECT_THAT(ran.out, HasSubstr("\n! klientcertifikat (client certificate): "
                                 "nøglen passer; certifikatet udløber om "));
  EXPECT_THAT(ran.out,
              HasSubstr("\n✗ forbindelse (connection): intet lytter på "));
  EXPECT_THAT(ran.out, HasSubstr("\n    → kører gatewayen"));
  EXPECT_THAT(ran.out, HasSubstr("\n- TLS: sprunget over (skipped)\n"));
}

TEST_F(DoctorTest, NoCertificateAtAll) {
  const auto ran = Run({"doctor", "--output=json"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(Lines(ran.out)[0]["state"], "failed");
  EXPECT_THAT(Lines(ran.out)[0]["advice"].get<std::string>(),
              HasSubstr("TRIVSEL_CERT"));
}

TEST_F(DoctorTest, AFileThatIsNotThere) {
  ExpectFailure(Doctor({"--key", "/nonexistent.key"}), "files", 1,
                "kan ikke læse /nonexistent.key", "No such file");
}

TEST_F(DoctorTest, AKeyThatOthersCanReadIsAWarning) {
  std::filesystem::permissions(
      vendor_.key_file,
      std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
  const auto checked = Doctor();
  EXPECT_EQ(checked.ran.exit_code, 0) << checked.ran.out;
  EXPECT_EQ(checked.steps.at("files")["state"], "warning");
  EXPECT_EQ(checked.steps.at("agreement")["state"], "skipped");
}

TEST_F(DoctorTest, AKeyOfAnotherCertificate) {
  const auto other = certificates_.Client("other");
  ExpectFailure(Doctor({"--key", other.key_file}), "certificate", 1,
                "hører ikke til certifikatet", "is not that of");
}

TEST_F(DoctorTest, AnExpiredCertificate) {
  const auto expired =
      certificates_.Client("expired", absl::Now() - absl::Hours(24 * 5));
  ExpectFailure(
      Doctor({"--cert", expired.cert_file, "--key", expired.key_file}),
      "certificate", 1, "udløb for 5 dage siden", "expired 5 days ago");
}

TEST_F(DoctorTest, ANameThatDoesNotExist) {
  endpoint_ = "gateway.invalid:7443";
  ExpectFailure(Doctor(), "dns", 3, "gateway.invalid kan ikke slås op",
                "cannot be looked up");
}

TEST_F(DoctorTest, AServerThatIsDown) {
  endpoint_ = "localhost:1";
  ExpectFailure(Doctor(), "tcp", 3, "intet lytter på", "nothing listens at");
}

TEST_F(DoctorTest, APortThatSpeaksNoTls) {
  const client::FakeGateway plain;
  endpoint_ = plain.endpoint();
  ExpectFailure(Doctor(), "tls", 3, "taler ikke TLS", "does not speak TLS");
}

TEST_F(DoctorTest, AnotherAuthorityThanOurs) {
  testing::DevCertificates other("other");
  ExpectFailure(Doctor({"--ca", other.ca().cert_file}), "tls", 3,
                "ikke fra en udsteder, som --ca", "not from an authority");
}

TEST_F(DoctorTest, ANameThatTheCertificateIsNotFor) {
  const client::FakeGateway elsewhere(
      "127.0.0.2:0",
      client::TlsFor(certificates_.Server("gateway"), certificates_.ca()));
  endpoint_ = elsewhere.endpoint();
  endpoint_.replace(0, endpoint_.rfind(':'), "127.0.0.2");
  ExpectFailure(Doctor(), "tls", 3,
                "gælder ikke for 127.0.0.2, men for localhost, 127.0.0.1",
                "is not for 127.0.0.2, but for");
}

TEST_F(DoctorTest, ACertificateThatTheGatewayDoesNotTrust) {
  testing::DevCertificates other("other");
  const auto stranger = other.Client("stranger");
  ExpectFailure(
      Doctor({"--cert", stranger.cert_file, "--key", stranger.key_file}),
      "accepted", 1, "gatewayen afviser klientcertifikatet",
      "the gateway refuses the client certificate");
}

TEST_F(DoctorTest, ACertificateThatNobodyRegistered) {
  gateway_.FailNextCalls({client::Refusal(absl::StatusCode::kUnauthenticated,
                                          "CERTIFICATE_UNKNOWN")});
  const auto checked = Doctor();
  ExpectFailure(checked, "access", 1, "afvist på dansk",
                "UNAUTHENTICATED/CERTIFICATE_UNKNOWN: refused in English");
  EXPECT_THAT(checked.steps.at("access")["advice"].get<std::string>(),
              HasSubstr("registrator"));
  EXPECT_EQ(checked.steps.at("access")["facts"][0]["value"], "what is right");
}

TEST_F(DoctorTest, AnExpiredToken) {
  claims_.issued = absl::Now() - absl::Hours(10);
  const auto checked = Doctor({"--token-file", PutToken()});
  ExpectFailure(checked, "token", 1, "udløbet", "expired");
  EXPECT_EQ(checked.steps.at("token")["facts"][0]["value"], "TOKEN_EXPIRED");
}

TEST_F(DoctorTest, ATokenOfAnotherCertificate) {
  claims_.client_certificate_pem = certificates_.ca().cert_pem;
  const auto checked = Doctor({"--token-file", PutToken()});
  EXPECT_EQ(checked.failed, "token");
  EXPECT_EQ(checked.steps.at("token")["facts"][0]["value"],
            "CONFIRMATION_MISMATCH");
}

TEST_F(DoctorTest, NoAgreement) {
  // The first call asks who we are, the second hands in the test report.
  gateway_.FailNextCalls({google::rpc::Status(),
                          client::Refusal(absl::StatusCode::kPermissionDenied,
                                          "AGREEMENT_MISSING")});
  const auto checked =
      Doctor({"--token-file", PutToken(), "--sor", "451000016003"});
  ExpectFailure(checked, "agreement", 1, "afvist på dansk",
                "PERMISSION_DENIED/AGREEMENT_MISSING");
  EXPECT_THAT(checked.steps.at("agreement")["advice"].get<std::string>(),
              HasSubstr("Kommunen vælger fagsystemet"));
}

TEST_F(DoctorTest, AReportOfTheVendorsOwn) {
  const std::string good = std::string(TRIVSEL_FIXTURES) + "/josefine-4.json";
  EXPECT_EQ(Doctor({"--report", good}).steps.at("agreement")["state"], "good");
  const auto checked = Doctor({"--report", Write("bad.json", "[")});
  EXPECT_EQ(checked.failed, "agreement");
  EXPECT_EQ(checked.ran.exit_code, 2);
  EXPECT_EQ(Doctor({"--sor", "hej"}).ran.exit_code, 2);
}

TEST_F(DoctorTest, AGatewayWithoutItsDatabase) {
  gateway_.health().serving = false;
  const auto checked = Doctor();
  EXPECT_EQ(checked.failed, "health");
  EXPECT_EQ(checked.ran.exit_code, 1);
}

TEST_F(DoctorTest, AStsThatRefusesAndAClockThatIsWrong) {
  client::FakeSts sts(certificates_.Server("sts"), certificates_.ca());
  const std::vector<std::string> arguments = {
      "--sts",          sts.url(),  "--sts-service",
      claims_.audience, "--sts-ca", certificates_.ca().cert_file,
      "--municipality", "11111111"};
  sts.Answer(400, "{\"error\":\"invalid_request\"}");
  ExpectFailure(Doctor(arguments), "token", 1, "STS afviser",
                "STS refuses: HTTP 400");
  sts.Answer(200, "{\"access_token\":\"" + mint_.Jwt(claims_) +
                      "\",\"expires_in\":28800}");
  // The STS says that it is 10 July 2026, noon.
  const auto checked = Doctor(arguments);
  EXPECT_EQ(checked.failed, "clock") << checked.ran.out;
  EXPECT_THAT(checked.steps.at("clock")["message"].get<std::string>(),
              HasSubstr("maskinens ur går "));
}

TEST_F(DoctorTest, KeepsItsTimeLimit) {
  // Connects, and never says a word.
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(fd, 5), 0);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  endpoint_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  const absl::Time start = absl::Now();
  const auto checked = Doctor({"--time-limit", "1"});
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  EXPECT_NE(checked.failed, "");
  close(fd);
}

}  // namespace
}  // namespace trivsel::cli
