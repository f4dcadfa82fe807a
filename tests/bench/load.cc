#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "tests/bench/ready_calls.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

class Load {
 public:
  Load(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
       std::vector<v1::Submission> submissions, int per_call)
      : calls_(channels, std::move(submissions), per_call) {
    result_.latencies_ms.resize(calls_.size());
  }

  LoadResult Run(int in_flight) {
    running_ = in_flight;
    const absl::Time start = absl::Now();
    for (int i = 0; i < in_flight; ++i) Next();
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [this] { return running_ == 0; });
    }
    result_.took = absl::Now() - start;
    std::sort(result_.latencies_ms.begin(), result_.latencies_ms.end());
    for (size_t call = 0; call < calls_.size(); ++call) Count(call);
    return std::move(result_);
  }

 private:
  void Next() {
    const size_t call = taken_.fetch_add(1);
    if (call >= calls_.size()) {
      std::lock_guard lock(mutex_);
      if (--running_ == 0) done_.notify_all();
      return;
    }
    const absl::Time sent = absl::Now();
    calls_.Send(call, absl::Seconds(60), [this, call, sent] {
      result_.latencies_ms[call] =
          absl::ToDoubleMilliseconds(absl::Now() - sent);
      Next();
    });
  }

  void Count(size_t call) {
    result_.reports += calls_.reports(call);
    const grpc::Status& status = calls_.status(call);
    if (!status.ok()) {
      Fail(calls_.reports(call), status.error_message());
      return;
    }
    const std::vector<v1::ReportOutcome> outcomes = calls_.Read(call);
    const auto answers = static_cast<int64_t>(outcomes.size());
    if (answers < calls_.reports(call)) {
      Fail(calls_.reports(call) - answers, "no answer");
    }
    for (const v1::ReportOutcome& outcome : outcomes) {
      const v1::Receipt& receipt = outcome.receipt();
      if (receipt.verdict() == v1::VERDICT_ACCEPTED) continue;
      Fail(1, receipt.findings_size() > 0 ? receipt.findings(0).code()
                                          : "no receipt");
    }
  }

  void Fail(int64_t reports, const std::string& why) {
    result_.failed += reports;
    if (result_.first_failure.empty()) result_.first_failure = why;
  }

  ReadyCalls calls_;
  std::atomic<size_t> taken_{0};
  std::mutex mutex_;
  std::condition_variable done_;
  int running_ = 0;
  LoadResult result_;
};

}  // namespace

double LoadResult::Percentile(double share) const {
  if (latencies_ms.empty()) return 0;
  const auto index =
      static_cast<size_t>(share * static_cast<double>(latencies_ms.size() - 1));
  return latencies_ms[index];
}

LoadResult RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                   std::vector<v1::Submission> submissions, int in_flight,
                   int per_call) {
  Load load(channels, std::move(submissions), per_call);
  return load.Run(in_flight);
}

}  // namespace trivsel::bench
