// What operators do with delivery, on PostgreSQL.
#include "gateway/queue/delivery_control.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/journal/journal.h"
#include "tests/gateway/queue/queue_store.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class DeliveryControlTest : public QueueStore {
 protected:
  DeliveryControlTest() : control_(pool_.get(), "operator:test") {
    Run("insert into municipality (cvr, name) values ('11111111', 'A'), "
        "('22222222', 'B')");
  }
  ~DeliveryControlTest() override {
    EXPECT_EQ(journal::Verify(pool_.get()), absl::OkStatus());
  }

  int64_t AddFor(const std::string& id, int16_t lane, int32_t municipality) {
    FixtureReport report;
    report.report_id = id;
    report.lane = lane;
    report.municipality_id = municipality;
    return Add(report);
  }
  SealedBatch Deliver(int16_t lane) {
    const LaneLease lease = LeaseOf("a", lane);
    const SealedBatch batch = MustNext(lease);
    EXPECT_EQ(ConfirmAll(lease, batch), absl::OkStatus());
    return batch;
  }
  ReplayOrder All() {
    return {"national", absl::Now() - absl::Hours(1),
            absl::Now() + absl::Hours(1), ""};
  }
  Replay ReopenAll(const ReplayOrder& order, int page = 100) {
    auto replay = control_.Begin(order);
    EXPECT_TRUE(replay.ok()) << replay.status();
    ReplayCount added;
    while (replay.ok() && !replay->ended) {
      const absl::Status reopened = control_.ReopenSome(&*replay, page, &added);
      EXPECT_EQ(reopened, absl::OkStatus());
      if (!reopened.ok()) break;
    }
    return replay.value_or(Replay());
  }
  int64_t Entries(const std::string& about) {
    return Number(absl::StrCat(
        "select count(*) from journal where kind = 5 and "
        "actor = 'operator:test' and convert_from(subject, 'UTF8') like '",
        about, "%'"));
  }

  DeliveryControl control_;
};

TEST_F(DeliveryControlTest, APausedDestinationTakesReportsAndGivesNone) {
  const LaneLease lease = LeaseOf("a", 3);
  Add("r-1", 3);
  auto hold = control_.Pause("national", "the receiver is upgraded");
  ASSERT_TRUE(hold.ok()) << hold.status();
  EXPECT_TRUE(hold->ours);
  Add("r-2", 3);
  EXPECT_FALSE(queue_.Next(lease, {})->has_value());
  auto again = control_.Pause("national", "me too");
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->ours);
  EXPECT_EQ(again->reason, "the receiver is upgraded");
  EXPECT_EQ(Entries("delivery paused: national: the receiver"), 1);
  auto status = control_.Status();
  ASSERT_TRUE(status.ok()) << status.status();
  ASSERT_EQ(status->size(), 1u);
  EXPECT_TRUE(status->front().paused_at.has_value());
  EXPECT_EQ(status->front().paused_by, "operator:test");
  EXPECT_EQ(status->front().pending, 2);
  EXPECT_EQ(status->front().pending_bytes, 200);

  EXPECT_TRUE(control_.Resume("national").value());
  EXPECT_FALSE(control_.Resume("national").value());
  EXPECT_EQ(Entries("delivery resumed: national"), 1);
  EXPECT_THAT(IdsOf(MustNext(lease)), ElementsAre("r-1", "r-2"));
  EXPECT_TRUE(absl::IsNotFound(control_.Pause("nobody", "x").status()));
  EXPECT_TRUE(absl::IsNotFound(control_.Resume("nobody").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(control_.Pause("national", "").status()));
}

TEST_F(DeliveryControlTest, StatusCountsNoFurtherThanItMust) {
  Run(absl::StrCat("insert into pending select ", national_,
                   ", 5, 1000000 + n, now() - interval '1 hour', 10 "
                   "from generate_series(1, 10500) as n"));
  ASSERT_EQ(queue_.TellState(national_, "nobody", true, "HTTP 503"),
            absl::OkStatus());
  LeaseOf("a", 5);
  ASSERT_EQ(queue_.TellState(national_, "a", true, "HTTP 503"),
            absl::OkStatus());
  const DestinationReport report = control_.Status()->front();
  EXPECT_EQ(report.pending, DestinationReport::kMostCounted);
  EXPECT_GT(absl::Now() - *report.oldest_received_at, absl::Minutes(59));
  ASSERT_EQ(report.holders.size(), 1u);
  EXPECT_EQ(report.holders[0].lanes, 64);
  EXPECT_TRUE(report.holders[0].circuit_open);
  EXPECT_EQ(report.holders[0].last_failure, "HTTP 503");
  EXPECT_EQ(report.free_lanes, 0);
}

