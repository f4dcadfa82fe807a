// Trust that is read again: rollovers, broken files, metadata.
#include "gateway/access/trust_store.h"

#include <gmock/gmock.h>

#include "tests/gateway/access/access_fixture.h"
#include "tests/gateway/access/policy_text.h"
#include "tests/support/token_mint.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using trivsel::testing::PolicyText;
using trivsel::testing::ThumbprintOf;
using trivsel::testing::TokenMint;

constexpr char kIssuer[] = "https://sts.example.dk/runtime";
constexpr char kUrl[] = "https://sts.example.dk/metadata";

// A server of metadata, and who asked.
class FakeServer {
 public:
  absl::StatusOr<std::string> Answer(const std::string& url) {
    std::lock_guard lock(mutex_);
    ++asked_;
    EXPECT_EQ(url, kUrl);
    return answer_;
  }
  void Give(absl::StatusOr<std::string> answer) {
    std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  int asked() {
    std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  absl::StatusOr<std::string> answer_ = absl::UnavailableError("no server");
  int asked_ = 0;
};

class TrustStoreTest : public ::testing::Test {
 protected:
  TrustStoreTest() { folder_.Put("sts.pem", one_.cert_pem()); }

  void Open(const std::string& text) {
    folder_.Put("policy", text);
    TrustStore::Options options;
    options.policy_file = folder_.In("policy");
    options.fetch = [this](const std::string& url, const std::string&) {
      return server_.Answer(url);
    };
    options.on_report = [this](const TrustReport& report) {
      std::lock_guard lock(mutex_);
      reports_.push_back(report);
    };
    options.look_every = absl::Milliseconds(5);
    store_ = std::make_unique<TrustStore>(std::move(options), clock_);
  }
  void Start(const std::string& text = PolicyText()) {
    Open(text);
    ASSERT_TRUE(store_->Load().ok());
    store_->Start();
  }
  TrustReport Last() {
    std::lock_guard lock(mutex_);
    return reports_.empty() ? TrustReport{} : reports_.back();
  }
  bool AwaitError(const std::string& part) {
    return Eventually([&] {
      return std::string(Last().status.message()).find(part) !=
             std::string::npos;
    });
  }
  // Thumbprints of the issuer's keys, in order.
  std::vector<validator::token::Sha256> Keys() {
    std::vector<validator::token::Sha256> thumbprints;
    const auto now = store_->current();
    const auto* issuer = now->trust.Find(kIssuer);
    if (issuer == nullptr) return thumbprints;
    for (const auto& key : issuer->keys) {
      thumbprints.push_back(key.certificate_thumbprint());
    }
    return thumbprints;
  }
  bool AwaitKeys(size_t count) {
    return Eventually([&] { return Keys().size() == count; });
  }

  Folder folder_;
  SetClock clock_;
  FakeServer server_;
  const TokenMint one_, two_{"ADG_TEST_Adgangsstyring_2"};
  std::mutex mutex_;
  std::vector<TrustReport> reports_;
  std::unique_ptr<TrustStore> store_;
};

TEST_F(TrustStoreTest, MakesTrustOfThePolicy) {
  Open(PolicyText());
  EXPECT_EQ(store_->current()->version, 0);
  EXPECT_THAT(store_->current()->trust.issuers, IsEmpty());
  ASSERT_TRUE(store_->Load().ok());
  const auto trusted = store_->current();
  EXPECT_EQ(trusted->version, 1);
  EXPECT_THAT(Keys(), ElementsAre(ThumbprintOf(one_.cert_pem())));
  EXPECT_EQ(trusted->trust.max_skew, absl::Seconds(120));
  EXPECT_EQ(trusted->trust.max_lifetime, absl::Hours(8));
  EXPECT_THAT(trusted->trust.retired_issuers,
              ElementsAre("https://sts1.example.dk"));
  const TrustReport report = Last();
  EXPECT_TRUE(report.status.ok()) << report.status;
  ASSERT_EQ(report.certificates.size(), 1u);
  EXPECT_EQ(report.certificates[0].issuer, kIssuer);
  EXPECT_THAT(report.certificates[0].subject, HasSubstr("Adgangsstyring_1"));
  EXPECT_FALSE(report.certificates[0].from_metadata);
}

TEST_F(TrustStoreTest, APolicyThatCannotBeUsedKeepsItFromStarting) {
  Open("issuers {");
  EXPECT_FALSE(store_->Load().ok());
  EXPECT_FALSE(Last().status.ok());
}

TEST_F(TrustStoreTest, ARolloverOfTheFileIsSeenAndBothAreKnown) {
  Start();
  folder_.Put("sts.pem", one_.cert_pem() + two_.cert_pem());
  ASSERT_TRUE(AwaitKeys(2));
  EXPECT_EQ(store_->current()->version, 2);
  folder_.Put("sts.pem", two_.cert_pem());
  ASSERT_TRUE(AwaitKeys(1));
  EXPECT_THAT(Keys(), ElementsAre(ThumbprintOf(two_.cert_pem())));
}

TEST_F(TrustStoreTest, WhatIsOverStaysInTheList) {
  const TokenMint old("old", absl::Now() - absl::Hours(48),
                      absl::Now() - absl::Hours(24));
  folder_.Put("sts.pem", old.cert_pem() + one_.cert_pem());
  Open(PolicyText());
  ASSERT_TRUE(store_->Load().ok());
  EXPECT_EQ(Keys().size(), 2u) << "so that a fault can say that it is over";
  ASSERT_EQ(Last().certificates.size(), 2u);
  EXPECT_LT(Last().certificates[0].not_after, absl::Now());
}

TEST_F(TrustStoreTest, ABrokenFileIsReportedAndTheOneBeforeStays) {
  Start();
  folder_.Put("sts.pem", "-----BEGIN CERTIFICATE-----\nhalf of i");
  ASSERT_TRUE(AwaitError("sts.pem"));
  EXPECT_EQ(store_->current()->version, 1);
  EXPECT_EQ(Keys().size(), 1u);
  folder_.Put("sts.pem", two_.cert_pem());
  ASSERT_TRUE(Eventually([&] { return store_->current()->version == 2; }));
  ASSERT_TRUE(Eventually([&] { return Last().status.ok(); }));

  folder_.Put("policy", "max_skew_seconds: oops");
  ASSERT_TRUE(AwaitError("line 1"));
  EXPECT_EQ(Keys().size(), 1u);
  folder_.Put("policy", PolicyText("certificate_files: 'sts.pem'",
                                   "max_skew_seconds: 60"));
  ASSERT_TRUE(Eventually(
      [&] { return store_->current()->trust.max_skew == absl::Seconds(60); }));
}

TEST_F(TrustStoreTest, ATouchedFileIsNoNewVersion) {
  Start();
  const auto before = store_->current();
  folder_.Put("sts.pem", one_.cert_pem());
  folder_.Put("policy", "# again\n" + PolicyText("certificate_files: 'sts.pem'",
                                                 "max_skew_seconds: 60"));
  ASSERT_TRUE(Eventually([&] { return store_->current()->version == 2; }));
  EXPECT_EQ(store_->current()->trust.max_skew, absl::Seconds(60));
  folder_.Put("policy", PolicyText("certificate_files: 'sts.pem'",
                                   "max_skew_seconds: 120"));
  ASSERT_TRUE(Eventually([&] { return store_->current()->version == 3; }));
  EXPECT_EQ(before->version, 1) << "who holds a version keeps it";
}

TEST_F(TrustStoreTest, MetadataOfAFileAddKeys) {
  folder_.Put("m.xml", one_.Metadata(kIssuer, {&one_}));
  Start(PolicyText("certificate_files: 'sts.pem' metadata: 'm.xml'"));
  EXPECT_EQ(Keys().size(), 1u) << "each once";
  folder_.Put("m.xml", one_.Metadata(kIssuer, {&one_, &two_}));
  ASSERT_TRUE(AwaitKeys(2));
  ASSERT_TRUE(Eventually([&] { return Last().certificates.size() == 2; }));
  EXPECT_TRUE(Last().certificates[1].from_metadata);

  const TokenMint stranger;
  for (const std::string& bad : {std::string("<x/>"), std::string(),
                                 stranger.Metadata(kIssuer, {&stranger}),
                                 one_.Metadata("https://other.dk", {&one_})}) {
    folder_.Put("m.xml", bad);
    ASSERT_TRUE(AwaitError("metadata")) << bad;
    EXPECT_EQ(Keys().size(), 2u) << "the ones before stay";
    folder_.Put("m.xml", one_.Metadata(kIssuer, {&one_, &two_}));
    ASSERT_TRUE(Eventually([&] { return Last().status.ok(); }));
  }
  std::filesystem::remove(folder_.In("m.xml"));
  ASSERT_TRUE(AwaitError("m.xml"));
  EXPECT_EQ(Keys().size(), 2u);
}

TEST_F(TrustStoreTest, OthersMaySignTheMetadata) {
  const TokenMint federation("federation");
  folder_.Put("federation.pem", federation.cert_pem());
  folder_.Put("m.xml", federation.Metadata(kIssuer, {&two_}));
  Open(PolicyText(
      "metadata: 'm.xml' metadata_certificate_files: 'federation.pem'"));
  ASSERT_TRUE(store_->Load().ok());
  EXPECT_TRUE(Last().status.ok()) << Last().status;
  EXPECT_THAT(Keys(), ElementsAre(ThumbprintOf(two_.cert_pem())))
      << "and not the one that signed";
}

TEST_F(TrustStoreTest, MetadataOfAUrlAreFetchedWhenTheirTimeHasCome) {
  server_.Give(one_.Metadata(kIssuer, {&one_}));
  Start(PolicyText(std::string("certificate_files: 'sts.pem' metadata: '") +
                   kUrl + "' metadata_refresh_seconds: 600"));
  EXPECT_EQ(server_.asked(), 1);
  server_.Give(one_.Metadata(kIssuer, {&one_, &two_}));
  clock_.Advance(absl::Seconds(600));
  ASSERT_TRUE(AwaitKeys(2));
  EXPECT_EQ(server_.asked(), 2);
  // Its server is away: reported, and asked for again soon.
  server_.Give(absl::UnavailableError("connection refused"));
  clock_.Advance(absl::Seconds(600));
  ASSERT_TRUE(AwaitError("connection refused"));
  EXPECT_EQ(Keys().size(), 2u);
  server_.Give(one_.Metadata(kIssuer, {&two_}));
  clock_.Advance(absl::Seconds(30));
  ASSERT_TRUE(Eventually([&] { return Last().status.ok(); }));
  EXPECT_EQ(Keys().size(), 2u) << "the file has the first one still";
}

TEST_F(TrustStoreTest, StartsWithoutTheServerOfMetadata) {
  Start(PolicyText(std::string("certificate_files: 'sts.pem' metadata: '") +
                   kUrl + "'"));
  EXPECT_FALSE(Last().status.ok());
  EXPECT_EQ(Keys().size(), 1u);
  server_.Give(one_.Metadata(kIssuer, {&two_}));
  clock_.Advance(absl::Seconds(30));
  ASSERT_TRUE(AwaitKeys(2));
}

TEST_F(TrustStoreTest, KeysOfMetadataThatAreNoLongerNamedAreForgotten) {
  folder_.Put("m.xml", one_.Metadata(kIssuer, {&two_}));
  Start(PolicyText("certificate_files: 'sts.pem' metadata: 'm.xml'"));
  ASSERT_TRUE(AwaitKeys(2));
  folder_.Put("policy", PolicyText());
  ASSERT_TRUE(AwaitKeys(1));
}

}  // namespace
}  // namespace trivsel::gateway::access
