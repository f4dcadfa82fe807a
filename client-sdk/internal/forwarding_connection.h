// Base of the layers: passes everything on to the connection inside.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_FORWARDING_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_FORWARDING_CONNECTION_H_

#include <memory>
#include <utility>

#include "trivsel/client/connection.h"

namespace trivsel::client::internal {

class ForwardingConnection : public Connection {
 public:
  explicit ForwardingConnection(std::shared_ptr<Connection> inner)
      : inner_(std::move(inner)) {}

  void Submit(SubmitParams params, SubmitCallback done) override {
    inner_->Submit(std::move(params), std::move(done));
  }
  Outcomes SubmitBatch(const SubmitBatchParams& params) override {
    return inner_->SubmitBatch(params);
  }
  absl::StatusOr<gateway::v1::ValidateReportsResponse> Validate(
      const ValidateParams& params) override {
    return inner_->Validate(params);
  }
  absl::StatusOr<gateway::v1::Report> GetReport(
      const GetReportParams& params) override {
    return inner_->GetReport(params);
  }
  absl::StatusOr<gateway::v1::ListReportsResponse> ListReports(
      const ListReportsParams& params) override {
    return inner_->ListReports(params);
  }
  absl::Status Watch(const WatchParams& params) override {
    return inner_->Watch(params);
  }
  absl::Status AwaitReady(absl::Time deadline) override {
    return inner_->AwaitReady(deadline);
  }

 protected:
  Connection& inner() { return *inner_; }

 private:
  const std::shared_ptr<Connection> inner_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_FORWARDING_CONNECTION_H_
