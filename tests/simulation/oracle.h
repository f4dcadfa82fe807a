// What must hold at the end of a run, whatever happened in it.
#ifndef TRIVSEL_TESTS_SIMULATION_ORACLE_H_
#define TRIVSEL_TESTS_SIMULATION_ORACLE_H_

#include <vector>

#include "tests/simulation/parcel.h"
#include "tests/simulation/receiver.h"
#include "tests/simulation/stage.h"

namespace trivsel::simulation {

// Compares what submitters were told, what is stored and what the receiver has;
// adds to the stage's violations.
void CheckRun(const std::vector<Parcel>& parcels, const Receiver& receiver,
              Stage* stage);

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_ORACLE_H_
