// The receiver's two doors: HTTPS for deliveries, HTTP on loopback for control.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DOORS_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DOORS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "deploy/sandbox/receiver/receiver.h"
#include "deploy/sandbox/serving/listener.h"

namespace trivsel::sandbox {

// Open until destroyed.
class Door {
 public:
  // Deliveries: PUT /Bundle/{batch name}, with a client certificate that
  // client_ca signed, TLS 1.2 or newer.
  static absl::StatusOr<std::unique_ptr<Door>> OpenDeliveries(
      Receiver* receiver, const TlsFiles& files, const std::string& address);
  // Control: GET and PUT /mode, GET /reports, /stats, /violations, /health.
  // Only on a loopback address: it has no lock.
  static absl::StatusOr<std::unique_ptr<Door>> OpenControl(
      Receiver* receiver, const std::string& address);

  // "127.0.0.1:9443", with the port it got if 0 was asked for.
  const std::string& address() const { return listener_->address(); }

 private:
  explicit Door(std::unique_ptr<Listener> listener)
      : listener_(std::move(listener)) {}
  static absl::StatusOr<std::unique_ptr<Door>> Behind(
      absl::StatusOr<std::unique_ptr<Listener>> listener);

  const std::unique_ptr<Listener> listener_;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DOORS_H_
