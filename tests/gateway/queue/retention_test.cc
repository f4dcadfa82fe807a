// Content that has been kept for long enough goes; the facts, and what is not
// done, stay; whatever happens in between.
#include "gateway/store/retention.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gateway/journal/journal.h"
#include "gateway/queue/group_committer.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/retention_store.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

using store::HeldBy;
using store::MonthState;
using store::RetentionMonth;

class RetentionTest : public RetentionStore {
 protected:
  void ExpectDropped(const std::string& month, int64_t carried = 0) {
    EXPECT_EQ(WithContent(month), carried);
    EXPECT_EQ(LookAt(month).state,
              carried == 0 ? MonthState::kDropped : MonthState::kPartly);
  }
  static int64_t Held(const RetentionMonth& month, HeldBy why) {
    return month.held[static_cast<size_t>(why)];
  }
};

TEST_F(RetentionTest, KeepIsSaidInMonthsOrDays) {
  using store::KeepContent;
  EXPECT_TRUE(KeepContent::Parse("")->for_ever());
  EXPECT_TRUE(KeepContent::Parse("0")->for_ever());
  EXPECT_EQ(KeepContent::Parse("13m")->months, 13);
  EXPECT_EQ(KeepContent::Parse("400d")->days, 400);
  for (const char* wrong :
       {"m", "0m", "-1m", "13", "13 m", "99999m", "999999d", "1y", "d4"}) {
    EXPECT_FALSE(KeepContent::Parse(wrong).ok()) << wrong;
  }
}

TEST_F(RetentionTest, DropsTheContentAndKeepsTheFacts) {
  AddMonth("2025-01", "a", 300, Fate::kConfirmed);
  AddMonth("2025-02", "b", 10, Fate::kConfirmed);
  Add("today");
  const auto all = ListAll();
  ASSERT_EQ(all.size(), 311u);
  const std::string timeline =
      "select md5(string_agg(t::text, ',' order by report_key)) from "
      "resource_version t";
  const std::string before = Text(timeline);
  const StoredReport whole = Get("a-7");
  EXPECT_TRUE(whole.content.starts_with("content of a-7"));
  const RetentionMonth ready = LookAt("2025-01");
  EXPECT_EQ(ready.state, MonthState::kReady);
  EXPECT_EQ(ready.reports, 300);

  auto dropped = DropReady();
  ASSERT_TRUE(dropped.ok()) << dropped.status();
  ASSERT_EQ(dropped->size(), 2u);
  EXPECT_EQ(dropped->front().month, "2025-01");
  EXPECT_LT(dropped->front().bytes, ready.bytes / 2);
  ExpectDropped("2025-01");
  ExpectDropped("2025-02");

  const StoredReport facts = Get("a-7");
  EXPECT_EQ(facts.content, "");
  EXPECT_FALSE(facts.content_kept);
  EXPECT_EQ(facts.received_at, whole.received_at);
  EXPECT_EQ(facts.verdict, Verdict::kAccepted);
  EXPECT_EQ(facts.findings, FindingsOf("LTT-X"));
  EXPECT_EQ(facts.kle.subject, "29.24.16");
  EXPECT_EQ(facts.rule_set, "ltt-test");
  ASSERT_EQ(facts.deliveries.size(), 1u);
  EXPECT_EQ(facts.deliveries[0].stage, DeliveryStage::kConfirmed);
  EXPECT_EQ(facts.deliveries[0].receiver_reference, "ref");
  EXPECT_EQ(ListAll(), all);
  EXPECT_EQ(Text(timeline), before);
  EXPECT_EQ(Get("today").content, "content of today");
  EXPECT_TRUE(Get("today").content_kept);

  // Nothing to do a second time, and the journal says what was done.
  EXPECT_EQ(DropReady()->size(), 0u);
  EXPECT_EQ(Text("select string_agg(convert_from(subject, 'UTF8'), ' ' order "
                 "by seq) from journal where kind = 7 and actor = 'test'"),
            "content:2025-01 reports:300 carried:0 "
            "content:2025-02 reports:10 carried:0");
  EXPECT_EQ(journal::Verify(pool_.get()), absl::OkStatus());
}

TEST_F(RetentionTest, FactsAreNeverChangedAndTheMonthsGoOn) {
  AddMonth("2025-01", "a", 5, Fate::kConfirmed);
  ASSERT_TRUE(DropReady().ok());
  for (const char* change :
       {"update report set verdict = 2 where report_id = 'a-1'",
        "delete from report where report_id = 'a-1'",
        "update report_2025_01 set content = 'x'",
        "delete from report_2025_01"}) {
    EXPECT_FALSE(Connect()->Run("change", change).ok()) << change;
  }
  EXPECT_EQ(
      Number("select count(*) from pg_inherits i join pg_class c on c.oid "
             "= i.inhrelid where i.inhparent = 'report'::regclass and "
             "c.relname = 'report_2025_01'"),
      1);
  EXPECT_EQ(Number("select count(*) from pg_class where relname like "
                   "'report%facts' and relkind = 'r'"),
            0);
  EXPECT_EQ(Number("select count(*) from pg_class where relname like "
                   "'report_2025_01%' and relkind = 'i'"),
            4);
}

