// Holds back reports that the standard refuses.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_CHECKING_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_CHECKING_CONNECTION_H_

#include <memory>
#include <utility>

#include "client-sdk/internal/forwarding_connection.h"

namespace trivsel::client::internal {

class CheckingConnection final : public ForwardingConnection {
 public:
  CheckingConnection(std::shared_ptr<Connection> inner, CheckOptions options,
                     std::shared_ptr<TimeSource> time)
      : ForwardingConnection(std::move(inner)),
        options_(options),
        time_(std::move(time)) {}

  void Submit(SubmitParams params, SubmitCallback done) override;
  Outcomes SubmitBatch(const SubmitBatchParams& params) override;

 private:
  // INVALID_ARGUMENT with the findings, if the standard refuses it.
  absl::Status Check(const gateway::v1::Submission& submission) const;

  const CheckOptions options_;
  const std::shared_ptr<TimeSource> time_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_CHECKING_CONNECTION_H_
