// What operators write: flags, environment and file, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gateway/config.h"
#include "gateway/server_credentials.h"
#include "tests/support/dev_certificates.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway {
namespace {

using ::testing::HasSubstr;

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLineTest() : folder_(testing::NewTemporaryFolder()) {}
  ~CommandLineTest() override {
    unsetenv("TRIVSEL_LISTEN");
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  std::string Write(const std::string& text) {
    const std::string path = folder_ + "/gateway.toml";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  static std::variant<Config, int> Parse(std::vector<std::string> words) {
    words.insert(words.begin(), "trivsel-gateway");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return ParseConfig(static_cast<int>(argv.size()), argv.data());
  }
  static std::string Listen(std::vector<std::string> words) {
    const auto parsed = Parse(std::move(words));
    const Config* config = std::get_if<Config>(&parsed);
    return config == nullptr ? "refused" : config->listen;
  }
  static std::string Complaint(const std::string& listen) {
    Config config;
    config.insecure = true;
    config.insecure_submitter = "vendor";
    config.listen = listen;
    return std::string(CheckConfig(config).message());
  }

  std::string folder_;
};

TEST_F(CommandLineTest, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  const std::string file = Write("listen = \"127.0.0.1:1\"\n");
  EXPECT_EQ(Listen({"--config", file}), "127.0.0.1:1");
  setenv("TRIVSEL_LISTEN", "127.0.0.1:2", 1);
  EXPECT_EQ(Listen({"--config", file}), "127.0.0.1:2");
  EXPECT_EQ(Listen({"--config", file, "--listen", "127.0.0.1:3"}),
            "127.0.0.1:3");
}

TEST_F(CommandLineTest, AFileThatIsNotUnderstoodIsRefused) {
  for (const std::string& text :
       {std::string("strictnes = \"guide\"\n"), std::string("nonsense\n"),
        std::string("\x80\x00\xff junk", 8)}) {
    EXPECT_EQ(Listen({"--config", Write(text)}), "refused") << text;
  }
  EXPECT_EQ(Listen({"--config", folder_ + "/missing"}), "refused");
}

TEST_F(CommandLineTest, InsecureIsForLoopbackAloneAndNotForNamesLikeIt) {
  for (const char* good :
       {"127.0.0.1:0", "127.1.2.3:7443", "localhost:7443", "[::1]:7443"}) {
    EXPECT_EQ(Complaint(good), "") << good;
  }
  for (const char* open :
       {"0.0.0.0:7443", "127.example.org:7443", "localhost.example.org:7443",
        "[::]:7443", "192.0.2.1:7443"}) {
    EXPECT_THAT(Complaint(open), HasSubstr("loopback only")) << open;
  }
}

TEST_F(CommandLineTest, AnAddressIsHostAndPort) {
  for (const char* bad : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                          "127.0.0.1:http", ":7443", "::1:7443", "localhost"}) {
    EXPECT_THAT(Complaint(bad), HasSubstr("--listen must be HOST:PORT")) << bad;
  }
}

TEST_F(CommandLineTest, AReceiverThatCannotBeUsedIsSaidBeforeAnythingStarts) {
  Config config;
  config.insecure = true;
  config.insecure_submitter = "vendor";
  config.listen = "127.0.0.1:0";
  config.destination.url = "http://receiver.example.org";
  EXPECT_THAT(std::string(CheckConfig(config).message()),
              HasSubstr("https://"));
  config.destination.url = "https://receiver.example.org";
  EXPECT_THAT(std::string(CheckConfig(config).message()), HasSubstr("a CA"));
}

TEST_F(CommandLineTest, ACertificateThatHasExpiredIsSaid) {
  testing::DevCertificates certificates;
  const auto now = absl::Now();
  EXPECT_TRUE(
      CheckCertificateDates(certificates.Client("good").cert_file).ok());
  const auto old = certificates.Client("old", now - absl::Hours(1));
  EXPECT_THAT(std::string(CheckCertificateDates(old.cert_file).message()),
              HasSubstr("expired"));
  EXPECT_FALSE(CheckCertificateDates(folder_ + "/missing").ok());
}

}  // namespace
}  // namespace trivsel::gateway
