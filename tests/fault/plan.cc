#include "tests/fault/plan.h"

#include <algorithm>
#include <sstream>

#include "tests/fault/draw.h"

namespace trivsel::fault {
namespace {

FaultKind DrawKind(Draw& draw) {
  int total = 0;
  for (const FaultName& fault : kFaults) total += fault.weight;
  int left = draw.Between(1, total);
  for (const FaultName& fault : kFaults) {
    left -= fault.weight;
    if (left <= 0) return fault.kind;
  }
  return FaultKind::kKillGateway;
}

bool IsOfNetwork(FaultKind kind) { return kind >= FaultKind::kReset; }

// Below, at and above the lease; most faults are short so that a schedule is.
milliseconds DrawLength(Draw& draw, const Plan& plan, FaultKind kind) {
  const int lease = static_cast<int>(plan.lane_lease.count());
  switch (kind) {
    case FaultKind::kFreezeGateway:
      return milliseconds(draw.Between(lease / 3, lease * 2));
    case FaultKind::kKillGateway:
    case FaultKind::kTermGateway:
      return milliseconds(draw.Chance(25) ? draw.Between(lease, lease * 2)
                                          : draw.Between(0, 300));
    case FaultKind::kClockJump:
    case FaultKind::kPinSnapshot:
      return milliseconds(draw.Between(300, 1500));
    default:
      return milliseconds(draw.Between(50, 700));
  }
}

int DrawAmount(Draw& draw, FaultKind kind) {
  switch (kind) {
    case FaultKind::kResetAfter:  // octets
      return draw.Between(100, 40'000);
    case FaultKind::kThrottle:  // octets a second
      return draw.Between(2'000, 60'000);
    case FaultKind::kDelay:  // milliseconds
      return draw.Between(5, 250);
    case FaultKind::kReceiverSlow:  // milliseconds
      return draw.Between(50, 800);
    case FaultKind::kClockJump: {  // milliseconds, either way
      const int jump = draw.Chance(50) ? draw.Between(500, 20'000)
                                       : draw.Between(60'000, 7'200'000);
      return draw.Chance(50) ? jump : -jump;
    }
    case FaultKind::kReceiverRejects:
      return draw.Between(5, 40);
    default:  // per cent
      return draw.Between(20, 100);
  }
}

Fault DrawFault(Draw& draw, const Plan& plan, int window_ms,
                std::optional<FaultKind> only) {
  Fault fault;
  const FaultKind drawn = DrawKind(draw);
  fault.kind = only.value_or(drawn);
  fault.at = milliseconds(draw.Between(0, window_ms));
  fault.lasts = DrawLength(draw, plan, fault.kind);
  fault.gateway = draw.Between(0, plan.gateways - 1);
  fault.amount = DrawAmount(draw, fault.kind);
  if (IsOfNetwork(fault.kind)) {
    // Mostly where we are the one who must cope.
    const int drawn_wire = draw.Between(1, 10);
    fault.wire = drawn_wire <= 5   ? Wire::kDatabase
                 : drawn_wire <= 8 ? Wire::kReceiver
                                   : Wire::kDoor;
    // How soon a submitter gives a dead connection up is its own business.
    if (fault.kind == FaultKind::kHalfOpen && fault.wire == Wire::kDoor) {
      fault.wire = Wire::kDatabase;
    }
  }
  return fault;
}

void DrawLoad(Draw draw, Plan* plan) {
  plan->submitters = draw.Between(1, 4);
  plan->reports = draw.Between(50, 200);
  plan->invalid_percent = draw.Chance(50) ? draw.Between(1, 20) : 0;
  plan->copies = draw.Chance(60) ? draw.Between(2, 3) : 1;
  plan->batch = draw.Chance(50) ? draw.Between(2, 8) : 1;
  plan->stray_percent = draw.Chance(40) ? draw.Between(1, 10) : 0;
  plan->reuse_percent = draw.Chance(20) ? draw.Between(1, 5) : 0;
  plan->pace = milliseconds(draw.Chance(50) ? draw.Between(1, 20) : 0);
}

// Two who believe in one lease do harm when one has looked and acts late: so
// while leases are stolen or a gateway is frozen, the way to the database is
// slow, too. From a source of its own: what else was drawn stays.
void AddSlowness(uint64_t seed, Plan* plan) {
  Draw draw = Draw(seed).For("slowness");
  plan->crowded = draw.Chance(50);
  std::vector<Fault> more;
  for (const Fault& fault : plan->faults) {
    if (fault.kind != FaultKind::kStealLeases &&
        fault.kind != FaultKind::kFreezeGateway) {
      continue;
    }
    if (plan->gateways < 2 || draw.Chance(30)) continue;
    for (int gateway = 0; gateway < plan->gateways; ++gateway) {
      if (draw.Chance(30)) continue;
      Fault slow;
      slow.kind = FaultKind::kDelay;
      slow.wire = Wire::kDatabase;
      slow.gateway = gateway;
      slow.at = fault.at;
      slow.lasts = fault.lasts + milliseconds(draw.Between(0, 300));
      slow.amount = draw.Between(5, 80);
      more.push_back(slow);
    }
  }
  plan->faults.insert(plan->faults.end(), more.begin(), more.end());
}

}  // namespace

Plan DrawPlan(uint64_t seed, std::optional<FaultKind> only) {
  Plan plan;
  plan.seed = seed;
  Draw draw = Draw(seed).For("topology");
  const int gateways = draw.Between(1, 10);
  plan.gateways = gateways <= 4 ? 1 : gateways <= 8 ? 2 : 3;
  plan.committers = draw.Between(1, 4);
  plan.senders = draw.Between(1, 6);
  plan.destination_timeout_s = draw.Between(1, 2);
  plan.lane_lease = milliseconds(draw.Between(600, 1500));
  DrawLoad(Draw(seed).For("load"), &plan);

  Draw faults = Draw(seed).For("faults");
  const int window_ms = faults.Between(200, 900);
  const int count =
      faults.Chance(15) ? faults.Between(4, 7) : faults.Between(1, 3);
  for (int i = 0; i < count; ++i) {
    plan.faults.push_back(DrawFault(faults, plan, window_ms, only));
  }
  AddSlowness(seed, &plan);
  std::stable_sort(plan.faults.begin(), plan.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.at < b.at; });
  if (plan.Has(FaultKind::kPoisonRow)) {
    plan.poison = faults.Between(0, plan.reports - 1);
  }
  return plan;
}

bool Plan::Has(FaultKind kind) const {
  return std::any_of(faults.begin(), faults.end(),
                     [kind](const Fault& fault) { return fault.kind == kind; });
}

std::string Fault::ToString() const {
  std::ostringstream out;
  out << "at " << at.count() << " ms for " << lasts.count()
      << " ms: " << NameOf(kind) << ", gateway " << gateway + 1;
  if (IsOfNetwork(kind)) out << ", " << NameOf(wire);
  out << ", amount " << amount;
  return out.str();
}

std::string Plan::ToString() const {
  std::ostringstream out;
  out << "seed " << seed << "\n  " << gateways << " gateways (" << committers
      << " committers, " << senders << " senders, lease " << lane_lease.count()
      << " ms, receiver timeout " << destination_timeout_s << " s)\n  "
      << submitters << " submitters, " << reports << " reports, "
      << invalid_percent << " % invalid, up to " << copies << " copies, up to "
      << batch << " in a request, " << stray_percent << " % strays, "
      << reuse_percent << " % reused ids, "
      << (crowded ? "children crowded in lanes, " : "") << " pace "
      << pace.count() << " ms";
  if (poison >= 0) out << ", poison in report " << poison;
  for (const Fault& fault : faults) out << "\n  " << fault.ToString();
  return out.str() + "\n";
}

}  // namespace trivsel::fault
