// The binary forms, and what a SQLSTATE means; no database.
#include <gtest/gtest.h>

#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "gateway/store/sqlstate.h"

namespace trivsel::gateway::store {
namespace {

TEST(ArrayWriterTest, IsReadBackAsItWasWritten) {
  ArrayWriter writer(ArrayWriter::Element::kBytea);
  writer.Bytes("one");
  writer.Null();
  writer.Bytes(std::string_view("\0\xff", 2));
  const std::string array = writer.Take();
  const auto items = SplitArray(array);
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0], "one");
  EXPECT_FALSE(items[1].has_value());
  EXPECT_EQ(items[2], std::string_view("\0\xff", 2));
}

TEST(ArrayWriterTest, EveryTruncationIsRefused) {
  ArrayWriter writer(ArrayWriter::Element::kText);
  writer.Bytes("some text");
  writer.Bytes("more");
  const std::string array = writer.Take();
  for (size_t length = 0; length < array.size(); ++length) {
    EXPECT_TRUE(SplitArray(array.substr(0, length)).empty()) << length;
  }
  EXPECT_EQ(SplitArray(array).size(), 2u);
}

TEST(ArrayWriterTest, EmptyHasNoDimension) {
  EXPECT_EQ(ArrayWriter(ArrayWriter::Element::kInt8).Take().size(), 12u);
}

TEST(TimeTest, CountsFrom2000) {
  const absl::Time epoch = absl::FromUnixSeconds(946684800);
  EXPECT_EQ(ToPostgresTime(epoch), 0);
  EXPECT_EQ(FromPostgresTime(-1), epoch - absl::Microseconds(1));
}

TEST(SqlStateTest, TheLongestPrefixDecides) {
  EXPECT_EQ(Classify(""), Fault::kUnavailable);
  EXPECT_EQ(Classify("08006"), Fault::kUnavailable);
  EXPECT_EQ(Classify("57P01"), Fault::kUnavailable);
  EXPECT_EQ(Classify("53100"), Fault::kUnavailable);
  EXPECT_EQ(Classify("40P01"), Fault::kRetry);
  EXPECT_EQ(Classify("40003"), Fault::kUnavailable);
  EXPECT_EQ(Classify("22021"), Fault::kData);
  EXPECT_EQ(Classify("23505"), Fault::kData);
  EXPECT_EQ(Classify("25006"), Fault::kUnavailable);
  EXPECT_EQ(Classify("25001"), Fault::kProgram);
  EXPECT_EQ(Classify("42P01"), Fault::kProgram);
}

TEST(SqlStateTest, TheStatusRemembersItAndSaysNoData) {
  const absl::Status status = StatementError("23505", "put", "submitter_key");
  EXPECT_TRUE(absl::IsAlreadyExists(status));
  EXPECT_EQ(SqlStateOf(status), "23505");
  EXPECT_EQ(FaultOf(status), Fault::kData);
  EXPECT_EQ(FaultOf(absl::OkStatus()), Fault::kNone);
  EXPECT_EQ(FaultOf(absl::UnavailableError("x")), Fault::kUnavailable);
}

}  // namespace
}  // namespace trivsel::gateway::store
