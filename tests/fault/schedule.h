// One schedule from beginning to end.
#ifndef TRIVSEL_TESTS_FAULT_SCHEDULE_H_
#define TRIVSEL_TESTS_FAULT_SCHEDULE_H_

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/fault/plan.h"
#include "tests/fault/postgres_host.h"
#include "tests/fault/scene.h"

namespace trivsel::fault {

struct Outcome {
  uint64_t seed = 0;
  std::vector<std::string> violations;
  std::map<FaultKind, int> faults;  // that found something to do
  int64_t reports = 0, acknowledged = 0, acks = 0, replays = 0;
  int64_t delivered = 0, refused = 0, batches = 0;
  milliseconds recovery{0};  // from the last fault's end to backlog 0
  milliseconds took{0};
  std::string folder;  // kept: logs and history; empty if all was well
};

// Plays the plan on the stage, but for the database, and checks. The stage's
// folder goes if all is well and `keep` is false.
Outcome RunSchedule(const Plan& plan, PostgresHost* postgres, Stage stage,
                    bool keep);

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_SCHEDULE_H_
