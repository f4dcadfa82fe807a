// One schedule: who takes part, what they send, and what goes wrong when.
#ifndef TRIVSEL_TESTS_FAULT_PLAN_H_
#define TRIVSEL_TESTS_FAULT_PLAN_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/fault/fault_kind.h"

namespace trivsel::fault {

using std::chrono::milliseconds;

struct Fault {
  FaultKind kind = FaultKind::kKillGateway;
  milliseconds at{0};     // since the load began
  milliseconds lasts{0};  // until it is mended
  int gateway = 0;        // whose, where that matters
  Wire wire = Wire::kDatabase;
  // What the kind makes of it: octets, per cent, milliseconds.
  int amount = 0;

  std::string ToString() const;
};

struct Plan {
  uint64_t seed = 0;
  int gateways = 1;
  int committers = 2;
  int senders = 4;
  int destination_timeout_s = 2;
  milliseconds lane_lease{1000};

  int submitters = 1;
  int reports = 100;
  int invalid_percent = 5;  // reports that our validator rejects
  int copies = 1;           // each request is sent up to so often
  int batch = 1;            // reports of different children in one request
  int stray_percent = 0;    // acknowledged reports that come once more, late
  int reuse_percent = 0;    // ids that come again with other content
  milliseconds pace{0};     // rest of a submitter between two requests
  // Children share lanes more than chance would have it.
  bool crowded = false;
  int poison = -1;            // the report whose row fails, if one is
  std::vector<Fault> faults;  // by time

  bool Has(FaultKind kind) const;
  std::string ToString() const;
};

// Everything from the seed. With `only` all faults are of that kind.
Plan DrawPlan(uint64_t seed, std::optional<FaultKind> only);

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_PLAN_H_
