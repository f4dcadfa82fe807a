// The database that the gateway lives on: its own, or one that it is given.
#ifndef TRIVSEL_GATEWAY_DATABASE_H_
#define TRIVSEL_GATEWAY_DATABASE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/config.h"
#include "gateway/store/embedded_cluster.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway {

struct Database {
  std::unique_ptr<store::EmbeddedCluster> cluster;  // null: given
  std::string address;                              // for ConnectOptions
  std::unique_ptr<store::Pool> pool;
  // For what lanes do, in the order of keys.
  std::unique_ptr<store::Pool> lane_pool;
};

// Starts the embedded cluster if none is given, waits until the database can
// be reached (telling the log each few seconds, for as long as `keep_waiting`
// says), and brings the schema up to date. CANCELLED when told to wait no
// longer.
absl::StatusOr<Database> OpenDatabase(
    const Config& config, const std::function<bool()>& keep_waiting);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_DATABASE_H_
