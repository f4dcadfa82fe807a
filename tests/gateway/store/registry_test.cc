// The registry against a real PostgreSQL.
#include "gateway/store/registry.h"

#include <gtest/gtest.h>

#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::store {
namespace {

const char kFingerprint[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

class RegistryTest : public ::testing::Test {
 protected:
  RegistryTest()
      : pool_(testing::NewPool(testing::PostgresCluster::Get().NewStore())),
        registry_(pool_.get()) {}

  MunicipalityRow Holbaek() {
    return {0, "29189447", "Holbæk Kommune", {"403441000016007"}};
  }

  std::unique_ptr<Pool> pool_;
  Registry registry_;
};

TEST_F(RegistryTest, KeepsWhatWasPut) {
  auto submitter = registry_.PutSubmitter("test", "Nordlys EPJ");
  ASSERT_TRUE(submitter.ok()) << submitter.status();
  auto municipality = registry_.PutMunicipality("test", Holbaek());
  ASSERT_TRUE(municipality.ok()) << municipality.status();
  ASSERT_EQ(registry_.Allow("test", "Nordlys EPJ", "29189447"),
            absl::OkStatus());
  const absl::Time end = absl::FromUnixSeconds(1900000000);
  ASSERT_EQ(
      registry_.PutCredential("test", "Nordlys EPJ", kFingerprint, "new", end),
      absl::OkStatus());

  auto all = registry_.Load();
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->submitters.size(), 1u);
  EXPECT_EQ(all->submitters[0].id, *submitter);
  EXPECT_TRUE(all->submitters[0].active);
  ASSERT_EQ(all->municipalities.size(), 1u);
  EXPECT_EQ(all->municipalities[0].name, "Holbæk Kommune");
  EXPECT_EQ(all->municipalities[0].sor,
            std::vector<std::string>{"403441000016007"});
  ASSERT_EQ(all->credentials.size(), 1u);
  EXPECT_EQ(all->credentials[0].fingerprint, kFingerprint);
  EXPECT_EQ(all->credentials[0].not_after, end);
  EXPECT_FALSE(all->credentials[0].revoked_at.has_value());
  ASSERT_EQ(all->agreements.size(), 1u);
  EXPECT_EQ(all->agreements[0].municipality_id, *municipality);
}

TEST_F(RegistryTest, EachChangeRaisesTheVersion) {
  auto before = registry_.Version();
  ASSERT_TRUE(before.ok());
  ASSERT_TRUE(registry_.PutSubmitter("test", "A").ok());
  auto after = registry_.Version();
  ASSERT_TRUE(after.ok());
  EXPECT_GT(*after, *before);
  ASSERT_EQ(registry_.SetSubmitterActive("test", "A", false), absl::OkStatus());
  EXPECT_GT(*registry_.Version(), *after);
  EXPECT_FALSE(registry_.Load()->submitters[0].active);
}

TEST_F(RegistryTest, ACertificateBelongsToOneSubmitterAndStaysRevoked) {
  ASSERT_TRUE(registry_.PutSubmitter("test", "A").ok());
  ASSERT_TRUE(registry_.PutSubmitter("test", "B").ok());
  ASSERT_TRUE(registry_.PutCredential("test", "A", kFingerprint, "", {}).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(
      registry_.PutCredential("test", "B", kFingerprint, "", {})));
  ASSERT_TRUE(registry_.RevokeCredential("test", kFingerprint).ok());
  ASSERT_TRUE(
      registry_.PutCredential("test", "A", kFingerprint, "again", {}).ok());
  auto all = registry_.Load();
  EXPECT_TRUE(all->credentials[0].revoked_at.has_value());
  EXPECT_TRUE(absl::IsNotFound(
      registry_.RevokeCredential("test", std::string(64, 'e'))));
  EXPECT_TRUE(absl::IsInvalidArgument(
      registry_.PutCredential("test", "A", "no fingerprint", "", {})));
}

TEST_F(RegistryTest, ASorCodeBelongsToOneMunicipality) {
  ASSERT_TRUE(registry_.PutMunicipality("test", Holbaek()).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(
      registry_
          .PutMunicipality("test",
                           {0, "12345678", "Other", {"403441000016007"}})
          .status()));
  MunicipalityRow changed = Holbaek();
  changed.sor = {"403441000016007", "999991000016000"};
  ASSERT_TRUE(registry_.PutMunicipality("test", changed).ok());
  EXPECT_EQ(registry_.Load()->municipalities[0].sor, changed.sor);
  changed.sor = {"999991000016000"};
  ASSERT_TRUE(registry_.PutMunicipality("test", changed).ok());
  EXPECT_EQ(registry_.Load()->municipalities[0].sor, changed.sor);
  changed.cvr = "1234";
  changed.sor = {};
  EXPECT_TRUE(absl::IsInvalidArgument(
      registry_.PutMunicipality("test", changed).status()));
}

TEST_F(RegistryTest, RemovesAndEndsWhatIsNotInUse) {
  ASSERT_TRUE(registry_.PutSubmitter("test", "A").ok());
  ASSERT_TRUE(registry_.PutMunicipality("test", Holbaek()).ok());
  ASSERT_TRUE(registry_.Allow("test", "A", "29189447").ok());
  ASSERT_TRUE(registry_.Allow("test", "A", "29189447").ok());  // again
  EXPECT_TRUE(absl::IsNotFound(registry_.Allow("test", "nobody", "29189447")));
  ASSERT_TRUE(registry_.Disallow("test", "A", "29189447").ok());
  EXPECT_TRUE(absl::IsNotFound(registry_.Disallow("test", "A", "29189447")));
  ASSERT_TRUE(registry_.RenameSubmitter("test", "A", "B").ok());
  EXPECT_TRUE(absl::IsNotFound(registry_.RemoveSubmitter("test", "A")));
  EXPECT_EQ(registry_.RemoveSubmitter("test", "B"), absl::OkStatus());
  EXPECT_EQ(registry_.RemoveMunicipality("test", "29189447"), absl::OkStatus());
  EXPECT_TRUE(registry_.Load()->submitters.empty());
  EXPECT_TRUE(registry_.Load()->municipalities.empty());
}

}  // namespace
}  // namespace trivsel::gateway::store
