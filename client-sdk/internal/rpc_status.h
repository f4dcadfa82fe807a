// Errors as they travel -> absl::Status with the details as payloads.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_RPC_STATUS_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_RPC_STATUS_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace trivsel::client::internal {

// The error of one report inside a batch.
absl::Status FromRpcStatus(const google::rpc::Status& status);

// The error of a call; its google.rpc.Status travels in the trailers.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_RPC_STATUS_H_
