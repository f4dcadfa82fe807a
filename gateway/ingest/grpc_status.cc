#include "gateway/ingest/grpc_status.h"

namespace trivsel::gateway::ingest {

grpc::Status ToGrpcStatus(const Refusal& refusal) {
  const google::rpc::Status status = ToRpcStatus(refusal);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      status.message(), status.SerializeAsString());
}

}  // namespace trivsel::gateway::ingest
