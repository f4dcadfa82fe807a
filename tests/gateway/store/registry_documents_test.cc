// Signed agreements, against a real PostgreSQL.
#include "gateway/store/registry_documents.h"

#include "tests/gateway/store/registry_fixture.h"

namespace trivsel::gateway::store {
namespace {

class RegistryDocumentsTest : public RegistryFixture {
 protected:
  DocumentRow Document(const std::string& reference) {
    DocumentRow row;
    row.cvr = kHolbaek;
    row.reference = reference;
    row.signed_on = absl::CivilDay(2026, 11, 13);
    row.digest = std::string(32, 'd');
    return row;
  }
  int64_t Put(const DocumentRow& row) {
    auto id = documents_.Put("test", row);
    EXPECT_TRUE(id.ok()) << id.status();
    return id.value_or(-1);
  }
  DocumentRow Only() {
    auto rows = documents_.List(kHolbaek, {}, 10);
    EXPECT_TRUE(rows.ok() && rows->size() == 1) << rows.status();
    return rows.ok() && !rows->empty() ? (*rows)[0] : DocumentRow();
  }

  DocumentRegistry documents_{pool_.get()};
};

TEST_F(RegistryDocumentsTest, KeepsWhatWasPutAndRaisesTheVersion) {
  const int64_t before = *registry_.Version();
  DocumentRow row = Document("2026-17");
  row.kind = DocumentKind::kDataProcessing;
  row.valid = {absl::FromUnixSeconds(1800000000),
               absl::FromUnixSeconds(1900000000)};
  const int64_t id = Put(row);
  EXPECT_GT(*registry_.Version(), before);
  const DocumentRow got = Only();
  EXPECT_EQ(got.id, id);
  EXPECT_EQ(got.cvr, kHolbaek);
  EXPECT_EQ(got.kind, DocumentKind::kDataProcessing);
  EXPECT_EQ(got.reference, "2026-17");
  EXPECT_EQ(got.signed_on, row.signed_on);
  EXPECT_EQ(got.digest, row.digest);
  EXPECT_EQ(got.valid.from, row.valid.from);
  EXPECT_EQ(got.valid.until, row.valid.until);
  EXPECT_FALSE(got.archived_at.has_value());
  EXPECT_EQ(registry_.Load()->documents.size(), 1u);
}

TEST_F(RegistryDocumentsTest, GenerationsStandSideBySideAndAReferenceCorrects) {
  const int64_t first = Put(Document("1"));
  EXPECT_NE(Put(Document("2")), first);
  DocumentRow corrected = Document("1");
  corrected.signed_on = absl::CivilDay(2026, 11, 14);
  EXPECT_EQ(Put(corrected), first);
  auto rows = documents_.List("", {}, 10);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).signed_on, corrected.signed_on);
  EXPECT_EQ(documents_.List("", rows->at(0), 10)->size(), 1u);
}

TEST_F(RegistryDocumentsTest, WhatIsArchivedIsRecognised) {
  DocumentRow row = Document("1");
  row.digest.clear();
  const int64_t id = Put(row);
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  EXPECT_TRUE(absl::IsInvalidArgument(documents_.Archive("test", id, "", now)));
  ASSERT_TRUE(documents_.Archive("test", id, std::string(32, 'd'), now).ok());
  EXPECT_EQ(Only().archived_at, now);
  EXPECT_EQ(Only().digest, std::string(32, 'd'));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      documents_.Archive("test", id, std::string(32, 'e'), now)));
  row.digest = std::string(32, 'e');
  EXPECT_TRUE(absl::IsFailedPrecondition(documents_.Put("test", row).status()));
  EXPECT_EQ(Only().digest, std::string(32, 'd'));
  row.digest.clear();
  row.valid.until = now;
  Put(row);
  EXPECT_EQ(Only().valid.until, now);
  EXPECT_EQ(Only().archived_at, now) << "putting it again takes nothing out";
  EXPECT_TRUE(absl::IsNotFound(documents_.Archive("test", id + 1, "", now)));
}

TEST_F(RegistryDocumentsTest, EndsAndRefusesWhatCannotBe) {
  DocumentRow row = Document("1");
  row.valid.from = absl::FromUnixSeconds(1800000000);
  const int64_t id = Put(row);
  const absl::Time until = absl::FromUnixSeconds(1900000000);
  ASSERT_TRUE(documents_.End("test", id, until).ok());
  EXPECT_EQ(Only().valid.until, until);
  EXPECT_TRUE(absl::IsInvalidArgument(
      documents_.End("test", id, absl::FromUnixSeconds(1))));
  EXPECT_TRUE(absl::IsNotFound(documents_.End("test", id + 1, until)));
  DocumentRow bad = Document("");
  EXPECT_TRUE(absl::IsInvalidArgument(documents_.Put("test", bad).status()));
  bad = Document("short digest");
  bad.digest = "short";
  EXPECT_TRUE(absl::IsInvalidArgument(documents_.Put("test", bad).status()));
  bad = Document("elsewhere");
  bad.cvr = "99999999";
  EXPECT_TRUE(absl::IsNotFound(documents_.Put("test", bad).status()));
  ASSERT_TRUE(registry_.RemoveMunicipality("test", kHolbaek).ok());
  EXPECT_TRUE(documents_.List("", {}, 10)->empty());
}

}  // namespace
}  // namespace trivsel::gateway::store
