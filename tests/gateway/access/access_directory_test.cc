// Who is behind a certificate and whom it may report for.
#include "gateway/access/access_directory.h"

#include <gmock/gmock.h>

#include <condition_variable>

#include "tests/gateway/access/access_fixture.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::HasSubstr;
using Document = RegisteredDocument::Kind;

constexpr char kHolbaek[] = "29189447";

class AccessDirectoryTest : public ::testing::Test {
 protected:
  AccessDirectoryTest() {
    snapshot_.version = 1;
    snapshot_.municipalities = {
        {7, kHolbaek, "Holbæk Kommune", {"451000016003", "61741000016007"}},
        {8, "11111111", "Korsbæk Kommune", {"79641000016006"}}};
    snapshot_.submitters = {{3, "vendor", true, "eoj", {100, 5, 0}}};
    snapshot_.permissions = {{3, 7}};
    RegisteredCredential credential;
    credential.fingerprint = fingerprint_;
    credential.submitter_id = 3;
    credential.key_der = "the key";
    snapshot_.credentials = {credential};
    Load();
  }
  void Load() {
    ++snapshot_.version;
    registry_.Put(snapshot_);
    ASSERT_TRUE(directory_.Load().ok());
  }
  std::string Peer() { return FaultIn(directory_.FindPeer(fingerprint_)); }
  std::string Resolve(const std::string& cvr = kHolbaek) {
    return FaultIn(directory_.Resolve(3, cvr));
  }

  SetClock clock_;
  const absl::Time now_ = clock_.Now();
  testing::DevCertificates certificates_;
  const Fingerprint fingerprint_ =
      ReadCertificate(certificates_.Client("vendor").cert_pem)->fingerprint;
  RegistrySnapshot snapshot_;
  FakeRegistry registry_;
  AccessDirectory directory_{registry_, clock_};
};

TEST_F(AccessDirectoryTest, NobodyIsKnownBeforeTheRegistryIsRead) {
  const AccessDirectory empty(registry_, clock_);
  EXPECT_EQ(FaultIn(empty.FindPeer(fingerprint_)), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(FaultIn(empty.Resolve(3, kHolbaek)), "CERTIFICATE_UNKNOWN");
}

TEST_F(AccessDirectoryTest, KnowsARegisteredCertificate) {
  auto peer = directory_.FindPeer(fingerprint_);
  ASSERT_EQ(FaultIn(peer), "");
  EXPECT_EQ(std::get<RegisteredPeer>(peer).submitter_id, 3);
  auto found = directory_.Resolve(3, kHolbaek);
  ASSERT_EQ(FaultIn(found), "");
  const Caller& caller = *std::get<AccessDirectory::CallerPtr>(found);
  EXPECT_EQ(caller.submitter, "vendor");
  EXPECT_EQ(caller.submitter_id, 3);
  EXPECT_EQ(caller.limits.reports_per_second, 100);
  EXPECT_EQ(caller.MunicipalityIds(), std::vector<int32_t>{7});
  ASSERT_NE(caller.FindBySor("61741000016007"), nullptr);
  EXPECT_EQ(caller.FindBySor("61741000016007")->cvr, kHolbaek);
  EXPECT_EQ(caller.FindBySor("79641000016006"), nullptr)
      << "of a municipality that it may not report for";
  EXPECT_EQ(caller.FindBySor(""), nullptr);
}

TEST_F(AccessDirectoryTest, SaysWhichCertificateNobodyRegistered) {
  const Fingerprint other =
      ReadCertificate(certificates_.Client("vendor").cert_pem)->fingerprint;
  const auto answer = directory_.FindPeer(other);
  EXPECT_EQ(FaultIn(answer), "CERTIFICATE_UNKNOWN");
  EXPECT_THAT(Told(answer), HasSubstr(ToHex(other)));
}

TEST_F(AccessDirectoryTest, DeniesRevokedAndWhatIsOver) {
  snapshot_.credentials[0].revoked = true;
  Load();
  EXPECT_EQ(Peer(), "CERTIFICATE_REVOKED");
  snapshot_.credentials[0].revoked = false;
  snapshot_.credentials[0].not_before = now_ + absl::Minutes(1);
  snapshot_.credentials[0].not_after = now_ + absl::Minutes(2);
  Load();
  EXPECT_EQ(Peer(), "CERTIFICATE_EXPIRED");
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Peer(), "");
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Peer(), "CERTIFICATE_EXPIRED");
}

TEST_F(AccessDirectoryTest, ABareKeyIsNoCertificate) {
  snapshot_.credentials[0].bare_key = true;
  Load();
  EXPECT_EQ(Peer(), "CERTIFICATE_UNKNOWN");
}

TEST_F(AccessDirectoryTest, AnOperatorIsNoSubmitter) {
  snapshot_.credentials[0].submitter_id = 0;
  snapshot_.credentials[0].operator_name = "Rikke";
  Load();
  const auto peer = directory_.FindPeer(fingerprint_);
  ASSERT_EQ(FaultIn(peer), "");
  EXPECT_EQ(std::get<RegisteredPeer>(peer).submitter_id, 0);
  EXPECT_EQ(std::get<RegisteredPeer>(peer).operator_name, "Rikke");
}

