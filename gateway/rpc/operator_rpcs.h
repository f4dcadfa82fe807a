// The one way of every RPC that operators call: who is calling, run the
// operation beside gRPC's threads, answer.
#ifndef TRIVSEL_GATEWAY_RPC_OPERATOR_RPCS_H_
#define TRIVSEL_GATEWAY_RPC_OPERATOR_RPCS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "gateway/access/operator.h"
#include "gateway/rpc/operator_fault.h"

namespace trivsel::gateway::rpc {

// Thread safe as long as what it is made of is. Copyable.
class OperatorRpcs {
 public:
  using Who = std::shared_ptr<const access::Operator>;
  // Who calls the method ("ListRejections"), or why not; nobody (null) is
  // refused too. Default deny is its business; it is asked on gRPC's thread and
  // must not wait.
  using Guard = std::function<std::variant<Who, grpc::Status>(
      const grpc::CallbackServerContext&, const std::string& method)>;
  // Runs work on another thread; false: as much waits as may, and `work` is
  // dropped.
  using Runner = std::function<bool(std::function<void()> work)>;
  // Told of each answer that is a fault of ours or the store's, for the log.
  // May be null.
  using OnFault = std::function<void(const absl::Status&)>;

  OperatorRpcs(Guard guard, Runner run, const OperatorFaults& faults,
               OnFault on_fault = nullptr)
      : guard_(std::move(guard)),
        run_(std::move(run)),
        faults_(faults),
        on_fault_(std::move(on_fault)) {}

  // `operations` must outlive the work.
  template <typename Operations, typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context, const char* method,
      Operations& operations,
      absl::Status (Operations::*operation)(const access::Operator&,
                                            const Request&, Response*),
      const Request* request, Response* response) const {
    return Run(context, method,
               [&operations, operation, request,
                response](const access::Operator& who) {
                 return (operations.*operation)(who, *request, response);
               });
  }
  // An operation that needs to know only whom the journal names.
  template <typename Operations, typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context, const char* method,
      Operations& operations,
      absl::Status (Operations::*operation)(const std::string& actor,
                                            const Request&, Response*),
      const Request* request, Response* response) const {
    return Run(context, method,
               [&operations, operation, request,
                response](const access::Operator& who) {
                 return (operations.*operation)(who.actor, *request, response);
               });
  }

 private:
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context, const char* method,
      std::function<absl::Status(const access::Operator&)> operation) const;
  grpc::Status Answer(const absl::Status& status) const;

  Guard guard_;
  Runner run_;
  OperatorFaults faults_;
  OnFault on_fault_;
};

}  // namespace trivsel::gateway::rpc

#endif  // TRIVSEL_GATEWAY_RPC_OPERATOR_RPCS_H_