TEST_F(DeliveryControlTest, AReplaySendsTheSameBatchesBeforeAnythingNewer) {
  const int64_t key = Add("r-1", 3);
  const SealedBatch first = Deliver(3);
  Add("r-2", 3);
  const SealedBatch second = Deliver(3);
  Add("new", 3);
  const std::string settled = Text(
      "select string_agg(settled_at::text, ' ' order by batch_id) "
      "from delivery_batch");
  const Replay replay = ReopenAll(All(), /*page=*/1);
  EXPECT_EQ(replay.done.batches, 2);
  EXPECT_EQ(replay.done.reports, 2);
  EXPECT_EQ(control_.Left(replay).value(), 2);
  EXPECT_EQ(control_.Status()->front().replayed, 2);
  for (const SealedBatch& before : {first, second}) {
    const SealedBatch again = Deliver(3);
    EXPECT_EQ(again.batch_id, before.batch_id);
    EXPECT_EQ(again.sealed_at, before.sealed_at);
    EXPECT_EQ(IdsOf(again), IdsOf(before));
  }
  EXPECT_EQ(control_.Left(replay).value(), 0);
  EXPECT_THAT(IdsOf(Deliver(3)), ElementsAre("new"));
  EXPECT_EQ(Text("select string_agg(settled_at::text, ' ' order by batch_id) "
                 "from delivery_batch where replay_id is not null"),
            settled)
      << "when it was delivered stays";
  EXPECT_EQ(Number(absl::StrCat("select outcome from receipt where report_key=",
                                key)),
            1);
  EXPECT_EQ(Number("select sum(reports) from report_counted where verdict = 3"),
            3);
  EXPECT_EQ(Number("select count(*) from rejection"), 0);
  EXPECT_EQ(Entries(absl::StrCat("replay ", replay.id, " begun: national")), 1);
  EXPECT_EQ(Entries(absl::StrCat("replay ", replay.id, " ended")), 1);
}

TEST_F(DeliveryControlTest, OnlyWhatWasAskedForIsSentAgain) {
  AddFor("a", 3, 1);
  AddFor("b", 3, 2);
  Deliver(3);
  AddFor("c", 4, 2);
  Deliver(4);
  ReplayOrder order = All();
  order.municipality_cvr = "11111111";
  auto drawn = control_.Draw(order);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  ReplayCount count;
  while (control_.CountSome(&*drawn, 1, &count).value()) {
  }
  EXPECT_EQ(count.batches, 1);
  EXPECT_EQ(count.reports, 2) << "the batch goes whole";
  EXPECT_EQ(Number("select count(*) from delivery_batch "
                   "where settled_at is null"),
            0)
      << "counting changes nothing";
  EXPECT_EQ(ReopenAll(order).done.batches, 1);
  EXPECT_EQ(Number("select lane from delivery_batch where settled_at is null"),
            3);
  ReplayOrder before = All();
  before.to = before.from + absl::Minutes(1);
  EXPECT_EQ(ReopenAll(before).done.batches, 0);
  order.municipality_cvr = "33333333";
  EXPECT_TRUE(absl::IsNotFound(control_.Begin(order).status()));
  order = All();
  order.destination = "nobody";
  EXPECT_TRUE(absl::IsNotFound(control_.Begin(order).status()));
  order = All();
  std::swap(order.from, order.to);
  EXPECT_TRUE(absl::IsInvalidArgument(control_.Begin(order).status()));
}

TEST_F(DeliveryControlTest, AnInterruptedReplayGoesOnAndNeverTwice) {
  for (int i = 0; i < 5; ++i) {
    Add(absl::StrCat("r-", i), 3);
    Deliver(3);
  }
  auto replay = control_.Begin(All());
  ASSERT_TRUE(replay.ok());
  ReplayCount added;
  ASSERT_EQ(control_.ReopenSome(&*replay, 2, &added), absl::OkStatus());
  EXPECT_EQ(added.batches, 2);
  // Another goes on with it; the first must not do so too.
  auto loaded = control_.Load(replay->id);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_FALSE(loaded->ended);
  EXPECT_EQ(loaded->done.batches, 2);
  while (!loaded->ended) {
    ASSERT_EQ(control_.ReopenSome(&*loaded, 2, &added), absl::OkStatus());
  }
  EXPECT_EQ(loaded->done.batches, 5);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(control_.ReopenSome(&*replay, 2, &added)));
  EXPECT_EQ(control_.Left(*loaded).value(), 5);
  EXPECT_TRUE(absl::IsNotFound(control_.Load(999).status()));
}

