// How delivery is shown: for people in two languages, for programs as JSON.
#ifndef TRIVSEL_GATEWAY_CTL_DELIVERY_VIEW_H_
#define TRIVSEL_GATEWAY_CTL_DELIVERY_VIEW_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "gateway/queue/delivery_control.h"

namespace trivsel::gateway::ctl {

// "2026-11-24 02:00:00", Danish time.
std::string DanishTime(absl::Time time);

// A block of lines about one destination.
std::string ShowDestination(const queue::DestinationReport& report,
                            absl::Time now);
// One JSON object, without line end. A count that stops is given as
// "pending_at_least".
std::string DestinationJson(const queue::DestinationReport& report,
                            absl::Time now);

// "123 leverancer (4567 rapporter)".
std::string ShowCount(const queue::ReplayCount& count);
std::string CountJson(const queue::ReplayCount& count);

// A line that takes the place of the one before: "[######    ]  60 %  what".
std::string ProgressLine(const std::string& what, int64_t done, int64_t of);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_DELIVERY_VIEW_H_
