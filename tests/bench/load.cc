#include "tests/bench/load.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

class Load {
 public:
  Load(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
       std::vector<v1::Submission> submissions, int per_call)
      : submissions_(std::move(submissions)), per_call_(per_call) {
    for (const auto& channel : channels) {
      stubs_.push_back(v1::ReportService::NewStub(channel));
    }
  }

  LoadResult Run(int in_flight) {
    running_ = in_flight;
    const absl::Time start = absl::Now();
    for (int i = 0; i < in_flight; ++i) {
      callers_.push_back(std::make_unique<Caller>());
      callers_.back()->stub = stubs_[i % stubs_.size()].get();
    }
    for (auto& caller : callers_) Next(caller.get());
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return running_ == 0; });
    result_.took = absl::Now() - start;
    for (auto& caller : callers_) {
      result_.latencies_ms.insert(result_.latencies_ms.end(),
                                  caller->latencies.begin(),
                                  caller->latencies.end());
    }
    std::sort(result_.latencies_ms.begin(), result_.latencies_ms.end());
    return std::move(result_);
  }

 private:
  struct Caller {
    v1::ReportService::Stub* stub;
    std::unique_ptr<grpc::ClientContext> context;
    v1::SubmitReportRequest one;
    v1::SubmitReportResponse one_answer;
    v1::SubmitReportsRequest many;
    v1::SubmitReportsResponse many_answer;
    absl::Time sent;
    std::vector<double> latencies;
  };

  void Next(Caller* caller) {
    const size_t from = taken_.fetch_add(per_call_);
    if (from >= submissions_.size()) {
      std::lock_guard lock(mutex_);
      if (--running_ == 0) done_.notify_all();
      return;
    }
    caller->context = std::make_unique<grpc::ClientContext>();
    caller->context->set_deadline(
        absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    caller->sent = absl::Now();
    if (per_call_ == 1) {
      *caller->one.mutable_submission() = std::move(submissions_[from]);
      caller->stub->async()->SubmitReport(
          caller->context.get(), &caller->one, &caller->one_answer,
          [this, caller](grpc::Status status) { DoneOne(caller, status); });
      return;
    }
    caller->many.Clear();
    const size_t to = std::min(from + per_call_, submissions_.size());
    for (size_t i = from; i < to; ++i) {
      *caller->many.add_submissions() = std::move(submissions_[i]);
    }
    caller->stub->async()->SubmitReports(
        caller->context.get(), &caller->many, &caller->many_answer,
        [this, caller](grpc::Status status) { DoneMany(caller, status); });
  }

  void Count(const v1::Receipt* receipt, const std::string& error) {
    std::lock_guard lock(mutex_);
    ++result_.reports;
    if (receipt != nullptr && receipt->verdict() == v1::VERDICT_ACCEPTED) {
      return;
    }
    ++result_.failed;
    if (result_.first_failure.empty()) {
      result_.first_failure = receipt != nullptr && receipt->findings_size() > 0
                                  ? receipt->findings(0).code()
                                  : error;
    }
  }

  void DoneOne(Caller* caller, const grpc::Status& status) {
    caller->latencies.push_back(
        absl::ToDoubleMilliseconds(absl::Now() - caller->sent));
    Count(status.ok() ? &caller->one_answer.receipt() : nullptr,
          status.error_message());
    Next(caller);
  }

  void DoneMany(Caller* caller, const grpc::Status& status) {
    caller->latencies.push_back(
        absl::ToDoubleMilliseconds(absl::Now() - caller->sent));
    for (int i = 0; i < caller->many.submissions_size(); ++i) {
      const bool answered = status.ok() &&
                            i < caller->many_answer.outcomes_size() &&
                            caller->many_answer.outcomes(i).has_receipt();
      Count(answered ? &caller->many_answer.outcomes(i).receipt() : nullptr,
            status.ok() ? "no receipt" : status.error_message());
    }
    Next(caller);
  }

  std::vector<std::unique_ptr<v1::ReportService::Stub>> stubs_;
  std::vector<v1::Submission> submissions_;
  const int per_call_;
  std::vector<std::unique_ptr<Caller>> callers_;
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
