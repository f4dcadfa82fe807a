// Jobs as they are begun; that they are done: tests/integration.
#include "gateway/review/job_ledger.h"

#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

class JobLedgerTest : public ReviewStore {
 protected:
  // Where all parts of a job on these begin; what is before is not looked at.
  int64_t PlaceOf(const v1::RejectionFilter& filter) {
    auto job = ledger_.Start(all_, {true, {}}, v1::ReviewJob::KIND_DISMISS,
                             filter, "gone");
    EXPECT_TRUE(job.ok()) << job.status();
    return Number(
        "select case when min(place) = max(place) then min(place) else -1 end "
        "from review_job_part join (select max(job_id) as job_id from "
        "review_job) as j using (job_id)");
  }
  void Close(const std::vector<int64_t>& ids) {
    auto request = RequestFor(ids);
    request.set_dismiss_reason("Dublet");
    ASSERT_EQ(Review(all_, request).conflicts_size(), 0);
  }

  // How many a job on these is to look at.
  int64_t TotalOf(const v1::RejectionFilter& filter, bool korsbaek_only) {
    const access::Scope scope = korsbaek_only
                                    ? access::Scope{false, {kKorsbaek}}
                                    : access::Scope{true, {}};
    auto job =
        ledger_.Start(all_, scope, v1::ReviewJob::KIND_DISMISS, filter, "gone");
    EXPECT_TRUE(job.ok()) << job.status();
    if (!job.ok()) return -1;
    // Not too many may run.
    EXPECT_TRUE(ledger_.Cancel(all_, scope, job->job_id()).ok());
    return job->total();
  }
  // With counts as they are kept, and counted one by one: a number that is
  // below all changes nothing but this.
  void ExpectTotal(v1::RejectionFilter filter, int64_t total,
                   bool korsbaek_only = false) {
    EXPECT_EQ(TotalOf(filter, korsbaek_only), total)
        << filter.ShortDebugString();
    filter.set_first_number(1);
    EXPECT_EQ(TotalOf(filter, korsbaek_only), total)
        << "one by one: " << filter.ShortDebugString();
  }

  JobLedger ledger_{pool_.get(), [] { return std::string("rules"); }, nullptr};
};

TEST_F(JobLedgerTest, BeginsWhereTheFirstStandsThatIsInItsStates) {
  std::vector<int64_t> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(Add("r" + std::to_string(i)));
  EXPECT_EQ(PlaceOf({}), ids[0] - 1);
  ASSERT_NO_FATAL_FAILURE(Close({ids[0], ids[1], ids[3]}));
  EXPECT_EQ(PlaceOf({}), ids[2] - 1);
  v1::RejectionFilter filter;
  filter.set_first_number(ids[4]);
  EXPECT_EQ(PlaceOf(filter), ids[4] - 1);
  filter.set_first_number(ids[1]);
  EXPECT_EQ(PlaceOf(filter), ids[2] - 1);
  v1::RejectionFilter closed;
  closed.add_states(v1::REVIEW_STATE_DISMISSED);
  EXPECT_EQ(PlaceOf(closed), ids[0] - 1);
  closed.add_states(v1::REVIEW_STATE_OPEN);
  EXPECT_EQ(PlaceOf(closed), ids[0] - 1);
}

TEST_F(JobLedgerTest, ItsTotalIsWhatMatches) {
  ExpectTotal({}, 0);
  std::vector<int64_t> ids;
  ids.push_back(Add("a", kKorsbaek));
  ids.push_back(Add("b", kHolbaek));
  ids.push_back(Add("c", kHolbaek, 2));
  ids.push_back(Add("d", 0));
  ids.push_back(Add({"e", 1, kKorsbaek, {kEndMissing, kEmptyArray}}));
  ASSERT_NO_FATAL_FAILURE(Close({ids[1]}));
  ExpectTotal({}, 4);
  ExpectTotal({}, 2, /*korsbaek_only=*/true);
  // Folded or not, they are the same.
  Run("select rejection_fold()");
  ids.push_back(Add("f", kKorsbaek));
  ExpectTotal({}, 5);

  v1::RejectionFilter filter;
  filter.set_code(kEndMissing);
  ExpectTotal(filter, 5);
  filter.set_code(kEmptyArray);
  ExpectTotal(filter, 1);
  filter.set_municipality_cvr(kKorsbaekCvr);
  ExpectTotal(filter, 1);
  filter.set_municipality_cvr(kHolbaekCvr);
  ExpectTotal(filter, 0);
  ExpectTotal(filter, 0, /*korsbaek_only=*/true);
  filter.clear_code();
  ExpectTotal(filter, 1);
  filter.set_submitter("Fagsystem A");
  ExpectTotal(filter, 0);
  // Codes are not kept count of for what is closed.
  filter.add_states(v1::REVIEW_STATE_DISMISSED);
  ExpectTotal(filter, 1);
  filter.set_code(kEndMissing);
  ExpectTotal(filter, 1);
  filter.set_code(kEmptyArray);
  ExpectTotal(filter, 0);
}

TEST_F(JobLedgerTest, BeginsAtTheEndWhenThereIsNone) {
  const int64_t last = Add("a");
  ASSERT_NO_FATAL_FAILURE(Close({last}));
  EXPECT_EQ(PlaceOf({}), last);
}

TEST_F(JobLedgerTest, BeginsWhereNothingIsYet) { EXPECT_EQ(PlaceOf({}), 0); }

}  // namespace
}  // namespace trivsel::gateway::review
