// The citizen key of a schedule: it decides which children share a lane.
#ifndef TRIVSEL_TESTS_FAULT_LANE_KEY_H_
#define TRIVSEL_TESTS_FAULT_LANE_KEY_H_

#include <cstdint>
#include <string>

namespace trivsel::fault {

// 32 bytes, from the seed: another in each schedule, the same in all its
// gateways. `crowded`: of many keys the one that brings most children together
// in one lane, where one's reports can stand in another's way.
std::string DrawCitizenKey(uint64_t seed, bool crowded);

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_LANE_KEY_H_
