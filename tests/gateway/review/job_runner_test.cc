// Who looks for work; how it is done: tests/integration.
#include "gateway/review/job_runner.h"

#include <set>

#include "gateway/review/job_ledger.h"
#include "gateway/system/steady_clock.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

constexpr absl::Duration kLong = absl::Seconds(30);

class JobRunnerTest : public ReviewStore {
 protected:
  JobRunner::Options OptionsFor(absl::Duration look_every) {
    JobRunner::Options options;
    options.connect.database = database_;
    options.owner = "test";
    // What cannot be judged stays as it is.
    options.rejudge = [](StoredContent) { return std::nullopt; };
    options.intake_busy = [] { return false; };
    options.on_accepted = [](uint64_t) {};
    options.look_every = look_every;
    return options;
  }
  int64_t Begin() {
    auto job = ledger_.Start(all_, {true, {}}, v1::ReviewJob::KIND_REVALIDATE,
                             {}, "again");
    EXPECT_TRUE(job.ok()) << job.status();
    return job->job_id();
  }
  bool AwaitDone(int64_t job_id) {
    const absl::Time until = SteadyNow() + kLong;
    while (SteadyNow() < until) {
      auto job = ledger_.Get({true, {}}, job_id);
      if (job.ok() && job->state() == v1::ReviewJob::STATE_DONE) return true;
    }
    return false;
  }

  JobLedger ledger_{pool_.get(), [] { return std::string("rules"); }, nullptr};
};

TEST_F(JobRunnerTest, WhileThereIsNothingToDoOneLooks) {
  JobRunner runner(OptionsFor(absl::Milliseconds(1)));
  const std::string of_ours =
      " from pg_stat_activity where datname = current_database() and "
      "application_name like 'trivsel-test-review-%'";
  std::set<int64_t> looks;
  const absl::Time until = SteadyNow() + kLong;
  while (looks.size() < 50 && SteadyNow() < until) {
    looks.insert(Number(
        "select coalesce((extract(epoch from max(query_start)) * 1e6)::bigint, "
        "0)" +
        of_ours));
  }
  ASSERT_GE(looks.size(), 50u);
  EXPECT_EQ(Number("select count(*)" + of_ours), 1);
}

// As another gateway's are, of which nobody tells us.
TEST_F(JobRunnerTest, FindsJobsThatNobodyTellsOf) {
  JobRunner runner(OptionsFor(absl::Milliseconds(1)));
  for (int i = 0; i < 3; ++i) {
    Add("r" + std::to_string(i));
    EXPECT_TRUE(AwaitDone(Begin()));
  }
}

TEST_F(JobRunnerTest, BeginsAtOnceWhenItIsTold) {
  JobRunner runner(OptionsFor(absl::Hours(1)));
  for (int i = 0; i < 3; ++i) {
    Add("r" + std::to_string(i));
    const int64_t job = Begin();
    runner.Poke();
    EXPECT_TRUE(AwaitDone(job));
  }
}

}  // namespace
}  // namespace trivsel::gateway::review
