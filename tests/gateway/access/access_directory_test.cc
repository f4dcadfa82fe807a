// Who is behind a certificate.
#include "gateway/access/access_directory.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/dev_certificates.h"

namespace trivsel::gateway::access {
namespace {

class FakeClock final : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::Now();
};

class FakeRegistry final : public RegistrySource {
 public:
  absl::StatusOr<int64_t> Version() override {
    std::lock_guard lock(mutex_);
    if (!status_.ok()) return status_;
    return snapshot_.version;
  }
  absl::StatusOr<RegistrySnapshot> Load() override {
    std::lock_guard lock(mutex_);
    if (!status_.ok()) return status_;
    return snapshot_;
  }
  void Put(RegistrySnapshot snapshot) {
    std::lock_guard lock(mutex_);
    snapshot_ = std::move(snapshot);
  }
  void Fail(absl::Status status) {
    std::lock_guard lock(mutex_);
    status_ = std::move(status);
  }

 private:
  std::mutex mutex_;
  RegistrySnapshot snapshot_;
  absl::Status status_;
};

class AccessDirectoryTest : public ::testing::Test {
 protected:
  AccessDirectoryTest() {
    snapshot_.version = 1;
    snapshot_.municipalities = {
        {7, "29189447", "Holbæk Kommune", {"451000016003", "61741000016007"}},
        {8, "11111111", "Korsbæk Kommune", {"79641000016006"}}};
    snapshot_.submitters = {{3, "vendor"}};
    snapshot_.permissions = {{3, 7}};
    RegisteredCredential credential;
    credential.fingerprint = ReadCertificate(client_.cert_pem)->fingerprint;
    credential.submitter_id = 3;
    snapshot_.credentials = {credential};
    registry_.Put(snapshot_);
  }

  absl::StatusCode Code(const testing::CertifiedKey& key) {
    return directory_.Identify(key.cert_pem).status().code();
  }

  testing::DevCertificates certificates_;
  testing::CertifiedKey client_ = certificates_.Client("vendor");
  RegistrySnapshot snapshot_;
  FakeRegistry registry_;
  FakeClock clock_;
  AccessDirectory directory_{registry_, clock_};
};

TEST_F(AccessDirectoryTest, KnowsARegisteredCertificate) {
  EXPECT_EQ(Code(client_), absl::StatusCode::kUnauthenticated)
      << "nobody is known before the registry is read";
  ASSERT_TRUE(directory_.Load().ok());
  auto caller = directory_.Identify(client_.cert_pem);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ((*caller)->submitter, "vendor");
  EXPECT_EQ((*caller)->submitter_id, 3);
  ASSERT_NE((*caller)->FindBySor("61741000016007"), nullptr);
  EXPECT_EQ((*caller)->FindBySor("61741000016007")->cvr, "29189447");
  EXPECT_EQ((*caller)->FindBySor("79641000016006"), nullptr)
      << "of a municipality that it may not report for";
  EXPECT_EQ((*caller)->FindBySor(""), nullptr);
}

TEST_F(AccessDirectoryTest, DeniesEveryoneElse) {
  ASSERT_TRUE(directory_.Load().ok());
  EXPECT_EQ(Code(certificates_.Client("vendor")),
            absl::StatusCode::kUnauthenticated)
      << "the same name with another key";
  EXPECT_EQ(directory_.Identify("").status().code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(directory_.Identify("-----BEGIN CERTIFICATE-----").status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessDirectoryTest, DeniesRevoked) {
  snapshot_.credentials[0].revoked = true;
  registry_.Put(snapshot_);
  ASSERT_TRUE(directory_.Load().ok());
  EXPECT_EQ(Code(client_), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessDirectoryTest, DeniesWhenTheCertificateHasExpiredMeanwhile) {
  ASSERT_TRUE(directory_.Load().ok());
  clock_.now += absl::Hours(23);
  EXPECT_EQ(Code(client_), absl::StatusCode::kOk);
  clock_.now += absl::Hours(2);
  EXPECT_EQ(Code(client_), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessDirectoryTest, DeniesWhenTheRegistrySaysItIsOver) {
  snapshot_.credentials[0].not_after = clock_.now + absl::Minutes(1);
  registry_.Put(snapshot_);
  ASSERT_TRUE(directory_.Load().ok());
  EXPECT_EQ(Code(client_), absl::StatusCode::kOk);
  clock_.now += absl::Minutes(1);
  EXPECT_EQ(Code(client_), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessDirectoryTest, DeniesCredentialsOfNoSubmitter) {
  snapshot_.submitters.clear();
  registry_.Put(snapshot_);
  ASSERT_TRUE(directory_.Load().ok());
  EXPECT_EQ(Code(client_), absl::StatusCode::kUnauthenticated);
  EXPECT_FALSE(directory_.FindByName("vendor").ok());
}

TEST_F(AccessDirectoryTest, NoticesChangesAndOutlivesFailures) {
  std::mutex mutex;
  std::condition_variable changed;
  int failures = 0;
  int64_t version = 0;
  AccessDirectory directory(registry_, clock_,
                            [&](const absl::StatusOr<int64_t>& refresh) {
                              std::lock_guard lock(mutex);
                              if (refresh.ok()) {
                                version = *refresh;
                              } else {
                                ++failures;
                              }
                              changed.notify_all();
                            });
  ASSERT_TRUE(directory.Load().ok());
  directory.Start(absl::Milliseconds(5));

  registry_.Fail(absl::UnavailableError("down"));
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(30),
                                 [&] { return failures > 0; }));
  }
  EXPECT_TRUE(directory.Identify(client_.cert_pem).ok())
      << "what is known stays known while the registry cannot be read";

  snapshot_.version = 2;
  snapshot_.credentials[0].revoked = true;
  registry_.Put(snapshot_);
  registry_.Fail(absl::OkStatus());
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(30),
                                 [&] { return version == 2; }));
  }
  EXPECT_FALSE(directory.Identify(client_.cert_pem).ok());
  directory.Stop();
}

TEST(FingerprintTest, ReadsWhatTheRegistryKeeps) {
  testing::DevCertificates certificates;
  auto facts = ReadCertificate(certificates.Client("fagsystem").cert_pem);
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->subject, "CN=fagsystem");
  EXPECT_EQ(ToHex(facts->fingerprint).size(), 64u);
  EXPECT_LT(facts->not_before, facts->not_after);
  EXPECT_FALSE(ReadCertificate(certificates.Client("x").key_pem).ok());
}

}  // namespace
}  // namespace trivsel::gateway::access
