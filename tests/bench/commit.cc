#include "tests/bench/commit.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace trivsel::bench {

using gateway::queue::Draft;

double Commit(gateway::queue::GroupCommitter* committer,
              std::vector<Draft> drafts) {
  constexpr int64_t kWaiting = 2048;
  std::mutex mutex;
  std::condition_variable changed;
  int64_t waiting = 0;
  const size_t count = drafts.size();
  const absl::Time begun = absl::Now();
  for (Draft& draft : drafts) {
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return waiting < kWaiting; });
      ++waiting;
    }
    committer->Submit(std::move(draft), [&](auto committed) {
      Require(committed.status());
      std::lock_guard lock(mutex);
      --waiting;
      changed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return waiting == 0; });
  return static_cast<double>(count) /
         absl::ToDoubleSeconds(absl::Now() - begun);
}

}  // namespace trivsel::bench
