#include "tests/client-sdk/backload/bulk_gateway.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <chrono>

namespace trivsel::testing {

namespace v1 = trivsel::gateway::v1;

v1::ReportOutcome BulkStore::Submit(const v1::Submission& submission) {
  const std::string& id = submission.report_id();
  v1::ReportOutcome outcome;
  std::lock_guard lock(mutex_);
  const bool replayed = known_.contains(id);
  if (!replayed) {
    if (judge_ != nullptr) outcome = judge_(submission);
    outcome.set_report_id(id);
    if (outcome.has_error()) return outcome;
    known_.insert(id);
    order_.push_back(id);
  } else {
    ++replays_;
    // Judged as it was.
    if (rejected_.contains(id) && judge_ != nullptr)
      outcome = judge_(submission);
  }
  v1::Receipt* receipt = outcome.mutable_receipt();
  receipt->set_report_id(id);
  receipt->set_replayed(replayed);
  if (receipt->verdict() == v1::VERDICT_UNSPECIFIED) {
    receipt->set_verdict(v1::VERDICT_ACCEPTED);
  } else if (receipt->verdict() == v1::VERDICT_REJECTED) {
    rejected_.insert(id);
  }
  changed_.notify_all();
  return outcome;
}

void BulkStore::HoldCalls(Hold hold) {
  std::lock_guard lock(mutex_);
  hold_ = hold;
  changed_.notify_all();
}

void BulkStore::Pass(Hold where) {
  std::unique_lock lock(mutex_);
  if (hold_ != where) return;
  ++held_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return hold_ != where; });
  --held_;
}

void BulkStore::AwaitStored(size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return order_.size() >= count; });
}

void BulkStore::AwaitHeld(int calls) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return held_ >= calls; });
}

std::vector<std::string> BulkStore::ids() const {
  std::lock_guard lock(mutex_);
  return order_;
}

size_t BulkStore::replays() const {
  std::lock_guard lock(mutex_);
  return replays_;
}

BulkGateway::BulkGateway(BulkStore* store, const std::string& endpoint)
    : store_(store) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(endpoint, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  endpoint_ = "localhost:" + std::to_string(port);
}

BulkGateway::~BulkGateway() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

void BulkGateway::Refuse(const grpc::Status& status) {
  std::lock_guard lock(mutex_);
  refusal_ = status;
}

grpc::Status BulkGateway::SubmitReports(grpc::ServerContext*,
                                        const v1::SubmitReportsRequest* request,
                                        v1::SubmitReportsResponse* response) {
  {
    std::lock_guard lock(mutex_);
    if (!refusal_.ok()) return refusal_;
  }
  store_->Pass(BulkStore::Hold::kBeforeStoring);
  for (const auto& submission : request->submissions()) {
    *response->add_outcomes() = store_->Submit(submission);
  }
  store_->Pass(BulkStore::Hold::kAfterStoring);
  return grpc::Status::OK;
}

}  // namespace trivsel::testing
