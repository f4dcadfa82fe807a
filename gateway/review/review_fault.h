// What a status of the review means to a caller: a reason of
// error_reason.proto with its sentences.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVIEW_FAULT_H_
#define TRIVSEL_GATEWAY_REVIEW_REVIEW_FAULT_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace trivsel::gateway::review {

// With ErrorInfo (domain "trivsel.dk"), LocalizedMessage in Danish and, where
// trying again helps, RetryInfo. NOT_FOUND, INVALID_ARGUMENT, PERMISSION_DENIED
// and FAILED_PRECONDITION say what their status says ("dansk / English");
// OUT_OF_RANGE is a page that cannot be used, RESOURCE_EXHAUSTED too much in
// flight, UNAVAILABLE and ABORTED the store's; the rest is a fault of ours, of
// which nothing is told. `status` is not OK.
google::rpc::Status ToRpcStatus(const absl::Status& status);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVIEW_FAULT_H_
