#include "gateway/registry/registry_rpcs.h"

#include "gateway/registry/registry_fault.h"

namespace trivsel::gateway::registry {

grpc::ServerUnaryReactor* RegistryRpcs::Run(
    grpc::CallbackServerContext* context,
    std::function<absl::Status(const std::string& actor)> operation) const {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  std::variant<std::string, grpc::Status> caller = guard_(*context);
  if (const auto* refused = std::get_if<grpc::Status>(&caller)) {
    // A refusal that says OK would be a hole.
    reactor->Finish(refused->ok() ? Answer(absl::InternalError("guard"))
                                  : *refused);
    return reactor;
  }
  const bool taken =
      run_([this, reactor, actor = std::get<std::string>(std::move(caller)),
            operation = std::move(operation)] {
        reactor->Finish(Answer(operation(actor)));
      });
  if (!taken) {
    reactor->Finish(Answer(absl::ResourceExhaustedError("too much waits")));
  }
  return reactor;
}

grpc::Status RegistryRpcs::Answer(const absl::Status& status) const {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status told = ToRpcStatus(status);
  const auto code = static_cast<grpc::StatusCode>(told.code());
  if (on_fault_ && (code == grpc::StatusCode::INTERNAL ||
                    code == grpc::StatusCode::UNAVAILABLE)) {
    on_fault_(status);
  }
  return grpc::Status(code, told.message(), told.SerializeAsString());
}

}  // namespace trivsel::gateway::registry
