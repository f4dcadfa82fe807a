// Brings the schema forward.
#ifndef TRIVSEL_GATEWAY_STORE_MIGRATOR_H_
#define TRIVSEL_GATEWAY_STORE_MIGRATOR_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::store {

// Runs what is missing of Migrations(), one transaction each, under a lock
// that lets one gateway at a time do it. FAILED_PRECONDITION if the schema is
// newer than this program, or a migration is not the one that ran then. Gives
// the number of the newest.
absl::StatusOr<int> Migrate(Connection& connection);

// Makes the report partitions of this month and the following; cheap when they
// are there. To be called at start and daily.
absl::Status MakePartitions(Connection& connection);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_MIGRATOR_H_
