#include "client-sdk/internal/rpc_status.h"

#include <grpcpp/support/status.h>

#include <string>

#include "absl/strings/cord.h"

namespace trivsel::client::internal {
namespace {

// gRPC and Abseil number the codes alike; an unknown number is UNKNOWN.
absl::StatusCode CodeOf(int code) {
  const bool known = code > 0 && code <= 16;
  return known ? static_cast<absl::StatusCode>(code)
               : absl::StatusCode::kUnknown;
}

void AddDetails(const google::rpc::Status& from, absl::Status* to) {
  for (const auto& detail : from.details()) {
    to->SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
}

}  // namespace

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  absl::Status out(CodeOf(status.code()), status.message());
  AddDetails(status, &out);
  return out;
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status out(CodeOf(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    AddDetails(details, &out);
  }
  return out;
}

}  // namespace trivsel::client::internal
