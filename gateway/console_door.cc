#include "gateway/console_door.h"

#include <utility>

namespace trivsel::gateway {

absl::StatusOr<std::unique_ptr<ConsoleDoor>> ConsoleDoor::Open(
    const Parts& parts) {
  std::unique_ptr<ConsoleDoor> door(new ConsoleDoor(parts));
  auto console = console::Console::Create(
      {parts.gate, [&review = door->review_] { return review.load(); },
       door->registry_, door->deliveries_,
       [&clock = parts.clock] { return clock.Now(); }});
  if (!console.ok()) return console.status();
  door->console_ = *std::move(console);
  return door;
}

}  // namespace trivsel::gateway