TEST_F(AccessDirectoryTest, DeniesWhoIsNotThereAnyMoreOrInactive) {
  snapshot_.submitters[0].active = false;
  Load();
  EXPECT_EQ(Resolve(), "SUBMITTER_INACTIVE");
  EXPECT_EQ(FaultIn(directory_.ResolveAll(3)), "SUBMITTER_INACTIVE");
  EXPECT_EQ(FaultIn(directory_.ResolveByName("vendor")), "SUBMITTER_INACTIVE");
  snapshot_.submitters.clear();
  Load();
  EXPECT_EQ(Peer(), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(FaultIn(directory_.ResolveByName("vendor")), "CERTIFICATE_UNKNOWN");
}

TEST_F(AccessDirectoryTest, TellsUnknownMunicipalityFromMissingAgreement) {
  EXPECT_EQ(Resolve("99999999"), "MUNICIPALITY_UNKNOWN");
  EXPECT_THAT(Told(directory_.Resolve(3, "99999999")), HasSubstr("99999999"));
  EXPECT_EQ(Resolve("11111111"), "AGREEMENT_MISSING");
  EXPECT_THAT(Told(directory_.Resolve(3, "11111111")), HasSubstr("11111111"));
}

TEST_F(AccessDirectoryTest, APermissionHasItsTime) {
  absl::TimeZone danish;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Copenhagen", &danish));
  clock_.Set(absl::FromCivil(absl::CivilDay(2026, 3, 1), danish));
  const auto at = [&](int year, int month) {
    return absl::FromCivil(absl::CivilMonth(year, month), danish);
  };
  snapshot_.permissions = {{3, 7, at(2025, 1), at(2026, 1)},
                           {3, 7, at(2026, 6), at(2027, 1)}};
  Load();
  EXPECT_EQ(Resolve(), "AGREEMENT_NOT_VALID_NOW");
  EXPECT_THAT(Told(directory_.Resolve(3, kHolbaek)),
              HasSubstr("2026-06-01 00:00 - 2027-01-01 00:00"))
      << "the one to come";
  clock_.Set(at(2026, 6));
  auto answer = directory_.Resolve(3, kHolbaek);
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_EQ(std::get<AccessDirectory::CallerPtr>(answer)->valid_until,
            at(2027, 1));
  clock_.Set(at(2027, 1));
  EXPECT_EQ(Resolve(), "AGREEMENT_NOT_VALID_NOW");
  EXPECT_THAT(Told(directory_.Resolve(3, kHolbaek)), HasSubstr("2026-06-01"))
      << "the last one";
}

TEST_F(AccessDirectoryTest, BothDocumentsAreNeededWhereTheyAre) {
  EXPECT_EQ(Resolve(), "");
  const int64_t before = directory_.generation();
  directory_.RequireDocuments(true);
  EXPECT_GT(directory_.generation(), before);
  EXPECT_EQ(Resolve(), "AGREEMENT_MISSING");
  EXPECT_THAT(Told(directory_.Resolve(3, kHolbaek)),
              HasSubstr("tilslutningsaftale"));
  const absl::Time end = now_ + absl::Hours(1);
  snapshot_.documents = {{7, Document::kConnection, absl::InfinitePast(), end}};
  Load();
  EXPECT_EQ(Resolve(), "AGREEMENT_MISSING");
  EXPECT_THAT(Told(directory_.Resolve(3, kHolbaek)),
              HasSubstr("databehandleraftale"));
  snapshot_.documents.push_back({7, Document::kDataProcessing});
  Load();
  auto answer = directory_.Resolve(3, kHolbaek);
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_EQ(std::get<AccessDirectory::CallerPtr>(answer)->valid_until, end);
  clock_.Set(end);
  EXPECT_EQ(Resolve(), "AGREEMENT_NOT_VALID_NOW");
  directory_.RequireDocuments(false);
  EXPECT_EQ(Resolve(), "");
}

TEST_F(AccessDirectoryTest, WithoutATokenAllThatIsAllowedNow) {
  const absl::Time later = now_ + absl::Hours(1);
  snapshot_.permissions = {{3, 7}, {3, 8, later}};
  Load();
  auto answer = directory_.ResolveAll(3);
  ASSERT_EQ(FaultIn(answer), "");
  auto caller = std::get<AccessDirectory::CallerPtr>(answer);
  EXPECT_EQ(caller->MunicipalityIds(), std::vector<int32_t>{7});
  EXPECT_EQ(caller->valid_until, later) << "then there is one more";
  clock_.Set(later);
  caller = std::get<AccessDirectory::CallerPtr>(directory_.ResolveAll(3));
  EXPECT_EQ(caller->MunicipalityIds(), (std::vector<int32_t>{7, 8}));
}

TEST_F(AccessDirectoryTest, KnowsClientsAndTheirKeys) {
  auto client = directory_.FindClient("eoj");
  ASSERT_EQ(FaultIn(client), "");
  const auto& known = std::get<RegisteredClient>(client);
  EXPECT_EQ(known.submitter_id, 3);
  ASSERT_EQ(known.keys.size(), 1u);
  EXPECT_EQ(known.keys[0].key_der, "the key");
  EXPECT_EQ(known.keys[0].thumbprint, validator::token::Digest("the key"));
  EXPECT_EQ(FaultIn(directory_.FindClient("other")), "CLIENT_UNKNOWN");
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
  EXPECT_EQ(FaultIn(directory.FindPeer(fingerprint_)), "")
      << "what is known stays known while the registry cannot be read";

  snapshot_.version = 20;
  snapshot_.credentials[0].revoked = true;
  registry_.Put(snapshot_);
  registry_.Fail(absl::OkStatus());
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(30),
                                 [&] { return version == 20; }));
  }
  EXPECT_EQ(FaultIn(directory.FindPeer(fingerprint_)), "CERTIFICATE_REVOKED");
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
