// What a gateway's parts of a job read together. That a job leaves nothing out:
// tests/integration.
#include "gateway/review/job_window.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "gateway/store/statement.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using WindowOr = absl::StatusOr<std::shared_ptr<const JobWindow>>;

constexpr int64_t kJob = 7, kEach = 4, kLast = 20;
constexpr int16_t kParts = 2;

// With as many columns as load_review_chunk.sql has.
const store::Statement kRows{
    "window",
    "select id, null, null, null, null, null, null, null, null, null, null, "
    "part::smallint, null, null, null::bigint, false "
    "from unnest($1::bigint[], $2::bigint[]) as i(id, part) "
    "union all select null, null, null, null, null, null, null, null, null, "
    "null, null, null, null, null, $3::bigint, $4::boolean"};
const store::Statement kNothing{"nothing", "select 1 where false"};

class JobWindowTest : public ReviewStore {
 protected:
  // The numbers up to 20, by turns of each part, four at a time; rows in no
  // order, as load_review_chunk.sql answers.
  WindowOr Read(int64_t from, uint64_t parts) {
    const int64_t to = std::min((from / kEach + 1) * kEach, kLast);
    std::vector<int64_t> ids, parts_of;
    for (int64_t id = to; id > from; --id) {
      if ((parts >> (id % kParts) & 1) == 0) continue;
      ids.push_back(id);
      parts_of.push_back(id % kParts);
    }
    auto read = pool_->Execute(
        kRows,
        store::Params().Int64Array(ids).Int64Array(parts_of).Int64(to).Bool(
            to == kLast));
    EXPECT_TRUE(read.ok()) << read.status();
    reads_.push_back(from);
    return JobWindow::Read(from, parts, *std::move(read));
  }
  JobWindows::Load Loader() {
    return [this](int64_t from, uint64_t parts) { return Read(from, parts); };
  }
  // What a part looks at, from window to window.
  std::vector<int64_t> Walk(int16_t part, int64_t place) {
    std::vector<int64_t> ids;
    while (true) {
      auto window = windows_.Get(kJob, part, place, Loader());
      EXPECT_TRUE(window.ok()) << window.status();
      for (const int row : (*window)->RowsOf(part, place)) {
        ids.push_back((*window)->rows().Int64(row, kWindowId));
      }
      place = (*window)->to();
      if ((*window)->ended()) return ids;
    }
  }

  JobWindows windows_;
  std::vector<int64_t> reads_;  // from which numbers
};

