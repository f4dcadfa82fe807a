// The composition root: the one place that knows all rooms, and the order in
// which they start and stop.
#ifndef TRIVSEL_GATEWAY_GATEWAY_H_
#define TRIVSEL_GATEWAY_GATEWAY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config.h"

namespace trivsel::gateway {

// A running gateway.
class Gateway {
 public:
  // Starts everything and serves. Waits for a database that is down for as
  // long as `keep_waiting` says. The status has a sentence for people.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      const Config& config, const std::function<bool()>& keep_waiting);

  // Stops in order: no new calls, everyone who waits is answered, what is
  // accepted is on disk, the batch under way is finished.
  ~Gateway();

  // "127.0.0.1:7443"
  const std::string& address() const;
  // "127.0.0.1:9464"; empty if metrics are not served.
  const std::string& metrics_address() const;
  // "127.0.0.1:8443"; empty if there is no HTTPS door.
  std::string https_address() const;
  // What can be asked there, as "POST /job/{id}/stop"; none if there is none.
  std::vector<std::string> https_routes() const;

 private:
  struct Rooms;
  explicit Gateway(std::unique_ptr<Rooms> rooms);

  std::unique_ptr<Rooms> rooms_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_GATEWAY_H_
