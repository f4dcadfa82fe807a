// The contract of ReportSink.
#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/queue_conformance.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class CommitConformance : public QueueConformance {
 protected:
  absl::StatusOr<Committed> Commit(Draft draft, bool second = false) {
    return backend_->Commit({std::move(draft)}, second)[0];
  }
};

INSTANTIATE_TEST_SUITE_P(Queues, CommitConformance,
                         ::testing::ValuesIn(AllBackends()), NameOf);

TEST_P(CommitConformance, AFreshReportIsStoredWithItsVerdictAndTime) {
  const absl::Time before = absl::Now();
  auto fresh = Commit(MakeDraft("a"));
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_EQ(fresh->outcome, CommitOutcome::kFresh);
  EXPECT_EQ(fresh->verdict, Verdict::kAccepted);
  EXPECT_GT(fresh->report_key, 0);
  EXPECT_GE(fresh->received_at, before - absl::Minutes(1));
  EXPECT_LE(fresh->received_at, absl::Now() + absl::Minutes(1));
  // Whoever asked has just said so itself.
  EXPECT_TRUE(fresh->findings.empty());
  EXPECT_TRUE(fresh->kle.subject.empty());
  EXPECT_TRUE(fresh->rule_set.empty());
  EXPECT_EQ(backend_->StoredReports(), 1);
  EXPECT_TRUE(backend_->StandingOf(fresh->report_key).pending);
}

TEST_P(CommitConformance, TheSameAgainGetsWhatWasSaidThen) {
  auto first = Commit(MakeDraft("a"));
  ASSERT_TRUE(first.ok()) << first.status();
  Draft again = MakeDraft("a");
  again.findings = "judged anew";
  again.verdict = Verdict::kRejected;
  again.kle = {};
  again.rule_set = "newer";
  for (const bool second_gateway : {false, true}) {
    auto replayed = Commit(again, second_gateway);
    ASSERT_TRUE(replayed.ok()) << replayed.status();
    EXPECT_EQ(replayed->outcome, CommitOutcome::kReplayed);
    EXPECT_EQ(replayed->report_key, first->report_key);
    EXPECT_EQ(replayed->received_at, first->received_at);
    EXPECT_EQ(replayed->verdict, Verdict::kAccepted);
    EXPECT_EQ(replayed->findings, "findings of a");
    EXPECT_EQ(replayed->kle.subject, "29.24.16");
    EXPECT_EQ(replayed->kle.facet, "G01");
    EXPECT_EQ(replayed->kle.rule, "ltt-care-plan");
    EXPECT_EQ(replayed->kle.edition, "2025-05-01");
    EXPECT_EQ(replayed->rule_set, "ltt-1.0.1");
    EXPECT_EQ(replayed->municipality_id, 2) << "of what is stored";
  }
  EXPECT_EQ(backend_->StoredReports(), 1);
}

TEST_P(CommitConformance, OtherContentUnderAKnownIdIsNotStoredAndToldNothing) {
  ASSERT_TRUE(Commit(MakeDraft("a", "one")).ok());
  auto reused = Commit(MakeDraft("a", "two"));
  ASSERT_TRUE(reused.ok()) << reused.status();
  EXPECT_EQ(reused->outcome, CommitOutcome::kIdReused);
  EXPECT_EQ(reused->report_key, 0);
  EXPECT_TRUE(reused->findings.empty());
  EXPECT_EQ(backend_->StoredReports(), 1);
  auto first = Commit(MakeDraft("a", "one"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->outcome, CommitOutcome::kReplayed)
      << "the first still holds";
}

TEST_P(CommitConformance, AnotherSubmittersIdsAreAnotherWorld) {
  ASSERT_TRUE(Commit(MakeDraft("a", "one")).ok());
  Draft other = MakeDraft("a", "two");
  other.submitter_id = 2;
  auto fresh = Commit(other);
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_EQ(fresh->outcome, CommitOutcome::kFresh);
}

TEST_P(CommitConformance, ARejectedReportIsStoredAndNeverWaitsForDelivery) {
  auto rejected = Commit(MakeRejected("bad"));
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->outcome, CommitOutcome::kFresh);
  EXPECT_EQ(rejected->verdict, Verdict::kRejected);
  EXPECT_EQ(backend_->StoredReports(), 1);
  const Standing standing = backend_->StandingOf(rejected->report_key);
  EXPECT_FALSE(standing.pending);
  EXPECT_EQ(standing.rejections, 1);
  auto nothing = queue_.Next(LeaseOf("a", 7), {});
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_FALSE(nothing->has_value());
  auto again = Commit(MakeRejected("bad"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->verdict, Verdict::kRejected);
  EXPECT_EQ(backend_->StandingOf(rejected->report_key).rejections, 1);
}

TEST_P(CommitConformance, EqualIdsInOneGroupAreStoredOnceAndShareTheAnswer) {
  std::vector<Draft> drafts;
  for (int i = 0; i < 600; ++i) {
    // Of five ids, each many times at once; every third with other content.
    drafts.push_back(
        MakeDraft(absl::StrCat("r", i % 5), i % 3 == 2 ? "x" : "content"));
  }
  std::map<int64_t, int> fresh;
  int reused = 0, replayed = 0;
  for (const auto& outcome : backend_->Commit(std::move(drafts))) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    if (outcome->outcome == CommitOutcome::kFresh) ++fresh[outcome->report_key];
    reused += outcome->outcome == CommitOutcome::kIdReused;
    replayed += outcome->outcome == CommitOutcome::kReplayed;
  }
  EXPECT_EQ(fresh.size(), 5u);
  EXPECT_EQ(backend_->StoredReports(), 5);
  // For an id whose first came with content "content", 40 of 120 have another;
  // for r2, whose first is "x", the 80 others.
  EXPECT_EQ(reused, 4 * 40 + 80);
  EXPECT_EQ(replayed, 600 - 5 - reused);
  for (const auto& [key, times] : fresh) {
    EXPECT_EQ(times, 1);
    EXPECT_TRUE(backend_->StandingOf(key).pending);
  }
}

