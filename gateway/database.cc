#include "gateway/database.h"

#include "absl/time/clock.h"
#include "gateway/data_folder.h"
#include "gateway/store/connection.h"
#include "gateway/store/migrator.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

constexpr absl::Duration kTellEvery = absl::Seconds(5);

absl::StatusOr<int> MigrateOnce(const std::string& address) {
  auto connection = store::Connection::Open({address, "trivsel-migrate"});
  if (!connection.ok()) return connection.status();
  absl::StatusOr<int> schema = store::Migrate(**connection);
  if (!schema.ok()) return schema;
  // Not worth waiting for: they are made ahead, and StoreWatch tries again.
  store::MakePartitions(**connection).IgnoreError();
  return schema;
}

// A database that is down may come back; one whose schema does not fit will
// not.
absl::Status MigrateWhenUp(const std::string& address,
                           const std::function<bool()>& keep_waiting) {
  absl::Time tell_at = absl::InfinitePast();
  while (keep_waiting()) {
    absl::StatusOr<int> schema = MigrateOnce(address);
    if (schema.ok()) {
      Log(LogLevel::kInfo, "schema_ready", {{"version", *schema}});
      return absl::OkStatus();
    }
    if (schema.status().code() != absl::StatusCode::kUnavailable) {
      return schema.status();
    }
    if (SteadyNow() >= tell_at) {
      Log(LogLevel::kWarning, "database_unreachable",
          {{"cause", std::string(schema.status().message())}});
      tell_at = SteadyNow() + kTellEvery;
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
  return absl::CancelledError("stopped while waiting for the database");
}

}  // namespace

absl::StatusOr<Database> OpenDatabase(
    const Config& config, const std::function<bool()>& keep_waiting) {
  Database database;
  database.address = config.database;
  if (config.database.empty()) {
    Log(LogLevel::kInfo, "database_starting", {{"folder", config.data}});
    store::EmbeddedCluster::Options options;
    options.data_folder = config.data;
    options.user = config.database_user;
    auto cluster = store::EmbeddedCluster::Start(std::move(options));
    if (!cluster.ok()) return cluster.status();
    database.cluster = *std::move(cluster);
    database.address = database.cluster->connection_string();
  }
  absl::Status status = MigrateWhenUp(database.address, keep_waiting);
  if (!status.ok()) return status;
  status = WriteDatabaseFile(config.data, database.address);
  if (!status.ok()) return status;
  database.pool = std::make_unique<store::Pool>(
      store::Pool::Options{.connect = {database.address, "trivsel-gateway"}});
  database.lane_pool = std::make_unique<store::Pool>(store::Pool::Options{
      .connect = {database.address, "trivsel-lanes", /*in_key_order=*/true}});
  return database;
}

}  // namespace trivsel::gateway
