// What PostgreSQL keeps of a batch that a receiver does not take.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/queue_store.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

class StuckBatchTest : public QueueStore {
 protected:
  StuckBatchTest() : lease_(LeaseOf("a", 3)) {}

  const LaneLease lease_;
};

TEST_F(StuckBatchTest, AnUnansweredReportIsTheOperatorsAndCounted) {
  FixtureReport report;
  report.report_id = "r-1";
  report.lane = 3;
  report.municipality_id = 17;
  const int64_t key = Add(report);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(
                lease_, batch.batch_id,
                {{key, ItemOutcome::kUnanswered, "", FindingsOf("GW-SILENT")}}),
            absl::OkStatus());
  EXPECT_EQ(Text("select concat_ws('|', report_key, municipality_id, origin, "
                 "state, codes) from rejection"),
            absl::StrCat(key, "|17|2|1|{GW-SILENT}"));
  EXPECT_EQ(Text("select string_agg(concat_ws('|', verdict, code, reports), "
                 "' ' order by code) from report_counted"),
            "5||1 5|GW-SILENT|1");
}

TEST_F(StuckBatchTest, APartKnowsWhatItIsAPartOf) {
  for (int i = 1; i <= 4; ++i) Add(absl::StrCat("r-", i), 3);
  const SealedBatch whole = MustNext(lease_);
  ASSERT_TRUE(queue_.RefuseWhole(lease_, whole.batch_id, 2).ok());
  const std::string since = Text("select refused_since from delivery_batch");
  EXPECT_NE(since, "");
  ASSERT_TRUE(queue_.RefuseWhole(lease_, whole.batch_id, 2).ok());
  EXPECT_EQ(Number("select count(*) from delivery_batch "
                   "where broken_up_at is not null and settled_at is not null"),
            1);
  EXPECT_EQ(Number(absl::StrCat("select count(*) from delivery_batch ",
                                "where part_of = ", whole.batch_id,
                                " and refused_since = '", since, "'")),
            2);
}

}  // namespace
}  // namespace trivsel::gateway::queue
