#include "gateway/rpc/operator_rpcs.h"

namespace trivsel::gateway::rpc {

grpc::ServerUnaryReactor* OperatorRpcs::Run(
    grpc::CallbackServerContext* context, const char* method,
    std::function<absl::Status(const access::Operator&)> operation) const {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  std::variant<Who, grpc::Status> caller = guard_(*context, method);
  if (const auto* refused = std::get_if<grpc::Status>(&caller)) {
    // A refusal that says OK would be a hole.
    reactor->Finish(refused->ok() ? Answer(absl::InternalError("guard"))
                                  : *refused);
    return reactor;
  }
  Who who = std::get<Who>(std::move(caller));
  if (who == nullptr) {
    reactor->Finish(Answer(absl::InternalError("guard")));
    return reactor;
  }
  const bool taken = run_(
      [this, reactor, who = std::move(who), operation = std::move(operation)] {
        reactor->Finish(Answer(operation(*who)));
      });
  if (!taken) {
    reactor->Finish(Answer(absl::ResourceExhaustedError("too much waits")));
  }
  return reactor;
}

grpc::Status OperatorRpcs::Answer(const absl::Status& status) const {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status told = ToRpcStatus(status, faults_);
  const auto code = static_cast<grpc::StatusCode>(told.code());
  if (on_fault_ && (code == grpc::StatusCode::INTERNAL ||
                    code == grpc::StatusCode::UNAVAILABLE)) {
    on_fault_(status);
  }
  return grpc::Status(code, told.message(), told.SerializeAsString());
}

}  // namespace trivsel::gateway::rpc
