#include "tests/simulation/world.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/simulation/fagsystem.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/process.h"
#include "tests/simulation/receiver.h"

namespace trivsel::simulation {
namespace {

// Once nothing goes wrong any more, everything comes to rest within this time.
constexpr absl::Duration kRest = absl::Minutes(10);

class World {
 public:
  World(uint64_t seed, testing::StoreBug store_bug, DriverBug driver_bug)
      : stage_(seed, store_bug, driver_bug),
        receiver_(&stage_),
        fagsystem_(&stage_, [this] { return PickGateway(); }) {
    stage_.destination = stage_.store.OpenDestination("national");
    gateways_.resize(stage_.weather.gateways);
  }

  RunResult Run() {
    const absl::Time begun = stage_.timeline.Now();
    for (size_t i = 0; i < gateways_.size(); ++i) StartGateway(i);
    fagsystem_.Start();
    EachSecond();
    stage_.timeline.After(stage_.weather.faults_for, [this] { EndFaults(); });
    const absl::Time late = begun + stage_.weather.faults_for + kRest;
    while (!AtRest() && stage_.violations.empty()) {
      stage_.timeline.RunNext();
      if (stage_.timeline.Now() > late) {
        stage_.Violated("it does not come to rest");
      }
    }
    if (stage_.violations.empty()) {
      CheckRun(fagsystem_.parcels(), receiver_, &stage_);
    }
    RunResult result;
    result.violations = std::move(stage_.violations);
    result.tally = stage_.tally;
    result.events = stage_.timeline.happened();
    result.virtual_time = stage_.timeline.Now() - begun;
    result.reports = static_cast<int>(fagsystem_.parcels().size());
    return result;
  }

 private:
  bool AtRest() const {
    return stage_.calm && fagsystem_.done() && stage_.store_work == 0 &&
           stage_.store.Drained();
  }

  void StartGateway(size_t i) {
    processes_.push_back(std::make_unique<Process>(
        &stage_, &receiver_, absl::StrCat("gateway-", processes_.size())));
    gateways_[i] = processes_.back().get();
    gateways_[i]->Start();
  }

  Process* PickGateway() {
    Process* gateway =
        gateways_[stage_.dice.Below(static_cast<int>(gateways_.size()))];
    return gateway->open() ? gateway : nullptr;
  }

  void EachSecond() {
    const Weather& weather = stage_.weather;
    for (size_t i = 0; i < gateways_.size(); ++i) {
      Process* gateway = gateways_[i];
      if (!gateway->alive()) {
        if (stage_.calm || stage_.dice.Chance(0.5)) StartGateway(i);
      } else if (stage_.Strikes(weather.retired)) {
        stage_.tally.Count(Seen::kRetired);
        gateway->Retire();
      } else if (stage_.Strikes(weather.clock_jumps)) {
        stage_.tally.Count(Seen::kClockJumped);
        gateway->JumpClock(
            stage_.dice.Between(-absl::Hours(1), absl::Hours(1)));
      }
    }
    GoesAway(&stage_.store_away, weather.store_away, Seen::kStoreAway);
    GoesAway(&stage_.receiver_away, weather.receiver_away, Seen::kReceiverAway);
    stage_.timeline.After(absl::Seconds(1), [this] { EachSecond(); });
  }

  void GoesAway(bool* away, double probability, Seen seen) {
    if (*away || !stage_.Strikes(probability)) return;
    stage_.tally.Count(seen);
    *away = true;
    stage_.timeline.After(
        stage_.dice.Between(absl::Seconds(1), absl::Seconds(15)),
        [away] { *away = false; });
  }

  void EndFaults() { stage_.calm = true; }

  Stage stage_;
  Receiver receiver_;
  Fagsystem fagsystem_;
  // All that ever were; those of now.
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<Process*> gateways_;
};

}  // namespace

RunResult RunSeed(uint64_t seed, testing::StoreBug store_bug,
                  DriverBug driver_bug) {
  return World(seed, store_bug, driver_bug).Run();
}

}  // namespace trivsel::simulation
