// Certificates, keys and operators, against a real PostgreSQL.
#include "gateway/store/registry_credentials.h"

#include "tests/gateway/store/registry_fixture.h"

namespace trivsel::gateway::store {
namespace {

class RegistryCredentialsTest : public RegistryFixture {
 protected:
  CredentialRow Certificate(char digit, const std::string& owner) {
    CredentialRow row;
    row.fingerprint = Fingerprint(digit);
    row.owner = owner;
    row.label = "label";
    row.key_der = std::string("\x30\0key", 5);
    row.subject = "CN=a";
    row.holder_cvr = "12345678";
    row.holder_id = "UI:DK-O:G:11111111-2222-3333-4444-555555555555";
    row.not_before = absl::FromUnixSeconds(1700000000);
    row.not_after = absl::FromUnixSeconds(1900000000);
    return row;
  }
  std::vector<CredentialRow> List(const std::string& owner = "") {
    auto rows = credentials_.List(owner, {}, 200);
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? *rows : std::vector<CredentialRow>();
  }

  CredentialRegistry credentials_{pool_.get()};
};

TEST_F(RegistryCredentialsTest, KeepsWhatACertificateSays) {
  const CredentialRow put = Certificate('a', "Fagsystem A");
  auto done = credentials_.Put("test", CredentialOwner::kSubmitter, put);
  ASSERT_TRUE(done.ok() && *done) << done.status();
  const CredentialRow got = List().at(0);
  EXPECT_EQ(got.fingerprint, put.fingerprint);
  EXPECT_EQ(got.kind, CredentialKind::kCertificate);
  EXPECT_EQ(got.key_der, put.key_der);
  EXPECT_EQ(got.subject, put.subject);
  EXPECT_EQ(got.holder_cvr, put.holder_cvr);
  EXPECT_EQ(got.holder_id, put.holder_id);
  EXPECT_EQ(got.not_before, put.not_before);
  EXPECT_EQ(got.not_after, put.not_after);
  EXPECT_NE(got.submitter_id, 0);
  EXPECT_EQ(got.operator_id, 0);
  // By its fingerprint only, as it was before: what is known is kept.
  ASSERT_TRUE(registry_
                  .PutCredential("test", "Fagsystem A", put.fingerprint, "new",
                                 put.not_after)
                  .ok());
  EXPECT_EQ(List().at(0).label, "new");
  EXPECT_EQ(List().at(0).key_der, put.key_der);
}

TEST_F(RegistryCredentialsTest, OneOwnerOnlyAndRevokedForGood) {
  ASSERT_TRUE(
      credentials_.PutOperator("test", "Fagsystem A", {"registrar"}).ok());
  const CredentialRow row = Certificate('a', "Fagsystem A");
  ASSERT_TRUE(credentials_.Put("test", CredentialOwner::kOperator, row).ok());
  EXPECT_NE(List().at(0).operator_id, 0) << "not the submitter of that name";
  EXPECT_TRUE(absl::IsAlreadyExists(
      credentials_.Put("test", CredentialOwner::kSubmitter, row).status()));
  ASSERT_TRUE(credentials_.Revoke("test", row.fingerprint).ok());
  ASSERT_TRUE(credentials_.Revoke("test", row.fingerprint).ok());
  auto again = credentials_.Put("test", CredentialOwner::kOperator, row);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(*again);
  EXPECT_TRUE(List().at(0).revoked_at.has_value());
  EXPECT_TRUE(absl::IsNotFound(
      credentials_
          .Put("test", CredentialOwner::kOperator, Certificate('b', "nobody"))
          .status()));
  ASSERT_TRUE(credentials_.RemoveOperator("test", "Fagsystem A").ok());
  EXPECT_TRUE(List().empty());
}

TEST_F(RegistryCredentialsTest, WhatIsListedDoesNotSteerATerminal) {
  CredentialRow row = Certificate('a', "Fagsystem A");
  row.label = "\x1b[2J";
  EXPECT_TRUE(absl::IsInvalidArgument(
      credentials_.Put("test", CredentialOwner::kSubmitter, row).status()));
  EXPECT_TRUE(List().empty());
}

TEST_F(RegistryCredentialsTest, ABareKeyHasNoEnd) {
  CredentialRow key;
  key.kind = CredentialKind::kKey;
  key.fingerprint = Fingerprint('c');
  key.owner = "Fagsystem B";
  key.key_der = "key";
  ASSERT_TRUE(credentials_.Put("test", CredentialOwner::kSubmitter, key).ok());
  const CredentialRow got = List("Fagsystem B").at(0);
  EXPECT_EQ(got.kind, CredentialKind::kKey);
  EXPECT_FALSE(got.not_after.has_value());
  EXPECT_TRUE(List("Fagsystem A").empty());
}

TEST_F(RegistryCredentialsTest, PagesGoByOwnerAndTime) {
  for (char digit : {'3', '1', '2'}) {
    ASSERT_TRUE(credentials_
                    .Put("test", CredentialOwner::kSubmitter,
                         Certificate(digit, "Fagsystem A"))
                    .ok());
  }
  ASSERT_TRUE(credentials_
                  .Put("test", CredentialOwner::kSubmitter,
                       Certificate('0', "Fagsystem B"))
                  .ok());
  std::string seen;
  CredentialRow after;
  for (;;) {
    auto page = credentials_.List("", after, 1);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->empty()) break;
    after = page->at(0);
    seen += after.fingerprint[0];
  }
  EXPECT_EQ(seen, "3120");
}

TEST_F(RegistryCredentialsTest, OperatorsHaveRolesThatThereAre) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      credentials_.PutOperator("test", "Op", {"regstrar"})));
  ASSERT_TRUE(credentials_.PutOperator("test", "Op", {"registrar"}).ok());
  const int64_t before = *registry_.Version();
  ASSERT_TRUE(credentials_.SetOperatorActive("test", "Op", false).ok());
  EXPECT_GT(*registry_.Version(), before);
  auto operators = credentials_.ListOperators("", 10);
  ASSERT_TRUE(operators.ok()) << operators.status();
  EXPECT_FALSE(operators->at(0).active);
  EXPECT_EQ(operators->at(0).roles, std::vector<std::string>{"registrar"});
  EXPECT_TRUE(operators->at(0).municipality_cvrs.empty());
  ASSERT_TRUE(credentials_.PutOperator("test", "Op", {}).ok());
  EXPECT_TRUE(credentials_.ListOperators("", 10)->at(0).active);
  EXPECT_TRUE(
      absl::IsNotFound(credentials_.SetOperatorActive("test", "nobody", true)));
  EXPECT_EQ(registry_.Load()->operators.size(), 1u);
}

}  // namespace
}  // namespace trivsel::gateway::store