TEST_F(RetentionTest, WhatIsSentTwiceGetsItsOldReceipt) {
  AddMonth("2025-01", "a", 5, Fate::kConfirmed);
  ASSERT_TRUE(DropReady().ok());
  GroupCommitter::Options options;
  options.connect.database = database_;
  auto committer = GroupCommitter::Start(std::move(options));
  ASSERT_TRUE(committer.ok()) << committer.status();
  const auto same = SubmitTo(committer->get(), MakeDraft("a-3")).get();
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(same->outcome, CommitOutcome::kReplayed);
  EXPECT_EQ(same->findings, FindingsOf("LTT-X"));
  EXPECT_EQ(same->kle.facet, "G01");
  EXPECT_EQ(same->rule_set, "ltt-test");
  EXPECT_EQ(
      SubmitTo(committer->get(), MakeDraft("a-3", "other")).get()->outcome,
      CommitOutcome::kIdReused);
}

TEST_F(RetentionTest, ForEverIsForEver) {
  AddMonth("2020-01", "a", 5, Fate::kConfirmed);
  auto dropped = DropReady([](auto* options) { options->keep = {}; });
  ASSERT_TRUE(dropped.ok());
  EXPECT_EQ(dropped->size(), 0u);
  EXPECT_EQ(WithContent("2020-01"), 5);
  // A month that is not old enough; it is not even counted.
  dropped = DropReady([](auto* options) { options->keep = {1199, 0}; });
  EXPECT_EQ(dropped->size(), 0u);
  auto connection = Connect();
  store::Retention::Options options = Options();
  options.keep = {1199, 0};
  EXPECT_EQ(store::Retention(connection.get(), options).Look()->at(0).reports,
            -1);
  options.count_all = true;
  EXPECT_EQ(store::Retention(connection.get(), options).Look()->at(0).reports,
            5);
}

TEST_F(RetentionTest, WhatIsNotDoneIsCarriedOverAndGoesLater) {
  AddMonth("2025-01", "ok", 100, Fate::kConfirmed);
  AddMonth("2025-01", "closed", 3, Fate::kRefusedClosed);
  AddMonth("2025-01", "done", 3, Fate::kRejectedClosed);
  AddMonth("2025-01", "waits", 2, Fate::kPending);
  AddMonth("2025-01", "batch", 4, Fate::kInBatch);
  AddMonth("2025-01", "refused", 3, Fate::kRefusedOpen);
  AddMonth("2025-01", "rejected", 5, Fate::kRejectedOpen);
  AddMonth("2025-01", "silent", 1, Fate::kUnanswered);
  const RetentionMonth month = LookAt("2025-01");
  EXPECT_EQ(month.state, MonthState::kReady);
  EXPECT_EQ(Held(month, HeldBy::kPending), 2);
  EXPECT_EQ(Held(month, HeldBy::kInBatch), 4);
  EXPECT_EQ(Held(month, HeldBy::kOperators), 8);
  EXPECT_EQ(Held(month, HeldBy::kNoReceipt), 1);
  ASSERT_TRUE(DropReady().ok());
  ExpectDropped("2025-01", 15);
  for (const char* id :
       {"waits-1", "batch-4", "refused-2", "rejected-5", "silent-1"}) {
    EXPECT_TRUE(Get(id).content.starts_with(absl::StrCat("content of ", id)));
  }
  for (const char* id : {"ok-1", "closed-1", "done-3"}) {
    EXPECT_EQ(Get(id).content, "") << id;
  }
  // The batch goes out as it was sealed.
  const LaneLease lease = LeaseOf("g", 3);
  const SealedBatch batch = MustNext(lease);
  ASSERT_EQ(batch.items.size(), 4u);
  EXPECT_TRUE(batch.items[0].canonical.starts_with("canonical of batch-1"));
  ASSERT_EQ(ConfirmAll(lease, batch), absl::OkStatus());

  // Some are done: not worth writing the month again.
  EXPECT_EQ(LookAt("2025-01").state, MonthState::kPartly);
  EXPECT_EQ(DropReady()->size(), 0u);
  EXPECT_EQ(WithContent("2025-01"), 15);
  // All are done.
  Run("delete from pending; update rejection set state = 4; insert into "
      "receipt select report_key, 1, 1, 1, 1, received_at, now(), '', null, "
      "pg_current_xact_id() from report where report_id ~ 'waits|silent'");
  EXPECT_EQ(LookAt("2025-01").state, MonthState::kReady);
  ASSERT_EQ(DropReady()->size(), 1u);
  ExpectDropped("2025-01");
  EXPECT_EQ(ListAll().size(), 121u);
}

