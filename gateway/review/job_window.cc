#include "gateway/review/job_window.h"

#include <algorithm>
#include <utility>

#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::review {
namespace {

constexpr int kPlace = 14, kEnded = 15;
// One that the slowest is in, the next, and one read beforehand.
constexpr size_t kMostWindows = 3;
constexpr absl::Duration kMostAge = absl::Seconds(2);

}  // namespace

std::shared_ptr<const JobWindow> JobWindow::Read(int64_t from, uint64_t parts,
                                                 store::Result rows) {
  std::shared_ptr<JobWindow> window(
      new JobWindow(from, parts, std::move(rows)));
  bool ours = false;
  const store::Result& read = window->rows_;
  for (int row = 0; row < read.rows(); ++row) {
    if (read.IsNull(row, kWindowId)) {
      ours = true;
      window->to_ = read.Int64(row, kPlace);
      window->ended_ = read.Bool(row, kEnded);
      continue;
    }
    window->of_part_[read.Int16(row, kWindowPart)].emplace_back(
        read.Int64(row, kWindowId), row);
  }
  if (!ours) return nullptr;
  // A sort in the database would carry the contents along.
  for (auto& [part, members] : window->of_part_) {
    std::sort(members.begin(), members.end());
  }
  return window;
}

std::vector<int> JobWindow::RowsOf(int16_t part, int64_t place) const {
  std::vector<int> rows;
  const auto found = of_part_.find(part);
  if (found == of_part_.end()) return rows;
  for (const auto& [id, row] : found->second) {
    if (id > place) rows.push_back(row);
  }
  return rows;
}

void JobWindows::Took(int64_t job_id, int16_t part, uint64_t free) {
  std::lock_guard lock(mutex_);
  Job& job = jobs_[job_id];
  ++job.held[part];
  job.free = free;
}

void JobWindows::Left(int64_t job_id, int16_t part) {
  std::lock_guard lock(mutex_);
  const auto found = jobs_.find(job_id);
  if (found == jobs_.end()) return;
  // One that was lost may have been taken by another of us already.
  std::map<int16_t, int>& held = found->second.held;
  if (--held[part] <= 0) held.erase(part);
  if (held.empty()) jobs_.erase(found);
}

std::shared_ptr<const JobWindow> JobWindows::Find(Job& job, int16_t part,
                                                  int64_t place) {
  for (const auto& [from, window] : job.windows) {
    if (window->Has(part, place) &&
        SteadyNow() - job.read_at[from] < kMostAge) {
      return window;
    }
  }
  return nullptr;
}

bool JobWindows::Loading(const Job& job, int64_t from) const {
  return std::find(job.loading.begin(), job.loading.end(), from) !=
         job.loading.end();
}

absl::StatusOr<std::shared_ptr<const JobWindow>> JobWindows::Fill(
    std::unique_lock<std::mutex>& lock, int64_t job_id, int16_t part,
    int64_t from, const Load& load) {
  Job& job = jobs_[job_id];
  job.loading.push_back(from);
  // Only at first: later others have taken them, here or elsewhere.
  uint64_t parts = std::exchange(job.free, 0) | uint64_t{1} << part;
  for (const auto& [held, times] : job.held) parts |= uint64_t{1} << held;
  lock.unlock();
  auto window = load(from, parts);
  lock.lock();
  // Whoever reads holds a part: the job is still there.
  job.loading.erase(std::find(job.loading.begin(), job.loading.end(), from));
  if (window.ok() && *window != nullptr) {
    job.windows[from] = *window;
    job.read_at[from] = SteadyNow();
    while (job.windows.size() > kMostWindows) {
      job.read_at.erase(job.windows.begin()->first);
      job.windows.erase(job.windows.begin());
    }
  }
  changed_.notify_all();
  return window;
}

absl::StatusOr<std::shared_ptr<const JobWindow>> JobWindows::Get(
    int64_t job_id, int16_t part, int64_t place, const Load& load) {
  std::unique_lock lock(mutex_);
  std::shared_ptr<const JobWindow> window;
  while ((window = Find(jobs_[job_id], part, place)) == nullptr) {
    if (Loading(jobs_[job_id], place)) {
      changed_.wait(lock);
      continue;
    }
    auto filled = Fill(lock, job_id, part, place, load);
    if (!filled.ok() || *filled == nullptr) return filled;
    window = *std::move(filled);
    break;
  }
  const Job& job = jobs_[job_id];
  if (!window->ended() && job.windows.count(window->to()) == 0 &&
      !Loading(job, window->to())) {
    // If it fails, whoever needs it finds out.
    Fill(lock, job_id, part, window->to(), load).status().IgnoreError();
  }
  return window;
}

}  // namespace trivsel::gateway::review
