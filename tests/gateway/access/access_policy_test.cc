// The file that says whom the gateway trusts.
#include "gateway/access/access_policy.h"

#include <gmock/gmock.h>

#include "gateway/access/policy_file.h"
#include "tests/gateway/access/access_fixture.h"
#include "tests/gateway/access/policy_text.h"
#include "tests/support/token_mint.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using trivsel::testing::PolicyText;

std::string ErrorOf(const std::string& text) {
  return std::string(ParseAccessPolicy(text).status().message());
}

TEST(AccessPolicyTest, FillsInWhatIsLeftOut) {
  auto policy = ParseAccessPolicy(PolicyText());
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->max_skew_seconds(), 120);
  EXPECT_EQ(policy->max_token_seconds(), 28800);
  EXPECT_EQ(policy->token_endpoint().access_token_seconds(), 300);
  EXPECT_EQ(policy->token_endpoint().refresh_token_seconds(), 1800);
  EXPECT_EQ(policy->token_endpoint().subject_issuers_size(), 2);
  EXPECT_EQ(policy->issuers(0).metadata_refresh_seconds(), 3600);
  EXPECT_TRUE(ParseAccessPolicy("certificate_login: true").ok())
      << "a sandbox without an STS";
}

TEST(AccessPolicyTest, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(ErrorOf("certificate_login: true\nissuer {}"),
              AllOf(StartsWith("line 2"), HasSubstr("issuer")));
  const std::pair<std::string, std::string> cases[] = {
      {"", "issuers: none"},
      {PolicyText("certificate_files: 'a'", "max_skew_seconds: 301"),
       "max_skew_seconds: must be 0 to 300"},
      {PolicyText("certificate_files: 'a'", "max_token_seconds: 28801"),
       "max_token_seconds"},
      {PolicyText("certificate_files: 'a'",
                  "token_endpoint { access_token_seconds: 3601 }"),
       "token_endpoint.access_token_seconds"},
      {PolicyText("certificate_files: 'a'",
                  "token_endpoint { refresh_token_seconds: -1 }"),
       "token_endpoint.refresh_token_seconds"},
      {PolicyText(""), "issuers[0]: needs certificate_files"},
      {PolicyText("metadata: 'm.xml'"), "issuers[0]: needs certificate_files"},
      {PolicyText("certificate_files: ''"), "issuers[0].certificate_files"},
      {PolicyText("certificate_files: 'a' metadata: 'http://x.dk/m'"),
       "issuers[0].metadata: must be a file or an https"},
      {PolicyText("certificate_files: 'a' metadata: 'https://x.dk/ m'"),
       "issuers[0].metadata: has a blank"},
      {PolicyText("certificate_files: 'a' metadata_refresh_seconds: -5"),
       "issuers[0].metadata_refresh_seconds"},
      {PolicyText("certificate_files: 'a' metadata_certificate_files: 'b'"),
       "issuers[0].metadata_certificate_files: stands there without"},
      {PolicyText("certificate_files: 'a'",
                  "issuers { entity_id: 'https://sts.example.dk/runtime' "
                  "certificate_files: 'a' }"),
       "issuers[1].entity_id: stands there twice"},
      {PolicyText("certificate_files: 'a'",
                  "issuers { entity_id: 'https://sts1.example.dk/x' "
                  "certificate_files: 'a' }"),
       "issuers[1].entity_id: is one of retired_issuers"},
      {PolicyText("certificate_files: 'a'",
                  "issuers { entity_id: 'trivsel-gateway' "
                  "certificate_files: 'a' }"),
       "issuers[1].entity_id: is the gateway's own"},
      {PolicyText("certificate_files: 'a'", "reporter_roles: ''"),
       "reporter_roles: is empty"},
      {PolicyText("certificate_files: 'a'", "service_entity_ids: 'a b'"),
       "service_entity_ids: has a blank"},
      {PolicyText("certificate_files: 'a'",
                  "retired_issuers: '" + std::string(513, 'x') + "'"),
       "retired_issuers: is too long"},
      {"reporter_roles: 'r' issuers { entity_id: 'i' certificate_files: 'a' }",
       "service_entity_ids: none"},
      {"service_entity_ids: 's' issuers { entity_id: 'i' certificate_files: "
       "'a' }",
       "reporter_roles: none"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_THAT(ErrorOf(text), StartsWith(error)) << text;
  }
}

TEST(AccessPolicyTest, HasLimits) {
  std::string many = PolicyText();
  for (int i = 0; i < kMaxIssuers; ++i) {
    many += "issuers { entity_id: 'i" + std::to_string(i) +
            "' certificate_files: 'a' }\n";
  }
  EXPECT_THAT(ErrorOf(many), StartsWith("issuers: more than"));
  many = PolicyText();
  for (int i = 0; i < kMaxNames; ++i) {
    many += "reporter_roles: 'r" + std::to_string(i) + "'\n";
  }
  EXPECT_THAT(ErrorOf(many), StartsWith("reporter_roles: more than"));
}

class PolicyFileTest : public ::testing::Test {
 protected:
  absl::StatusOr<LoadedPolicy> Load(const std::string& text) {
    folder_.Put("policy", text);
    seen_.clear();
    return LoadAccessPolicy(folder_.In("policy"), &seen_);
  }
  std::string LoadError(const std::string& text) {
    return std::string(Load(text).status().message());
  }

  Folder folder_;
  std::vector<WatchedFile> seen_;
  const testing::TokenMint one_, two_;
};

TEST_F(PolicyFileTest, ReadsTheCertificatesBesideIt) {
  folder_.Put("sts.pem", "Bag Attributes\n" + one_.cert_pem());
  folder_.Put("two.pem", two_.cert_pem() + one_.cert_pem());
  auto loaded = Load(PolicyText(
      "certificate_files: 'sts.pem' certificate_files: 'two.pem' metadata: "
      "'m.xml'"));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->issuers.size(), 1u);
  EXPECT_EQ(loaded->issuers[0].keys.size(), 2u) << "each once";
  EXPECT_EQ(loaded->issuers[0].metadata_signers.size(), 2u);
  EXPECT_EQ(loaded->policy.issuers(0).metadata(), folder_.In("m.xml"));
  EXPECT_EQ(seen_.size(), 3u);
}

