// The gRPC server: limits, keepalive, health, reflection.
#ifndef TRIVSEL_GATEWAY_SERVER_H_
#define TRIVSEL_GATEWAY_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/config.h"
#include "gateway/health_service.h"

namespace trivsel::gateway {

// Thread safe.
class Server {
 public:
  // Listens, NOT_SERVING. The services must outlive it. UNAVAILABLE if the
  // address is taken.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const Config& config, const std::vector<grpc::Service*>& services);

  // "127.0.0.1:7443", with the port that was chosen.
  const std::string& address() const { return address_; }
  void SetServing(bool serving) { health_.SetServing(serving); }
  // Takes no more calls; lets those under way end until `patience` is over.
  void Shutdown(absl::Duration patience);

 private:
  Server() = default;

  HealthService health_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_SERVER_H_
