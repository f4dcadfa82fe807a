// The HTTPS door: what can be asked there, put together, and the server.
#ifndef TRIVSEL_GATEWAY_HTTPS_DOOR_H_
#define TRIVSEL_GATEWAY_HTTPS_DOOR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/config.h"
#include "gateway/console_door.h"
#include "gateway/entrance.h"
#include "gateway/http/http_server.h"
#include "gateway/login_door.h"
#include "gateway/store/pool.h"
#include "gateway/store/used_assertions.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

// FAILED_PRECONDITION with a sentence for people, if the door that is
// configured could not be opened.
absl::Status CheckHttpsDoor(const Config& config);

// Thread safe.
class HttpsDoor {
 public:
  struct Parts {
    const Entrance& entrance;
    store::Pool& pool;
    const Clock& clock;
    telemetry::Metrics& metrics;
    LoginDoor* login = nullptr;            // null: nobody logs in
    const ConsoleDoor* console = nullptr;  // null: there is none
  };

  // Null if none is configured. The parts must outlive it, and metrics must
  // have stopped serving before it goes.
  static absl::StatusOr<std::unique_ptr<HttpsDoor>> Open(const Config& config,
                                                         Parts parts);
  // Answers who has asked, and ends.
  void Stop(absl::Duration patience) { server_->Stop(patience); }

  const std::string& address() const { return server_->address(); }
  // The page about refusals: "https://gateway.example.dk:8443/help/access".
  const std::string& help_url() const { return help_url_; }
  // The page that explains finding codes, without a fragment:
  // "https://gateway.example.dk:8443/standard".
  const std::string& standard_url() const { return standard_url_; }
  // What can be asked there: "GET /overblik", "POST /job/{id}/stop".
  const std::vector<std::string>& routes() const { return route_names_; }

 private:
  explicit HttpsDoor(store::Pool& pool) : used_(&pool) {}
  absl::Status Start(const Config& config, const Parts& parts);
  http::Routes MakeRoutes(const Config& config, const Parts& parts,
                          const std::string& address);

  store::UsedAssertions used_;
  std::string help_url_;
  std::string standard_url_;
  std::vector<std::string> route_names_;
  std::unique_ptr<http::HttpServer> server_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_HTTPS_DOOR_H_
