#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "gateway/queue/group_committer.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "gateway/store/pool.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/queue_backend.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::queue {
namespace {

// A connection knows a statement by its address.
const store::Statement kStored{"test_stored", "select count(*) from report"};
const store::Statement kStanding{"test_standing", R"(
select exists (select from pending where report_key = $1::bigint and destination_id = $2::int),
       (select coalesce(string_agg(batch_id::text, ' ' order by batch_id), '')
          from delivery_batch where $1 = any(report_keys) and destination_id = $2),
       r.outcome, r.receiver_reference,
       (select count(*) from rejection where report_key = $1)
  from (select) as one
  left join receipt r on r.report_key = $1 and r.destination_id = $2)"};

class PostgresBackend final : public QueueBackend {
 public:
  PostgresBackend()
      : database_(trivsel::testing::PostgresCluster::Get().NewStore()),
        pool_(trivsel::testing::NewPool(database_)),
        queue_(pool_.get()),
        other_queue_(pool_.get()) {
    auto opened = queue_.OpenDestination("national");
    EXPECT_TRUE(opened.ok()) << opened.status();
    destination_ = opened.value_or(0);
  }

  int32_t destination() const override { return destination_; }
  absl::StatusOr<int32_t> OpenDestination(std::string_view name) override {
    return queue_.OpenDestination(name);
  }
  LaneQueue& queue() override { return queue_; }
  LaneQueue& other_queue() override { return other_queue_; }

  std::vector<absl::StatusOr<Committed>> Commit(std::vector<Draft> drafts,
                                                bool second) override {
    std::unique_ptr<GroupCommitter>& committer = committers_[second];
    // Made when it is needed: many cases need only one, or none.
    if (committer == nullptr) committer = NewCommitter();
    std::vector<std::future<absl::StatusOr<Committed>>> answers;
    for (Draft& draft : drafts) {
      answers.push_back(SubmitTo(committer.get(), std::move(draft)));
    }
    std::vector<absl::StatusOr<Committed>> outcomes;
    for (auto& answer : answers) outcomes.push_back(answer.get());
    return outcomes;
  }
  uint64_t LanesTold() override {
    // Told after the answers, hence to be waited for.
    for (auto& committer : committers_) committer = nullptr;
    return lanes_.exchange(0);
  }

  void Poison(const std::string& report_id) override {
    Run(absl::StrCat(
        "create function poison() returns trigger language plpgsql as $$ begin "
        "if new.report_id = '",
        report_id,
        "' then raise exception 'poison' using errcode = 'data_exception'; "
        "end if; return new; end $$; create trigger poison "
        "before insert on submission for each row execute function poison()"));
  }
  void FailSeals(bool fail) override {
    Run(fail ? "create function fail() returns trigger language plpgsql as "
               "$$ begin raise exception 'x'; end $$; "
               "create trigger fail before insert on delivery_batch "
               "for each row execute function fail()"
             : "drop trigger fail on delivery_batch; drop function fail()");
  }
  void Expire(const std::string& owner) override {
    Run(absl::StrCat(
        "update lane set lease_until = now() - interval '1 second' ",
        "where owner = '", owner,
        "'; update lane_owner set seen_until = now() - ",
        "interval '1 second' where owner = '", owner, "'"));
  }

  int64_t StoredReports() override {
    auto row = pool_->Execute(kStored, store::Params());
    EXPECT_TRUE(row.ok()) << row.status();
    return row.ok() ? row->Int64(0, 0) : -1;
  }
  Standing StandingOf(int64_t report_key) override;

 private:
  std::unique_ptr<GroupCommitter> NewCommitter() {
    GroupCommitter::Options options;
    options.connect.database = database_;
    options.on_committed = [this](uint64_t lanes) { lanes_ |= lanes; };
    auto committer = GroupCommitter::Start(std::move(options));
    EXPECT_TRUE(committer.ok()) << committer.status();
    return *std::move(committer);
  }
  void Run(const std::string& sql) {
    const absl::Status done = (*pool_->Borrow())->Run("test", sql);
    EXPECT_EQ(done, absl::OkStatus()) << sql;
  }

  const std::string database_;
  std::unique_ptr<store::Pool> pool_;
  PostgresLaneQueue queue_, other_queue_;
  int32_t destination_ = 0;
  std::atomic<uint64_t> lanes_{0};
  std::unique_ptr<GroupCommitter> committers_[2];
};

Standing PostgresBackend::StandingOf(int64_t report_key) {
  auto row = pool_->Execute(
      kStanding, store::Params().Int64(report_key).Int32(destination_));
  EXPECT_TRUE(row.ok()) << row.status();
  Standing standing;
  if (!row.ok()) return standing;
  standing.pending = row->Bool(0, 0);
  std::istringstream batches(row->Text(0, 1));
  for (int64_t batch; batches >> batch;) standing.batches.push_back(batch);
  if (!row->IsNull(0, 2)) {
    standing.outcome = static_cast<ItemOutcome>(row->Int16(0, 2));
    standing.receiver_reference = row->Text(0, 3);
  }
  standing.rejections = static_cast<int>(row->Int64(0, 4));
  return standing;
}

}  // namespace

std::unique_ptr<QueueBackend> NewPostgresBackend() {
  return std::make_unique<PostgresBackend>();
}

}  // namespace trivsel::gateway::queue
