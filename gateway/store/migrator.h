// Brings the schema forward.
#ifndef TRIVSEL_GATEWAY_STORE_MIGRATOR_H_
#define TRIVSEL_GATEWAY_STORE_MIGRATOR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::store {

// Runs what is missing of Migrations(), one transaction each, under a lock
// that lets one gateway at a time do it. FAILED_PRECONDITION if the schema is
// newer than this program, or a migration is not the one that ran then. Gives
// the number of the newest.
absl::StatusOr<int> Migrate(Connection& connection);

struct Partitions {
  int made = 0;
  // Months ("2026-11") that get none, as the default partition has rows of
  // theirs already and keeps them. Nothing is wrong with those, but pruning
  // old months will not find them.
  std::vector<std::string> in_default;
};

// Makes the report partitions of this month and the following three; cheap
// when they are there. To be called at start and daily. UNAVAILABLE when a
// long-running reader is in the way: try again later, there is time.
absl::StatusOr<Partitions> MakePartitions(Connection& connection);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_MIGRATOR_H_