TEST_F(RetentionTest, AMonthOfWhichMuchIsHeldWaitsAndSaysWhy) {
  AddMonth("2025-01", "a", 20, Fate::kConfirmed);
  AddMonth("2025-01", "b", 9, Fate::kUnanswered);
  AddMonth("2025-02", "c", 20, Fate::kConfirmed);
  auto few = [](auto* options) { options->most_carried = 3; };
  auto dropped = DropReady(few);
  ASSERT_TRUE(dropped.ok());
  ASSERT_EQ(dropped->size(), 1u) << "the next month does not wait for it";
  EXPECT_EQ(dropped->front().month, "2025-02");
  EXPECT_EQ(WithContent("2025-01"), 29);
  auto connection = Connect();
  auto options = Options();
  few(&options);
  auto months = store::Retention(connection.get(), options).Look();
  ASSERT_EQ(months->front().month, "2025-01");
  EXPECT_EQ(months->front().state, MonthState::kHeld);
  EXPECT_EQ(Held(months->front(), HeldBy::kNoReceipt), 9);
  // A destination that is not in use, or came later, is owed nothing.
  Run("update destination set since = '2025-02-01 00:00+00'");
  EXPECT_EQ(DropReady(few)->size(), 1u);
  ExpectDropped("2025-01");
}

// The connection is ended between any two steps: nothing is lost, nothing is
// half done, and the next time goes on.
TEST_F(RetentionTest, ACrashBetweenAnyTwoStepsLosesNothing) {
  AddMonth("2025-01", "a", 150, Fate::kConfirmed);
  AddMonth("2025-01", "b", 2, Fate::kRejectedOpen);
  bool crashed = true;
  int crash_at = 0;
  for (; crashed && crash_at < 20; ++crash_at) {
    int step = 0;
    crashed = false;
    // Every other time from the beginning, else from where it was left.
    if (crash_at % 2 == 0) Run("drop table if exists report_2025_01_facts");
    const auto status = DropReady([&](auto* options) {
      options->stopping = [&] {
        if (step++ == crash_at) {
          crashed = true;
          Run("select pg_terminate_backend(pid) from pg_stat_activity where "
              "application_name = 'retention' and datname = "
              "current_database()");
        }
        return false;
      };
    });
    EXPECT_EQ(status.ok(), !crashed) << status.status();
    if (crashed) {
      EXPECT_EQ(WithContent("2025-01"), 152) << "step " << crash_at;
      EXPECT_EQ(ListAll().size(), 152u);
    }
  }
  EXPECT_GE(crash_at, 4);
  ExpectDropped("2025-01", 2);
  EXPECT_EQ(ListAll().size(), 152u);
}

// Ended while it waits for the moment of the swap.
TEST_F(RetentionTest, ACrashInTheSwapLosesNothing) {
  AddMonth("2025-01", "a", 50, Fate::kConfirmed);
  auto reader = Connect();
  ASSERT_TRUE(reader->Run("read", "begin; select count(*) from report").ok());
  std::thread killer([&] {
    while (Number("select count(*) from (select pg_terminate_backend(pid) from "
                  "pg_stat_activity where application_name = 'retention' and "
                  "wait_event_type = 'Lock' and datname = current_database()) "
                  "as ended") == 0) {
      std::this_thread::yield();
    }
  });
  const auto dropped =
      DropReady([](auto* options) { options->lock_wait = absl::Seconds(30); });
  killer.join();
  EXPECT_TRUE(absl::IsUnavailable(dropped.status())) << dropped.status();
  ASSERT_TRUE(reader->Run("end", "rollback").ok());
  EXPECT_EQ(WithContent("2025-01"), 50);
  EXPECT_EQ(Number("select count(*) from journal where kind = 7"), 0);
  EXPECT_TRUE(DropReady().ok());
  ExpectDropped("2025-01");
}

TEST_F(RetentionTest, StopsWhenToldTo) {
  AddMonth("2025-01", "a", 5, Fate::kConfirmed);
  EXPECT_TRUE(absl::IsCancelled(DropReady([](auto* options) {
                                  options->stopping = [] { return true; };
                                }).status()));
  EXPECT_EQ(WithContent("2025-01"), 5);
}

TEST_F(RetentionTest, TwoAtOnceAreOne) {
  AddMonth("2025-01", "a", 150, Fate::kConfirmed);
  int refused = 0;
  const auto first = DropReady([&](auto* options) {
    options->stopping = [&] {
      const auto second = DropReady();
      if (absl::IsAborted(second.status())) ++refused;
      return false;
    };
  });
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_GE(refused, 4);
  ExpectDropped("2025-01");
  EXPECT_EQ(Number("select count(*) from journal where kind = 7"), 1);
}

