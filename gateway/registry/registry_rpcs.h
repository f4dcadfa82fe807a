// The one way of every RPC of RegistryService: who is calling, run the
// operation beside gRPC's threads, answer.
#ifndef TRIVSEL_GATEWAY_REGISTRY_REGISTRY_RPCS_H_
#define TRIVSEL_GATEWAY_REGISTRY_REGISTRY_RPCS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"

namespace trivsel::gateway::registry {

// Thread safe as long as what it is made of is. Copyable.
class RegistryRpcs {
 public:
  // Who is calling, for the journal ("operator:Registrator"), or why not.
  // Default deny is its business; it is asked on gRPC's thread and must not
  // wait.
  using Guard = std::function<std::variant<std::string, grpc::Status>(
      const grpc::CallbackServerContext&)>;
  // Runs work on another thread; false: as much waits as may, and `work` is
  // dropped.
  using Runner = std::function<bool(std::function<void()> work)>;
  // Told of each answer that is a fault of ours or the store's, for the log.
  // May be null.
  using OnFault = std::function<void(const absl::Status&)>;

  RegistryRpcs(Guard guard, Runner run, OnFault on_fault = nullptr)
      : guard_(std::move(guard)),
        run_(std::move(run)),
        on_fault_(std::move(on_fault)) {}

  // `operations` must outlive the work.
  template <typename Operations, typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context, Operations& operations,
      absl::Status (Operations::*operation)(const std::string& actor,
                                            const Request&, Response*),
      const Request* request, Response* response) const {
    return Run(context, [&operations, operation, request,
                         response](const std::string& actor) {
      return (operations.*operation)(actor, *request, response);
    });
  }

 private:
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context,
      std::function<absl::Status(const std::string& actor)> operation) const;
  grpc::Status Answer(const absl::Status& status) const;

  Guard guard_;
  Runner run_;
  OnFault on_fault_;
};

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_REGISTRY_RPCS_H_