TEST_F(DeliveryControlTest, AnotherAnswerThanTheFirstGoesToTheOperators) {
  const LaneLease lease = LeaseOf("a", 3);
  const int64_t taken = AddFor("taken", 3, 1);
  const int64_t refused = AddFor("refused", 3, 1);
  const int64_t silent = AddFor("silent", 3, 1);
  const int64_t same = AddFor("same", 3, 1);
  const SealedBatch batch = MustNext(lease);
  ASSERT_EQ(queue_.Settle(lease, batch.batch_id,
                          {Confirmed(taken),
                           Refused(refused, "GW-NO"),
                           {silent, ItemOutcome::kUnanswered, "",
                            FindingsOf("GW-SILENT")},
                           Confirmed(same)}),
            absl::OkStatus());
  ReopenAll(All());
  const SealedBatch again = MustNext(lease);
  // Not for all of it: it stays open.
  ASSERT_EQ(queue_.Settle(lease, again.batch_id, {Refused(taken, "GW-LATER")}),
            absl::OkStatus());
  EXPECT_EQ(MustNext(lease).batch_id, batch.batch_id);
  ASSERT_EQ(queue_.Settle(lease, again.batch_id,
                          {Refused(taken, "GW-LATER"), Confirmed(refused),
                           Confirmed(silent), Confirmed(same)}),
            absl::OkStatus());
  EXPECT_FALSE(queue_.Next(lease, {})->has_value());
  EXPECT_EQ(Text("select string_agg(outcome::text, ' ' order by report_key) "
                 "from receipt"),
            "1 2 1 1")
      << "the first answer stays, unless there was none";
  EXPECT_EQ(
      Text("select string_agg(concat_ws('|', report_key, state, codes), ' ' "
           "order by report_key, rejection_id) from rejection"),
      absl::StrCat(taken, "|1|{GW-REPLAY-ANSWER-DIFFERS,GW-LATER} ", refused,
                   "|1|{GW-NO} ", refused, "|1|{GW-REPLAY-ANSWER-DIFFERS} ",
                   silent, "|4|{GW-SILENT}"));
  // Told as it is, so that a job finds what is its own.
  EXPECT_EQ(Number("select count(*) from rejection j join report r using "
                   "(report_key, received_at) where j.lane is distinct from "
                   "r.lane"),
            0);
  EXPECT_EQ(Number("select report_count_fold()"), 6) << "rows, as appended";
  EXPECT_EQ(Text("select string_agg(concat_ws('|', verdict, code, reports), "
                 "' ' order by verdict, code) from report_count "
                 "where code = ''"),
            "3||3 4||1 5||1");
}

TEST_F(DeliveryControlTest, WhatWasDroppedOrNeverDeliveredIsNotSentAgain) {
  Add("gone", 3);
  Add("kept", 3);
  Deliver(3);
  Add("r-3", 4);
  Add("r-4", 4);
  const LaneLease lease = LeaseOf("a", 4);
  const SealedBatch whole = MustNext(lease);
  ASSERT_EQ(queue_.RefuseWhole(lease, whole.batch_id, 1).value(),
            WholeRefusal::kBrokenUp);
  Deliver(4);
  Deliver(4);
  Run("alter table report disable trigger report_immutable; "
      "update report set content = '', canonical = null, content_kept = false "
      "where report_id = 'gone'");
  const Replay replay = ReopenAll(All());
  EXPECT_EQ(replay.done.batches, 2) << "the parts, not what they are parts of";
  EXPECT_EQ(replay.done.batches_gone, 1);
  EXPECT_FALSE(queue_.Next(LeaseOf("a", 3), {})->has_value());
  EXPECT_THAT(IdsOf(Deliver(4)), ElementsAre("r-3"));
  EXPECT_THAT(IdsOf(Deliver(4)), ElementsAre("r-4"));
}

// A replay keeps its id: refused as a whole it is closed, never broken up.
TEST_F(DeliveryControlTest, AReplayThatIsRefusedWholeIsGivenUpWhole) {
  Add("r-1", 3);
  Add("r-2", 3);
  const SealedBatch batch = Deliver(3);
  ReopenAll(All());
  const LaneLease lease = LeaseOf("a", 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(queue_.RefuseWhole(lease, batch.batch_id, 2).value(),
              WholeRefusal::kCounted);
  }
  Add("other", 9);
  Deliver(9);
  EXPECT_EQ(queue_.RefuseWhole(lease, batch.batch_id, 2).value(),
            WholeRefusal::kGiveUp);
}

}  // namespace
}  // namespace trivsel::gateway::queue
