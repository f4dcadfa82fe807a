// What can go wrong on purpose.
#ifndef TRIVSEL_TESTS_FAULT_FAULT_KIND_H_
#define TRIVSEL_TESTS_FAULT_FAULT_KIND_H_

#include <array>
#include <cstddef>
#include <string_view>

namespace trivsel::fault {

enum class FaultKind {
  kKillGateway,
  kTermGateway,
  kFreezeGateway,
  kClockJump,
  kKillReceiver,
  kFreezeReceiver,
  kReceiverSlow,
  kReceiverFails,
  kReceiverRejects,
  kReceiverLosesAnswers,
  kReceiverAnswersInPart,
  kKillPostmaster,
  kKillBackend,
  kStopImmediate,
  kRestartPostgres,
  kDiskFull,
  kPinSnapshot,
  kExhaustConnections,
  kStealLeases,
  kPoisonRow,
  kReset,
  kResetAfter,
  kRefuse,
  kBlackHole,
  kHalfOpen,
  kDelay,
  kThrottle,
};

struct FaultName {
  FaultKind kind;
  std::string_view name;   // as --only takes it
  std::string_view means;  // one line for people
  int weight;              // how often it is drawn
};

// In the order of the enum.
inline constexpr std::array<FaultName, 27> kFaults = {{
    {FaultKind::kKillGateway, "kill-gateway", "kill -9 of a gateway", 16},
    {FaultKind::kTermGateway, "term-gateway", "SIGTERM, and started again", 3},
    {FaultKind::kFreezeGateway, "freeze-gateway",
     "SIGSTOP, past the lease or not, then SIGCONT", 6},
    {FaultKind::kClockJump, "clock-jump",
     "one gateway's clock jumps by up to two hours", 4},
    {FaultKind::kKillReceiver, "kill-receiver", "kill -9 of the receiver", 5},
    {FaultKind::kFreezeReceiver, "freeze-receiver",
     "half dead: takes connections and says nothing", 2},
    {FaultKind::kReceiverSlow, "receiver-slow", "answers late", 2},
    {FaultKind::kReceiverFails, "receiver-fails", "answers 503", 3},
    {FaultKind::kReceiverRejects, "receiver-rejects",
     "refuses some reports for good", 3},
    {FaultKind::kReceiverLosesAnswers, "receiver-loses-answers",
     "stores, and the answer is lost", 4},
    {FaultKind::kReceiverAnswersInPart, "receiver-answers-in-part",
     "stores, and answers for some reports only", 4},
    {FaultKind::kKillPostmaster, "kill-postmaster",
     "kill -9 of PostgreSQL's postmaster", 4},
    {FaultKind::kKillBackend, "kill-backend",
     "kill -9 of a backend: PostgreSQL goes through crash recovery", 4},
    {FaultKind::kStopImmediate, "stop-immediate",
     "immediate stop of PostgreSQL, no checkpoint", 3},
    {FaultKind::kRestartPostgres, "restart-postgres",
     "orderly restart of PostgreSQL", 2},
    {FaultKind::kDiskFull, "disk-full", "no room for PostgreSQL's data", 2},
    {FaultKind::kPinSnapshot, "pin-snapshot",
     "a transaction that pins the oldest snapshot", 2},
    {FaultKind::kExhaustConnections, "exhaust-connections",
     "every connection of PostgreSQL is taken", 2},
    {FaultKind::kStealLeases, "steal-leases",
     "leases run out early: two gateways believe that they hold a lane", 5},
    {FaultKind::kPoisonRow, "poison-row",
     "a trigger that fails one report's row", 3},
    {FaultKind::kReset, "reset", "connections are reset", 4},
    {FaultKind::kResetAfter, "reset-after",
     "connections are reset after some octets", 4},
    {FaultKind::kRefuse, "refuse", "connections are refused", 2},
    {FaultKind::kBlackHole, "black-hole", "nothing passes for a while", 3},
    {FaultKind::kHalfOpen, "half-open",
     "connections are dead and nobody is told", 1},
    {FaultKind::kDelay, "delay", "each piece is late", 2},
    {FaultKind::kThrottle, "throttle", "few octets a second", 2},
}};

inline std::string_view NameOf(FaultKind kind) {
  return kFaults[static_cast<size_t>(kind)].name;
}

// Between whom a fault of the network is.
enum class Wire { kDoor, kDatabase, kReceiver };

inline std::string_view NameOf(Wire wire) {
  switch (wire) {
    case Wire::kDoor:
      return "submitters<->gateway";
    case Wire::kDatabase:
      return "gateway<->PostgreSQL";
    case Wire::kReceiver:
      return "gateway<->receiver";
  }
  return "";
}

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_FAULT_KIND_H_
