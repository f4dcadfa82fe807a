// grpc.health.v1, for load balancers. Our own: the one that gRPC 1.51 brings
// makes reflection's list of services fail.
#ifndef TRIVSEL_GATEWAY_HEALTH_SERVICE_H_
#define TRIVSEL_GATEWAY_HEALTH_SERVICE_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <set>

#include "grpc/health/v1/health.grpc.pb.h"

namespace trivsel::gateway {

// Speaks for the server as a whole ("") and for ReportService, which are one.
// Thread safe.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  HealthService();
  ~HealthService() override;

  // At first NOT_SERVING. Watchers are told.
  void SetServing(bool serving);
  // Ends all watches, so that the server can stop.
  void Shutdown();

  grpc::ServerUnaryReactor* Check(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request,
      grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  struct State;

  const std::shared_ptr<State> state_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_HEALTH_SERVICE_H_