TEST_F(PolicyFileTest, NamesTheFileThatCannotBeUsed) {
  EXPECT_THAT(LoadError(PolicyText()),
              AllOf(HasSubstr("policy"), HasSubstr("sts.pem")));
  EXPECT_EQ(seen_.size(), 2u) << "the missing one is watched for";
  folder_.Put("sts.pem", "nothing");
  EXPECT_THAT(LoadError(PolicyText()), HasSubstr("sts.pem"));
  folder_.Put("sts.pem", std::string(1024 * 1024 + 1, 'x'));
  EXPECT_THAT(LoadError(PolicyText()), HasSubstr("larger than"));
  EXPECT_THAT(LoadError("x: 1"), HasSubstr("policy: line 1"));
  EXPECT_THAT(LoadError(std::string(kMaxPolicyBytes + 1, '#')),
              HasSubstr("larger than"));
  seen_.clear();
  EXPECT_THAT(
      std::string(
          LoadAccessPolicy(folder_.In("no"), &seen_).status().message()),
      HasSubstr("is not there"));
  EXPECT_FALSE(LoadAccessPolicy(folder_.In("."), &seen_).ok());
}

TEST_F(PolicyFileTest, NoticesThatAFileIsAnother) {
  folder_.Put("f", "one");
  std::vector<WatchedFile> seen;
  ASSERT_TRUE(ReadWatched(folder_.In("f"), 100, &seen).ok());
  EXPECT_FALSE(ReadWatched(folder_.In("not there"), 100, &seen).ok());
  // What was written just now is taken for changed, to be on the safe side.
  ASSERT_TRUE(Eventually([&] {
    seen.resize(1);
    EXPECT_FALSE(ReadWatched(folder_.In("not there"), 100, &seen).ok());
    std::vector<WatchedFile> again;
    EXPECT_TRUE(ReadWatched(folder_.In("f"), 100, &again).ok());
    seen[0] = again[0];
    return !HasChanged(seen[0]);
  }));
  EXPECT_FALSE(HasChanged(seen[1]));
  folder_.Put("f", "two");
  EXPECT_TRUE(HasChanged(seen[0]));
  folder_.Put("not there", "");
  EXPECT_TRUE(HasChanged(seen[1]));
  std::filesystem::remove(folder_.In("f"));
  EXPECT_TRUE(HasChanged(seen[0]));
}

}  // namespace
}  // namespace trivsel::gateway::access
