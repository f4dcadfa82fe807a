// The registry as the access room sees it, from a real PostgreSQL.
#include "gateway/registry_adapter.h"

#include <gtest/gtest.h>

#include "gateway/store/registry_credentials.h"
#include "gateway/store/registry_documents.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway {
namespace {

constexpr char kCvr[] = "11111111";

class RegistryAdapterTest : public ::testing::Test {
 protected:
  void Put(store::CredentialOwner owner, const std::string& name, char digit,
           store::CredentialKind kind = store::CredentialKind::kCertificate) {
    store::CredentialRow row;
    row.fingerprint = std::string(64, digit);
    row.owner = name;
    row.kind = kind;
    row.key_der = "key";
    ASSERT_TRUE(credentials_.Put("test", owner, row).ok());
  }

  std::unique_ptr<store::Pool> pool_ =
      testing::NewPool(testing::PostgresCluster::Get().NewStore());
  store::Registry registry_{pool_.get()};
  store::CredentialRegistry credentials_{pool_.get()};
  RegistryAdapter adapter_{registry_};
};

TEST_F(RegistryAdapterTest, PeriodsDocumentsAndLimits) {
  const absl::Time until = absl::FromUnixSeconds(1900000000);
  ASSERT_TRUE(registry_.PutMunicipality("test", {0, kCvr, "Korsbæk", {}}).ok());
  ASSERT_TRUE(registry_.PutSubmitter("test", "A").ok());
  ASSERT_TRUE(registry_
                  .UpdateSubmitter("test", "A",
                                   {.active = false,
                                    .client_id = "a",
                                    .reports_per_second = 1,
                                    .concurrent_calls = 2,
                                    .message_bytes = 3})
                  .ok());
  ASSERT_TRUE(
      registry_.Allow("test", "A", kCvr, {false, true, {{}, until}}).ok());
  store::DocumentRow document;
  document.cvr = kCvr;
  document.kind = store::DocumentKind::kDataProcessing;
  document.reference = "1";
  document.valid.from = until;
  ASSERT_TRUE(store::DocumentRegistry(pool_.get()).Put("test", document).ok());

  auto all = adapter_.Load();
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->version, *adapter_.Version());
  ASSERT_EQ(all->submitters.size(), 1u);
  EXPECT_FALSE(all->submitters[0].active);
  EXPECT_EQ(all->submitters[0].client_id, "a");
  EXPECT_EQ(all->submitters[0].limits.reports_per_second, 1);
  EXPECT_EQ(all->submitters[0].limits.concurrent_calls, 2);
  EXPECT_EQ(all->submitters[0].limits.message_bytes, 3);
  ASSERT_EQ(all->permissions.size(), 1u);
  EXPECT_EQ(all->permissions[0].from, absl::InfinitePast());
  EXPECT_EQ(all->permissions[0].until, until);
  ASSERT_EQ(all->documents.size(), 1u);
  EXPECT_EQ(all->documents[0].kind,
            access::RegisteredDocument::Kind::kDataProcessing);
  EXPECT_EQ(all->documents[0].from, until);
  EXPECT_EQ(all->documents[0].until, absl::InfiniteFuture());
}

TEST_F(RegistryAdapterTest, CredentialsOfSubmittersAndRegistrarsOnly) {
  using Owner = store::CredentialOwner;
  ASSERT_TRUE(registry_.PutSubmitter("test", "A").ok());
  ASSERT_TRUE(
      credentials_.PutOperator("test", "Registrar", {"registrar"}).ok());
  ASSERT_TRUE(credentials_.PutOperator("test", "Nobody", {}).ok());
  Put(Owner::kSubmitter, "A", 'a', store::CredentialKind::kKey);
  Put(Owner::kOperator, "Registrar", 'b');
  Put(Owner::kOperator, "Nobody", 'c');
  auto all = adapter_.Load();
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->credentials.size(), 2u);
  EXPECT_TRUE(all->credentials[0].bare_key);
  EXPECT_EQ(all->credentials[0].key_der, "key");
  EXPECT_EQ(all->credentials[0].operator_name, "");
  EXPECT_NE(all->credentials[0].submitter_id, 0);
  EXPECT_EQ(all->credentials[1].operator_name, "Registrar");
  EXPECT_EQ(all->credentials[1].submitter_id, 0);
  EXPECT_FALSE(all->credentials[1].revoked);
  ASSERT_TRUE(credentials_.SetOperatorActive("test", "Registrar", false).ok());
  EXPECT_TRUE(adapter_.Load()->credentials[1].revoked);
}

TEST_F(RegistryAdapterTest, AnOperatorOfOneMunicipalityHasThatOneAlone) {
  ASSERT_TRUE(registry_.PutMunicipality("test", {0, "11111111", "K", {}}).ok());
  ASSERT_TRUE(registry_.PutMunicipality("test", {0, "29189447", "H", {}}).ok());
  EXPECT_TRUE(absl::IsNotFound(credentials_.PutOperator(
      "test", "Op", {"operator"}, {"29189447", "22222222"})));
  ASSERT_TRUE(
      credentials_.PutOperator("test", "Op", {"operator"}, {"29189447"}).ok());
  Put(store::CredentialOwner::kOperator, "Op", 'b');
  auto all = adapter_.Load();
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->credentials.size(), 1u);
  access::Operator who;
  who.grants = all->credentials[0].operator_grants;
  const access::Scope scope = who.ScopeOf(access::Right::kOperate);
  EXPECT_FALSE(scope.all);
  ASSERT_EQ(scope.municipality_ids.size(), 1u);
  for (const access::Municipality& one : all->municipalities) {
    EXPECT_EQ(scope.Covers(one.id), one.cvr == "29189447");
  }
  // A municipality that is gone leaves nobody, not everybody.
  ASSERT_TRUE(registry_.RemoveMunicipality("test", "29189447").ok());
  EXPECT_TRUE(adapter_.Load()->credentials.empty());
}

}  // namespace
}  // namespace trivsel::gateway
