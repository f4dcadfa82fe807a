// Refusals as gRPC tells them.
#ifndef TRIVSEL_GATEWAY_INGEST_GRPC_STATUS_H_
#define TRIVSEL_GATEWAY_INGEST_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "gateway/ingest/refusal.h"

namespace trivsel::gateway::ingest {

// With the google.rpc.Status in the trailer grpc-status-details-bin.
grpc::Status ToGrpcStatus(const Refusal& refusal);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_GRPC_STATUS_H_
