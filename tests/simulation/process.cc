#include "tests/simulation/process.h"

#include "gateway/telemetry/metrics.h"
#include "tests/simulation/report_stock.h"

namespace trivsel::simulation {

using gateway::delivery::LaneStep;
using gateway::delivery::StepEnd;
using testing::Fate;
using testing::Statement;

namespace {

// One for all runs: nothing is read from it.
gateway::telemetry::Metrics& SharedMetrics() {
  static auto* const metrics = new gateway::telemetry::Metrics();
  return *metrics;
}

gateway::delivery::DispatcherOptions DispatchOptions(const Stage& stage) {
  gateway::delivery::DispatcherOptions options = stage.weather.dispatch;
  options.destination_id = stage.destination;
  return options;
}

constexpr absl::Duration kLongestNap = absl::Seconds(1);
constexpr absl::Duration kMoment = absl::Milliseconds(5);

}  // namespace

Process::Process(Stage* stage, Receiver* receiver, std::string owner)
    : stage_(*stage),
      owner_(std::move(owner)),
      clock_(stage->timeline),
      queue_(&stage->store, this, &clock_),
      sink_(&stage->store, this,
            {stage->weather.connections,
             static_cast<size_t>(stage->weather.max_group),
             stage->weather.max_waiting, 1 << 20,
             [this](uint64_t lanes) {
               for (int16_t lane = 0; lane < gateway::queue::kLanes; ++lane) {
                 if (lanes >> lane & 1) core_.Poke(lane, Steady());
               }
               Wake();
             }}),
      intake_(ReportStock::Get().shelf(), sink_, clock_, SharedMetrics(),
              nullptr),
      line_(stage, receiver),
      core_(DispatchOptions(*stage), stage->dice) {}

void Process::Receive(const std::string& content,
                      const gateway::access::Caller& caller, Done done) {
  After(absl::ZeroDuration(), std::nullopt,
        [this, content, &caller, done = std::move(done)] {
          trivsel::gateway::v1::Submission submission;
          submission.set_report_binary(content);
          intake_.Submit(&submission, caller,
                         [this, done](gateway::ingest::Intake::Answer answer) {
                           if (alive_) done(std::move(answer));
                         });
        });
}

void Process::After(absl::Duration delay, KilledAt point,
                    std::function<void()> what) {
  stage_.timeline.After(
      delay, [this, point, what = std::move(what)] { Happen(point, what); });
}

void Process::Happen(KilledAt point, const std::function<void()>& what) {
  if (!alive_) return;
  if (stopped_) {
    waiting_.emplace_back(point, what);
    return;
  }
  if (stage_.Strikes(stage_.weather.killed)) {
    if (point.has_value()) stage_.tally.Count(*point);
    Kill();
    return;
  }
  if (stage_.Strikes(stage_.weather.stopped)) {
    stage_.tally.Count(Seen::kStopped);
    waiting_.emplace_back(point, what);
    StopFor(stage_.weather.dispatch.lease_term * 2 * stage_.dice.Uniform());
    return;
  }
  what();
}

void Process::StopFor(absl::Duration time) {
  stopped_ = true;
  stage_.timeline.After(time, [this, time] { Continue(time); });
}

void Process::Continue(absl::Duration after) {
  stopped_ = false;
  if (!alive_) return;
  if (after > stage_.weather.dispatch.lease_term) {
    stage_.tally.Count(Seen::kWokePastItsLease);
  }
  std::vector<std::pair<KilledAt, std::function<void()>>> waiting;
  waiting.swap(waiting_);
  for (auto& [point, what] : waiting) {
    After(absl::ZeroDuration(), point, std::move(what));
  }
}

void Process::StopInsideACall() {
  stage_.tally.Count(Seen::kStoppedInsideACall);
  const absl::Duration time =
      stage_.weather.dispatch.lease_term * 2 * stage_.dice.Uniform();
  stage_.inside_a_call = stopped_ = true;
  stage_.timeline.RunUntil(stage_.timeline.Now() + time);
  stage_.inside_a_call = false;
  Continue(time);
}

void Process::HangInsideACall() {
  stage_.tally.Count(Seen::kHungInsideACall);
  stage_.inside_a_call = true;
  stage_.timeline.RunUntil(stage_.timeline.Now() +
                           stage_.weather.dispatch.lease_term * 2 *
                               stage_.dice.Uniform());
  stage_.inside_a_call = false;
}

Fate Process::FateOf(Statement statement) {
  if (!alive_) return Fate::kNotDone;
  if (!stage_.inside_a_call && !stage_.at_store) {
    if (stage_.Strikes(stage_.weather.stopped_inside)) {
      StopInsideACall();
    } else if (stage_.Strikes(stage_.weather.call_hangs *
                              (statement == Statement::kSeal ? 8 : 1))) {
      HangInsideACall();
    }
    if (!alive_) return Fate::kNotDone;
  }
  if (stage_.Strikes(stage_.weather.killed)) {
    if (statement == Statement::kSettle) {
      stage_.tally.Count(Seen::kKilledWhileSettling);
      Kill();
      return Misfortune();
    }
    if (statement == Statement::kCommit) {
      After(kMoment * stage_.dice.Uniform(), std::nullopt, [this] {
        stage_.tally.Count(Seen::kKilledWithACommitUnderWay);
        Kill();
      });
    }
  }
  if (stage_.store_away) {
    stage_.tally.Count(Seen::kStoreAway);
    return Fate::kNotDone;
  }
  if (stage_.Strikes(stage_.weather.statement_fails)) return Misfortune();
  return Fate::kDone;
}

Fate Process::Misfortune() {
  switch (stage_.dice.Below(3)) {
    case 0:
      stage_.tally.Count(Seen::kStatementNotDone);
      return Fate::kNotDone;
    case 1:
      stage_.tally.Count(Seen::kStatementAnswerLost);
      return Fate::kAnswerLost;
    default:
      stage_.tally.Count(Seen::kStatementLate);
      return Fate::kLate;
  }
}

void Process::Soon(std::function<void()> work) {
  KilledAt point;
  if (stage_.at_store) point = Seen::kKilledAfterCommitBeforeAnswer;
  After(kMoment * stage_.dice.Uniform(), point, std::move(work));
}

void Process::Later(std::function<void()> work) {
  ++stage_.store_work;
  // Now and then one hangs for long.
  const absl::Duration most = stage_.Strikes(stage_.weather.statement_hangs)
                                  ? absl::Seconds(20)
                                  : absl::Milliseconds(20);
  stage_.timeline.After(most * stage_.dice.Uniform(),
                        [this, work = std::move(work)] {
                          --stage_.store_work;
                          stage_.at_store = true;
                          work();
                          stage_.at_store = false;
                        });
}

// As the dispatcher's lease thread does it.
void Process::Renew() {
  const absl::Time begun = Steady();
  After(kMoment * stage_.dice.Uniform(), std::nullopt, [this, begun] {
    auto held = queue_.Lease(stage_.destination, owner_,
                             stage_.weather.dispatch.lease_term);
    After(kMoment * stage_.dice.Uniform(), std::nullopt, [this, begun, held] {
      if (held.ok()) {
        core_.OnLeased(*held, begun, Steady());
      } else {
        core_.OnLeaseFailed();
      }
      renewed_ = Steady();
      Wake();
      LeaseTick();
    });
  });
}

void Process::LeaseTick() {
  if (retiring_) return;
  const absl::Duration wait = core_.RenewWait();
  if (core_.TakeRenewSoon()) {
    After(absl::Milliseconds(100), std::nullopt, [this] { Renew(); });
    return;
  }
  if (Steady() - renewed_ >= wait) {
    Renew();
    return;
  }
  const auto census = queue_.Look(stage_.destination);
  if (census.ok()) core_.OnLooked(*census);
  After(std::min(wait, stage_.weather.dispatch.look_every), std::nullopt,
        [this] { LeaseTick(); });
}

// As its sender threads do it.
void Process::Wake() {
  const auto& options = stage_.weather.dispatch;
  while (steps_ < options.senders && !retiring_) {
    const auto lease = core_.Take(Steady());
    if (!lease.has_value()) break;
    ++steps_;
    auto step = std::make_shared<LaneStep>(queue_, line_, *lease,
                                           options.limits, options.give_up);
    After(absl::ZeroDuration(), Seen::kKilledBeforeSeal,
          [this, step, lane = lease->lane] { Take(step, lane); });
  }
  if (timer_ || retiring_ || steps_ == options.senders) return;
  timer_ = true;
  After(core_.Nap(Steady(), kLongestNap), std::nullopt, [this] {
    timer_ = false;
    Wake();
  });
}

void Process::Take(const Step& step, int16_t lane) {
  const bool taken = step->Take();
  if (!alive_) return;
  if (!taken) return End(step, lane);
  After(kMoment * stage_.dice.Uniform(), Seen::kKilledAfterSealBeforeSend,
        [this, step, lane] { Send(step, lane); });
}

void Process::Send(const Step& step, int16_t lane) {
  const bool answered = step->Send(core_.LeaseFresh(Steady()));
  After(line_.took(), Seen::kKilledAfterSendBeforeSettle,
        [this, step, lane, answered] {
          if (answered) {
            Record(step, lane);
          } else {
            End(step, lane);
          }
        });
}

void Process::Record(const Step& step, int16_t lane) {
  step->Record();
  if (!alive_) return;
  After(kMoment * stage_.dice.Uniform(), std::nullopt,
        [this, step, lane] { End(step, lane); });
}

void Process::End(const Step& step, int16_t lane) {
  --steps_;
  const StepEnd end = step->result().end;
  if (end == StepEnd::kLeaseLost) stage_.tally.Count(Seen::kLeaseLost);
  if (end == StepEnd::kBrokenUp) stage_.tally.Count(Seen::kBatchBrokenUp);
  stage_.tally.Count(Seen::kGivenUpUnanswered, step->result().unanswered);
  if (end == StepEnd::kSettled && !step->result().detail.empty()) {
    stage_.tally.Count(Seen::kGivenUpRefusedWhole, step->result().refused);
  }
  stage_.tally.Count(Seen::kDelivered,
                     step->result().confirmed + step->result().refused);
  const bool kept = stage_.bug == DriverBug::kKeepLaneAfterFault &&
                    end == StepEnd::kStoreFault;
  if (!kept) core_.OnStep(lane, step->result(), Steady());
  if (end == StepEnd::kTransient && core_.Status(Steady()).breaker_open) {
    stage_.tally.Count(Seen::kBreakerOpened);
  }
  if (retiring_) return Retire();
  Wake();
}

void Process::Retire() {
  if (!alive_) return;
  retiring_ = true;
  if (steps_ > 0) return;
  queue_.Release(stage_.destination, owner_).IgnoreError();
  Kill();
}

}  // namespace trivsel::simulation
