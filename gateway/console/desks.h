// What the pages are made from.
#ifndef TRIVSEL_GATEWAY_CONSOLE_DESKS_H_
#define TRIVSEL_GATEWAY_CONSOLE_DESKS_H_

#include "gateway/console/delivery_desk.h"
#include "gateway/console/registry_desk.h"
#include "gateway/console/replay_runner.h"
#include "gateway/console/standard_book.h"
#include "gateway/review/review_operations.h"

namespace trivsel::gateway::console {

// Each thread safe; they outlive the pages.
struct Desks {
  review::ReviewOperations& review;
  RegistryDesk& registry;
  DeliveryDesk& deliveries;
  ReplayRunner& replays;
  const StandardBook& standard;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_DESKS_H_
