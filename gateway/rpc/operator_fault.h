// What a status means to an operator who called: a reason of
// error_reason.proto with its sentences.
#ifndef TRIVSEL_GATEWAY_RPC_OPERATOR_FAULT_H_
#define TRIVSEL_GATEWAY_RPC_OPERATOR_FAULT_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "trivsel/gateway/v1/error_reason.pb.h"

namespace trivsel::gateway::rpc {

// A service's own reasons. UNSPECIFIED: its operations have no such answer, and
// one that comes all the same is a fault of ours.
struct OperatorFaults {
  using Reason = trivsel::gateway::v1::ErrorReason;
  Reason not_found = trivsel::gateway::v1::ERROR_REASON_UNSPECIFIED;
  Reason value_invalid = trivsel::gateway::v1::ERROR_REASON_UNSPECIFIED;
  Reason state = trivsel::gateway::v1::ERROR_REASON_UNSPECIFIED;
  Reason taken = trivsel::gateway::v1::ERROR_REASON_UNSPECIFIED;
  Reason not_allowed = trivsel::gateway::v1::ERROR_REASON_UNSPECIFIED;
};

// With ErrorInfo (domain "trivsel.dk"), LocalizedMessage in Danish and, where
// trying again helps, RetryInfo. NOT_FOUND, INVALID_ARGUMENT,
// FAILED_PRECONDITION, ALREADY_EXISTS and PERMISSION_DENIED, as far as `faults`
// has them, say what their status says ("dansk / English"); OUT_OF_RANGE is a
// page that cannot be used, RESOURCE_EXHAUSTED too much in flight, UNAVAILABLE,
// ABORTED and DEADLINE_EXCEEDED the store's; the rest is a fault of ours, of
// which nothing is told. `status` is not OK.
google::rpc::Status ToRpcStatus(const absl::Status& status,
                                const OperatorFaults& faults);

}  // namespace trivsel::gateway::rpc

#endif  // TRIVSEL_GATEWAY_RPC_OPERATOR_FAULT_H_
