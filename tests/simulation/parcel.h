// A report on its way in, and what its submitter has been told of it.
#ifndef TRIVSEL_TESTS_SIMULATION_PARCEL_H_
#define TRIVSEL_TESTS_SIMULATION_PARCEL_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/access/caller.h"

namespace trivsel::simulation {

enum class Told { kNothing, kAccepted, kRejected, kIdReused, kNotAllowed };

struct Parcel {
  int child = 0;
  std::string id;
  const std::string* content = nullptr;
  const gateway::access::Caller* caller = nullptr;
  Told told = Told::kNothing;
  // When it was handed in first, and first answered for good.
  absl::Time sent = absl::InfiniteFuture();
  absl::Time answered = absl::InfiniteFuture();
  // As the receipt says; of what was accepted or rejected.
  std::string receive_time;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_PARCEL_H_