TEST_F(JobWindowTest, WhatIsNotThePartsIsNoWindow) {
  auto rows = pool_->Execute(kNothing, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(JobWindow::Read(0, 1, *std::move(rows)), nullptr);
}

TEST_F(JobWindowTest, EachPartHasItsOwnInOrder) {
  const auto window = *Read(0, 3);
  EXPECT_EQ(window->to(), 4);
  EXPECT_FALSE(window->ended());
  std::vector<int64_t> ids;
  for (const int row : window->RowsOf(0, 0)) {
    ids.push_back(window->rows().Int64(row, kWindowId));
  }
  EXPECT_THAT(ids, ElementsAre(2, 4));
  EXPECT_EQ(window->RowsOf(0, 2).size(), 1u) << "one is done";
  EXPECT_THAT(window->RowsOf(5, 0), IsEmpty());
  EXPECT_TRUE(window->Has(1, 3));
  EXPECT_FALSE(window->Has(1, 4)) << "it goes on in the next";
  EXPECT_FALSE(window->Has(2, 0)) << "it was not read for it";
  EXPECT_TRUE((*Read(16, 3))->Has(1, kLast)) << "there is no next";
}

TEST_F(JobWindowTest, PartsInStepReadOnce) {
  windows_.Took(kJob, 0, /*free=*/2);
  windows_.Took(kJob, 1, 0);
  for (int64_t place = 0; place < kLast; place += kEach) {
    for (int16_t part = 0; part < kParts; ++part) {
      auto window = windows_.Get(kJob, part, place, Loader());
      ASSERT_TRUE(window.ok()) << window.status();
      EXPECT_EQ((*window)->from(), place);
      EXPECT_EQ((*window)->RowsOf(part, place).size(), 2u);
    }
  }
  EXPECT_THAT(reads_, ElementsAre(0, 4, 8, 12, 16));
}

// Whoever takes a part while another has read without it.
TEST_F(JobWindowTest, APartNobodyReadForReadsForItself) {
  windows_.Took(kJob, 0, /*free=*/0);
  ASSERT_TRUE(windows_.Get(kJob, 0, 0, Loader()).ok());
  windows_.Took(kJob, 1, 0);
  EXPECT_THAT(Walk(1, 0), ElementsAre(1, 3, 5, 7, 9, 11, 13, 15, 17, 19));
  EXPECT_THAT(Walk(0, 6), ElementsAre(8, 10, 12, 14, 16, 18, 20))
      << "it goes on where it was, within a window";
}

// It was lost, and another thread has taken it before the first one lets go.
TEST_F(JobWindowTest, WhoeverAsksIsReadFor) {
  windows_.Took(kJob, 0, 0);
  windows_.Took(kJob, 0, 0);
  windows_.Left(kJob, 0);
  EXPECT_EQ(Walk(0, 0).size(), size_t{kLast / kParts});
  EXPECT_EQ(Walk(1, 0).size(), size_t{kLast / kParts})
      << "nobody said it took it";
}

TEST_F(JobWindowTest, WhatNobodyHoldsIsForgotten) {
  windows_.Took(kJob, 0, 0);
  ASSERT_TRUE(windows_.Get(kJob, 0, 0, Loader()).ok());
  windows_.Left(kJob, 0);
  reads_.clear();
  windows_.Took(kJob, 0, 0);
  ASSERT_TRUE(windows_.Get(kJob, 0, 0, Loader()).ok());
  EXPECT_THAT(reads_, ElementsAre(0, 4));
}

TEST_F(JobWindowTest, WhoeverComesMeanwhileWaitsForTheOneThatReads) {
  windows_.Took(kJob, 0, 0);
  windows_.Took(kJob, 1, 0);
  std::mutex mutex;
  std::condition_variable changed;
  bool reading = false, go_on = false;
  std::atomic<int> read_by_second{0};
  std::thread first([&] {
    auto window = windows_.Get(kJob, 0, 16, [&](int64_t from, uint64_t parts) {
      std::unique_lock lock(mutex);
      reading = true;
      changed.notify_all();
      changed.wait(lock, [&] { return go_on; });
      return Read(from, parts);
    });
    EXPECT_TRUE(window.ok()) << window.status();
  });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return reading; });
  }
  std::thread second([&] {
    auto window = windows_.Get(kJob, 1, 16, [&](int64_t from, uint64_t parts) {
      ++read_by_second;
      return Read(from, parts);
    });
    EXPECT_TRUE(window.ok() && (*window)->Has(1, 16));
  });
  {
    std::lock_guard lock(mutex);
    go_on = true;
  }
  changed.notify_all();
  first.join();
  second.join();
  EXPECT_EQ(read_by_second, 0);
}

TEST_F(JobWindowTest, AReadThatFailsStopsOnlyWhoNeedsIt) {
  windows_.Took(kJob, 0, 0);
  int reads = 0;
  const auto load = [&](int64_t from, uint64_t parts) -> WindowOr {
    if (++reads == 2) return absl::UnavailableError("away");
    return Read(from, parts);
  };
  EXPECT_TRUE(windows_.Get(kJob, 0, 0, load).ok()) << "the next is not needed";
  reads = 1;
  EXPECT_TRUE(absl::IsUnavailable(windows_.Get(kJob, 0, 4, load).status()));
  EXPECT_TRUE(windows_.Get(kJob, 0, 4, load).ok());
}

}  // namespace
}  // namespace trivsel::gateway::review