TEST_P(CommitConformance, NumbersRiseInTheOrderOfArrivalPerCitizen) {
  std::vector<Draft> drafts;
  for (int i = 0; i < 400; ++i) {
    // Ids that sort against their order of arrival.
    drafts.push_back(MakeDraft(absl::StrCat("r", 5000 - i), "c",
                               static_cast<int16_t>(i % 4)));
  }
  int64_t last[4] = {0, 0, 0, 0};
  const auto outcomes = backend_->Commit(std::move(drafts));
  for (size_t i = 0; i < outcomes.size(); ++i) {
    ASSERT_TRUE(outcomes[i].ok()) << outcomes[i].status();
    EXPECT_GT(outcomes[i]->report_key, last[i % 4]);
    last[i % 4] = outcomes[i]->report_key;
  }
}

TEST_P(CommitConformance, NumbersRiseInTheOrderOfAcknowledgement) {
  int64_t last = 0;
  for (int i = 0; i < 6; ++i) {
    auto fresh = Commit(MakeDraft(absl::StrCat("r", i)), i % 2 == 1);
    ASSERT_TRUE(fresh.ok()) << fresh.status();
    EXPECT_GT(fresh->report_key, last) << "also across gateways";
    last = fresh->report_key;
  }
}

TEST_P(CommitConformance, OnePoisonReportHarmsNoNeighbour) {
  backend_->Poison("r-37");
  std::vector<Draft> drafts;
  for (int i = 0; i < 100; ++i) {
    drafts.push_back(MakeDraft(absl::StrCat("r-", i)));
  }
  const auto outcomes = backend_->Commit(std::move(drafts));
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (i == 37) {
      EXPECT_EQ(outcomes[i].status().code(), absl::StatusCode::kInternal);
    } else {
      EXPECT_TRUE(outcomes[i].ok()) << i << outcomes[i].status();
    }
  }
  EXPECT_EQ(backend_->StoredReports(), 99);
}

TEST_P(CommitConformance, TellsWhichLanesHaveSomethingNew) {
  ASSERT_TRUE(Commit(MakeDraft("a", "c", 63)).ok());
  ASSERT_TRUE(Commit(MakeDraft("b", "c", 0)).ok());
  Draft rejected = MakeRejected("bad");
  rejected.lane = 5;
  ASSERT_TRUE(Commit(rejected).ok());
  ASSERT_TRUE(Commit(MakeDraft("a", "other", 9)).ok());
  EXPECT_EQ(backend_->LanesTold(), uint64_t{1} << 63 | 1);
}

TEST_P(CommitConformance, EachDestinationGetsWhatIsAcceptedFromItsOpeningOn) {
  Add("before", 7);
  auto other = backend_->OpenDestination("other");
  ASSERT_TRUE(other.ok()) << other.status();
  Add("after", 7);
  auto leases = queue_.Lease(*other, "a", absl::Minutes(5));
  ASSERT_TRUE(leases.ok());
  auto batch = queue_.Next(leases->at(7), {});
  ASSERT_TRUE(batch.ok() && batch->has_value()) << batch.status();
  ASSERT_EQ((*batch)->items.size(), 1u);
  EXPECT_EQ((*batch)->items[0].report_id, "after");
  EXPECT_EQ(MustNext(LeaseOf("a", 7)).items.size(), 2u);
}

}  // namespace
}  // namespace trivsel::gateway::queue
