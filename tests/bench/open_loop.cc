#include "tests/bench/open_loop.h"

#include <google/protobuf/any.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include "absl/time/clock.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

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
  struct Call {
    grpc::ClientContext context;
    absl::Time due;
    v1::SubmitReportRequest one;
    v1::SubmitReportResponse one_answer;
    v1::SubmitReportsRequest many;
    v1::SubmitReportsResponse many_answer;
  };

  std::vector<std::unique_ptr<v1::ReportService::Stub>> stubs;
  std::vector<v1::Submission> submissions;
  int per_call = 1;

  std::mutex mutex;
  std::condition_variable done;
  int64_t under_way = 0;
  OpenLoopResult result;

  void Send(size_t from, absl::Time due, absl::Duration deadline) {
    auto call = std::make_shared<Call>();
    call->due = due;
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    v1::ReportService::Stub& stub =
        *stubs[from / static_cast<size_t>(per_call) % stubs.size()];
    {
      std::lock_guard lock(mutex);
      ++under_way;
    }
    if (per_call == 1) {
      *call->one.mutable_submission() = std::move(submissions[from]);
      stub.async()->SubmitReport(
          &call->context, &call->one, &call->one_answer,
          [this, call](const grpc::Status& status) { End(*call, status); });
      return;
    }
    const size_t to = std::min(from + per_call, submissions.size());
    for (size_t i = from; i < to; ++i) {
      *call->many.add_submissions() = std::move(submissions[i]);
    }
    stub.async()->SubmitReports(
        &call->context, &call->many, &call->many_answer,
        [this, call](const grpc::Status& status) { End(*call, status); });
  }

  void CountBatch(const Call& call) {
    for (const v1::ReportOutcome& outcome : call.many_answer.outcomes()) {
      if (outcome.has_receipt()) {
        ++result.accepted;
      } else if (HasRetryInfo(outcome.error())) {
        ++result.refused;
      } else {
        ++result.unadvised;
        if (result.first_failure.empty()) {
          result.first_failure = outcome.error().message();
        }
      }
    }
  }

  void End(const Call& call, const grpc::Status& status) {
    const double took = absl::ToDoubleMilliseconds(absl::Now() - call.due);
    const int64_t reports = per_call == 1 ? 1 : call.many.submissions_size();
    std::lock_guard lock(mutex);
    if (status.ok()) {
      result.accepted_ms.push_back(took);
      if (per_call == 1) {
        ++result.accepted;
      } else {
        CountBatch(call);
      }
    } else if (HasRetryInfo(status)) {
      result.refused_ms.push_back(took);
      result.refused += reports;
      if (result.first_refusal.empty()) {
        result.first_refusal = status.error_message();
      }
    } else {
      result.unadvised += reports;
      if (result.first_failure.empty()) {
        result.first_failure = status.error_message();
      }
    }
    if (--under_way == 0) done.notify_all();
  }
};

OpenLoop::OpenLoop(std::vector<std::shared_ptr<grpc::Channel>> channels,
                   std::vector<v1::Submission> submissions, int per_call)
    : impl_(std::make_unique<Impl>()) {
  for (const auto& channel : channels) {
    impl_->stubs.push_back(v1::ReportService::NewStub(channel));
  }
  impl_->submissions = std::move(submissions);
  impl_->per_call = per_call;
}

OpenLoop::~OpenLoop() = default;

OpenLoopResult OpenLoop::Run(double reports_per_second,
                             absl::Duration deadline) {
  std::mt19937_64 engine(7);
  std::exponential_distribution<double> gap(reports_per_second /
                                            impl_->per_call);
  const absl::Time begun = absl::Now();
  absl::Time due = begun;
  for (size_t from = 0; from < impl_->submissions.size();
       from += static_cast<size_t>(impl_->per_call)) {
    absl::SleepFor(due - absl::Now());
    impl_->Send(from, due, deadline);
    due += absl::Seconds(gap(engine));
  }
  std::unique_lock lock(impl_->mutex);
  impl_->result.took = absl::Now() - begun;
  impl_->done.wait(lock, [this] { return impl_->under_way == 0; });
  std::sort(impl_->result.accepted_ms.begin(), impl_->result.accepted_ms.end());
  std::sort(impl_->result.refused_ms.begin(), impl_->result.refused_ms.end());
  return std::move(impl_->result);
}

}  // namespace trivsel::bench