// A reader that keeps the table is not waited for with everybody behind us.
TEST_F(RetentionTest, DoesNotQueueBehindALongReader) {
  AddMonth("2025-01", "a", 50, Fate::kConfirmed);
  auto reader = Connect();
  ASSERT_TRUE(reader->Run("read", "begin; select count(*) from report").ok());
  std::atomic<bool> done = false;
  int64_t written = 0;
  absl::Duration slowest;
  std::thread writer([&] {
    while (!done) {
      const absl::Time begun = absl::Now();
      Add(absl::StrCat("w-", written++));
      slowest = std::max(slowest, absl::Now() - begun);
    }
  });
  const auto dropped =
      DropReady([](auto* options) { options->lock_tries = 5; });
  done = true;
  writer.join();
  EXPECT_TRUE(absl::IsUnavailable(dropped.status())) << dropped.status();
  EXPECT_GT(written, 0);
  EXPECT_LT(slowest, absl::Seconds(5));
  EXPECT_EQ(WithContent("2025-01"), 50);
  ASSERT_TRUE(reader->Run("end", "rollback").ok());
  EXPECT_TRUE(DropReady().ok());
  ExpectDropped("2025-01");
}

// An operator sends a report again while its month is being staged.
TEST_F(RetentionTest, WhatCameBackIntoTheQueueKeepsItsContent) {
  AddMonth("2025-01", "a", 150, Fate::kConfirmed);
  int step = 0;
  const auto status = DropReady([&](auto* options) {
    options->stopping = [&] {
      if (++step == 3) {
        Run("insert into pending select 1, lane, report_key, received_at, 100 "
            "from report where report_id = 'a-2'");
      }
      return false;
    };
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(status.status())) << status.status();
  EXPECT_EQ(WithContent("2025-01"), 150);
  ASSERT_TRUE(DropReady().ok());
  ExpectDropped("2025-01", 1);
  EXPECT_TRUE(Get("a-2").content_kept);
}

// The very moment of the swap, seen by those who read.
TEST_F(RetentionTest, ReadersNeverMissAReport) {
  AddMonth("2025-01", "a", 40, Fate::kConfirmed);
  AddMonth("2025-02", "b", 40, Fate::kConfirmed);
  AddMonth("2025-03", "c", 40, Fate::kConfirmed);
  std::atomic<bool> done = false;
  std::atomic<int> rounds = 0;
  std::thread reading([&] {
    while (!done) {
      EXPECT_EQ(ListAll().size(), 120u);
      EXPECT_EQ(reader_.Find({1, {0, 1, 2}}, {"a-1", "b-2", "c-3"})->size(),
                3u);
      const StoredReport report = Get("b-7");
      EXPECT_EQ(report.content.empty(), !report.content_kept);
      ++rounds;
    }
  });
  const auto dropped = DropReady();
  const int at_end = rounds;
  while (rounds < at_end + 2 && !::testing::Test::HasFailure()) {
    std::this_thread::yield();
  }
  done = true;
  reading.join();
  ASSERT_TRUE(dropped.ok()) << dropped.status();
  EXPECT_EQ(dropped->size(), 3u);
  EXPECT_EQ(WithContent("2025-02"), 0);
}

// Should a batch ever be reopened whose content is gone, nothing empty is sent.
TEST_F(RetentionTest, NeverSendsAnEmptyReport) {
  AddMonth("2025-01", "a", 5, Fate::kInBatch);
  Run("update delivery_batch set settled_at = now(); insert into receipt "
      "select report_key, 1, 1, 1, 1, received_at, now(), '', null, "
      "pg_current_xact_id() from report");
  ASSERT_TRUE(DropReady().ok());
  ExpectDropped("2025-01");
  Run("update delivery_batch set settled_at = null");
  EXPECT_TRUE(absl::IsDataLoss(queue_.Next(LeaseOf("g", 3), {}).status()));
}

TEST_F(RetentionTest, GatewaysTellHowLongTheyKeepContent) {
  auto connection = Connect();
  EXPECT_TRUE(store::ToldRetention(*connection)->for_ever());
  ASSERT_TRUE(store::TellRetention(*connection, {13, 0}).ok());
  EXPECT_EQ(store::ToldRetention(*connection)->months, 13);
  ASSERT_TRUE(store::TellRetention(*connection, {0, 400}).ok());
  EXPECT_EQ(store::ToldRetention(*connection)->months, 0);
  EXPECT_EQ(store::ToldRetention(*connection)->days, 400);
}

}  // namespace
}  // namespace trivsel::gateway::queue
