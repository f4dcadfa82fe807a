#include "tests/bench/open_loop.h"

#include <google/protobuf/any.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include "absl/time/clock.h"
#include "tests/bench/ready_calls.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

// Whether the caller was told when to come back.
bool HasRetryInfo(const google::rpc::Status& status) {
  return std::any_of(status.details().begin(), status.details().end(),
                     [](const auto& any) {
                       return any.template Is<google::rpc::RetryInfo>();
                     });
}

bool HasRetryInfo(const grpc::Status& status) {
  google::rpc::Status details;
  return details.ParseFromString(status.error_details()) &&
         HasRetryInfo(details);
}

}  // namespace

struct OpenLoop::Impl {
  explicit Impl(ReadyCalls made) : calls(std::move(made)) {
    took_ms.resize(calls.size());
  }

  ReadyCalls calls;
  std::vector<double> took_ms;
  std::mutex mutex;
  std::condition_variable done;
  size_t answered = 0;
  OpenLoopResult result;

  void Send(size_t call, absl::Time due, absl::Duration deadline) {
    calls.Send(call, deadline, [this, call, due] {
      took_ms[call] = absl::ToDoubleMilliseconds(absl::Now() - due);
      std::lock_guard lock(mutex);
      if (++answered == calls.size()) done.notify_all();
    });
  }

  void Count(size_t call) {
    const grpc::Status& status = calls.status(call);
    const int64_t reports = calls.reports(call);
    if (status.ok()) {
      result.accepted_ms.push_back(took_ms[call]);
      CountOutcomes(call);
    } else if (HasRetryInfo(status)) {
      result.refused_ms.push_back(took_ms[call]);
      result.refused += reports;
      if (result.first_refusal.empty()) {
        result.first_refusal = status.error_message();
      }
    } else {
      Fail(reports, status.error_message());
    }
  }

  void CountOutcomes(size_t call) {
    for (const v1::ReportOutcome& outcome : calls.Read(call)) {
      if (outcome.has_receipt()) {
        ++result.accepted;
      } else if (HasRetryInfo(outcome.error())) {
        ++result.refused;
      } else {
        Fail(1, outcome.error().message());
      }
    }
  }

  void Fail(int64_t reports, const std::string& why) {
    result.unadvised += reports;
    if (result.first_failure.empty()) result.first_failure = why;
  }
};

OpenLoop::OpenLoop(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                   std::vector<v1::Submission> submissions, int per_call)
    : per_call_(per_call),
      impl_(std::make_unique<Impl>(
          ReadyCalls(channels, std::move(submissions), per_call))) {}

OpenLoop::~OpenLoop() = default;

void OpenLoop::Run(double reports_per_second, absl::Duration deadline) {
  std::mt19937_64 engine(7);
  std::exponential_distribution<double> gap(reports_per_second / per_call_);
  const absl::Time begun = absl::Now();
  absl::Time due = begun;
  for (size_t call = 0; call < impl_->calls.size(); ++call) {
    absl::SleepFor(due - absl::Now());
    impl_->Send(call, due, deadline);
    due += absl::Seconds(gap(engine));
  }
  impl_->result.took = absl::Now() - begun;
  std::unique_lock lock(impl_->mutex);
  impl_->done.wait(lock,
                   [this] { return impl_->answered == impl_->calls.size(); });
}

OpenLoopResult OpenLoop::Result() {
  OpenLoopResult& result = impl_->result;
  for (size_t call = 0; call < impl_->calls.size(); ++call) {
    impl_->Count(call);
  }
  std::sort(result.accepted_ms.begin(), result.accepted_ms.end());
  std::sort(result.refused_ms.begin(), result.refused_ms.end());
  return std::move(result);
}

}  // namespace trivsel::bench
