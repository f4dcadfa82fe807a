// One gateway process from its start to its end: the code that runs in
// production, on the run's time, store and receiver.
#ifndef TRIVSEL_TESTS_SIMULATION_PROCESS_H_
#define TRIVSEL_TESTS_SIMULATION_PROCESS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/delivery/dispatch_core.h"
#include "gateway/delivery/lane_step.h"
#include "gateway/ingest/intake.h"
#include "tests/simulation/line.h"
#include "tests/simulation/stage.h"
#include "tests/simulation/timeline.h"
#include "tests/support/memory_lane_queue.h"
#include "tests/support/memory_report_sink.h"
#include "tests/support/store_link.h"

namespace trivsel::simulation {

// Must live until the end of the run, also once the process is gone: what it
// has under way at the store goes on.
class Process final : public testing::StoreLink {
 public:
  // `owner` must be unique.
  Process(Stage* stage, Receiver* receiver, std::string owner);

  void Start() { Renew(); }
  bool alive() const { return alive_; }
  // Takes reports.
  bool open() const { return alive_ && !retiring_; }
  // The door: judges, stores, answers.
  using Done = gateway::ingest::Intake::Done;
  void Receive(const std::string& content,
               const gateway::access::Caller& caller, Done done);

  void Kill() { alive_ = false; }
  // Finishes what is under way, gives its lanes back and ends.
  void Retire();
  void JumpClock(absl::Duration error) { clock_.Set(error); }

  testing::Fate FateOf(testing::Statement statement) override;
  void Soon(std::function<void()> work) override;
  void Later(std::function<void()> work) override;

 private:
  using Step = std::shared_ptr<gateway::delivery::LaneStep>;
  using KilledAt = std::optional<Seen>;

  // Something happens here, unless the process is killed at this point first;
  // while it is stopped it waits.
  void After(absl::Duration delay, KilledAt point, std::function<void()> what);
  void Happen(KilledAt point, const std::function<void()>& what);
  void StopFor(absl::Duration time);
  void Continue(absl::Duration after);
  // Others go on; this process does not, or only this call of it.
  void StopInsideACall();
  void HangInsideACall();
  testing::Fate Misfortune();

  // As SteadyClock tells it: nobody sets that one.
  absl::Time Steady() const { return stage_.timeline.Now(); }
  void Renew();
  void LeaseTick();
  void Wake();
  void Take(const Step& step, int16_t lane);
  void Send(const Step& step, int16_t lane);
  void Record(const Step& step, int16_t lane);
  void End(const Step& step, int16_t lane);

  Stage& stage_;
  const std::string owner_;
  WrongClock clock_;
  testing::MemoryLaneQueue queue_;
  testing::MemoryReportSink sink_;
  gateway::ingest::Intake intake_;
  Line line_;
  gateway::delivery::DispatchCore core_;
  absl::Time renewed_;  // the last renewal was over then
  int steps_ = 0;       // under way
  bool timer_ = false;  // a Wake is to come
  bool alive_ = true;
  bool stopped_ = false;
  bool retiring_ = false;
  std::vector<std::pair<KilledAt, std::function<void()>>> waiting_;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_PROCESS_H_
