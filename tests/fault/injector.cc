#include "tests/fault/injector.h"

#include <signal.h>

#include <algorithm>

namespace trivsel::fault {
namespace {

constexpr auto kStealEvery = milliseconds(60);
constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr auto kStopPatience = std::chrono::seconds(5);

std::string Mode(const std::string& mode, const std::string& rest) {
  return R"({"mode":")" + mode + "\"," + rest + "}";
}

std::string Probability(int percent) {
  return R"("probability":)" + std::to_string(percent / 100.0);
}

}  // namespace

Injector::Injector(const Plan& plan, const std::string& database,
                   PostgresHost* postgres, Scene* scene,
                   const std::string& log_file)
    : database_(database),
      postgres_(*postgres),
      scene_(*scene),
      log_(log_file) {
  for (const Fault& fault : plan.faults) turns_.push_back({fault});
}

bool Injector::Prepare(const std::string& poison) {
  if (poison.empty()) return true;
  poisoned_ = true;
  return postgres_.Run(
      database_,
      "create function poison() returns trigger language plpgsql as $$ begin "
      "if new.report_id = '" +
          poison +
          "' then raise exception 'poison'; end if; return new; end $$; "
          "create trigger poison before insert on report "
          "for each row execute function poison()");
}

void Injector::Say(milliseconds now, const std::string& what) {
  log_ << now.count() << " ms: " << what << std::endl;
}

// Asked for a fast stop while it recovers from a killed backend, PostgreSQL 15
// waits for ever for a checkpointer that nobody told to end. Whoever stops a
// server (pg_ctl, a service manager) then stops it hard: so do we.
void Injector::EndStuckStop() {
  if (asked_to_stop_ == 0) return;
  if (postgres_.postmaster() != asked_to_stop_) {
    asked_to_stop_ = 0;
  } else if (std::chrono::steady_clock::now() - asked_at_ > kStopPatience) {
    log_ << "PostgreSQL did not end its fast stop: an immediate one"
         << std::endl;
    kill(asked_to_stop_, SIGQUIT);
    asked_to_stop_ = 0;
  }
}

void Injector::Tick(milliseconds now) {
  EndStuckStop();
  for (Turn& turn : turns_) {
    if (!turn.begun && turn.fault.at <= now) {
      turn.begun = true;
      const bool bit = Begin(turn.fault);
      if (bit) ++done_[turn.fault.kind];
      Say(now, turn.fault.ToString() + (bit ? "" : " (nothing to do)"));
    }
    if (turn.begun && !turn.mended &&
        turn.fault.kind == FaultKind::kStealLeases && turn.again_at <= now) {
      turn.again_at = now + kStealEvery;
      StealLeases(turn.fault);
    }
    if (turn.begun && !turn.mended && turn.fault.at + turn.fault.lasts <= now) {
      turn.mended = true;
      Mend(turn.fault);
      Say(now, "over: " + turn.fault.ToString());
    }
  }
}

void Injector::DropPoison() {
  poisoned_ =
      !postgres_.Run(database_, "drop trigger if exists poison on report");
}

void Injector::MendRest() {
  EndStuckStop();
  if (poisoned_) DropPoison();
}

bool Injector::over() const {
  return std::all_of(turns_.begin(), turns_.end(),
                     [](const Turn& turn) { return turn.mended; });
}

void Injector::MendAll(milliseconds now) {
  for (Turn& turn : turns_) {
    if (turn.begun && !turn.mended) Mend(turn.fault);
    turn.begun = turn.mended = true;
  }
  scene_.Heal();
  scene_.SetReceiverMode(Mode("normal", Probability(100)));
  Say(now, "all is mended");
}

bool Injector::Begin(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kKillGateway:
      return scene_.KillGateway(fault.gateway, fault.lasts);
    case FaultKind::kTermGateway:
      return scene_.TermGateway(fault.gateway, fault.lasts);
    case FaultKind::kFreezeGateway:
      return scene_.FreezeGateway(fault.gateway, true);
    case FaultKind::kClockJump:
      scene_.SetClock(fault.gateway, milliseconds(fault.amount));
      return true;
    case FaultKind::kKillReceiver:
      return scene_.KillReceiver(fault.lasts);
    case FaultKind::kFreezeReceiver:
      return scene_.FreezeReceiver(true);
    case FaultKind::kReceiverSlow:
    case FaultKind::kReceiverFails:
    case FaultKind::kReceiverRejects:
    case FaultKind::kReceiverLosesAnswers:
    case FaultKind::kReceiverAnswersInPart:
      return BeginOfReceiver(fault);
    case FaultKind::kReset:
    case FaultKind::kResetAfter:
    case FaultKind::kRefuse:
    case FaultKind::kBlackHole:
    case FaultKind::kHalfOpen:
    case FaultKind::kDelay:
    case FaultKind::kThrottle:
      return BeginOfNetwork(fault);
    default:
      return BeginOfPostgres(fault);
  }
}

bool Injector::BeginOfReceiver(const Fault& fault) {
  const std::string chance = Probability(fault.amount);
  switch (fault.kind) {
    case FaultKind::kReceiverSlow:
      return scene_.SetReceiverMode(
          Mode("slow", R"("delay_ms":)" + std::to_string(fault.amount)));
    case FaultKind::kReceiverFails:
      return scene_.SetReceiverMode(Mode("fail", chance));
    case FaultKind::kReceiverRejects:
      return scene_.SetReceiverMode(Mode("reject", chance));
    case FaultKind::kReceiverLosesAnswers:
      return scene_.SetReceiverMode(Mode("lose-answer", chance));
    default:
      return scene_.SetReceiverMode(Mode("partial", chance));
  }
}

bool Injector::BeginOfPostgres(const Fault& fault) {
  const pid_t postmaster = postgres_.postmaster();
  const auto signal = [postmaster](int number) {
    return postmaster > 0 && kill(postmaster, number) == 0;
  };
  switch (fault.kind) {
    case FaultKind::kKillPostmaster:
      return signal(SIGKILL);
    case FaultKind::kStopImmediate:
      return signal(SIGQUIT);
    case FaultKind::kRestartPostgres:
      asked_to_stop_ = postmaster;
      asked_at_ = std::chrono::steady_clock::now();
      return signal(SIGINT);
    case FaultKind::kKillBackend:
      return KillBackend(fault);
    case FaultKind::kDiskFull:
      if (!postgres_.has_small_disk()) return false;
      postgres_.FillDisk(fault.amount * 1024);
      return true;
    case FaultKind::kPinSnapshot:
      return Pin();
    case FaultKind::kExhaustConnections:
      return Exhaust(fault);
    case FaultKind::kStealLeases:
      return StealLeases(fault);
    default:  // the poison is in the database already
      return true;
  }
}

bool Injector::KillBackend(const Fault& fault) {
  const std::vector<pid_t> backends = postgres_.Backends(database_);
  if (backends.empty()) return false;
  const size_t chosen = static_cast<size_t>(fault.amount) % backends.size();
  return kill(backends[chosen], SIGKILL) == 0;
}

bool Injector::Pin() {
  if (pin_ != nullptr) return false;
  pin_ = postgres_.Connect(database_);
  return pin_ != nullptr &&
         pin_->Run("pin",
                   "begin isolation level repeatable read;"
                   "select pg_current_xact_id(); select count(*) from pending",
                   kPatience)
             .ok();
}

// The gateways lose theirs and find that others were faster.
bool Injector::Exhaust(const Fault& fault) {
  if (!taken_.empty()) return false;
  postgres_.Run(database_,
                "select pg_terminate_backend(pid) from pg_stat_activity where "
                "application_name like 'trivsel%' and pid % 100 < " +
                    std::to_string(fault.amount));
  while (taken_.size() < 200) {
    auto connection = postgres_.Connect(database_);
    if (connection == nullptr) break;
    taken_.push_back(std::move(connection));
  }
  return !taken_.empty();
}

bool Injector::StealLeases(const Fault& fault) {
  auto connection = postgres_.Connect(database_);
  return connection != nullptr &&
         connection
             ->Run("steal",
                   "update lane set lease_until = now() - interval '1 second' "
                   "where owner is not null and random() * 100 < " +
                       std::to_string(fault.amount),
                   kPatience)
             .ok();
}

bool Injector::BeginOfNetwork(const Fault& fault) {
  testing::TcpGate& gate = scene_.Gate(fault.gateway, fault.wire);
  testing::GateBehaviour behaviour;
  switch (fault.kind) {
    case FaultKind::kReset:
      gate.ResetAll();
      return true;
    case FaultKind::kHalfOpen:
      gate.ForsakeAll();
      return true;
    case FaultKind::kResetAfter:
      behaviour.reset_after = fault.amount;
      break;
    case FaultKind::kRefuse:
      behaviour.refuse = true;
      gate.ResetAll();
      break;
    case FaultKind::kBlackHole:
      behaviour.black_hole = true;
      break;
    case FaultKind::kDelay:
      behaviour.delay = milliseconds(fault.amount / 8);
      behaviour.jitter = milliseconds(fault.amount);
      break;
    default:
      behaviour.bytes_per_second = fault.amount;
      break;
  }
  gate.Set(behaviour);
  return true;
}

void Injector::Mend(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kFreezeGateway:
      scene_.FreezeGateway(fault.gateway, false);
      return;
    case FaultKind::kClockJump:
      scene_.SetClock(fault.gateway, milliseconds(0));
      return;
    case FaultKind::kFreezeReceiver:
      scene_.FreezeReceiver(false);
      return;
    case FaultKind::kReceiverSlow:
    case FaultKind::kReceiverFails:
    case FaultKind::kReceiverRejects:
    case FaultKind::kReceiverLosesAnswers:
    case FaultKind::kReceiverAnswersInPart:
      scene_.SetReceiverMode(Mode("normal", Probability(100)));
      return;
    case FaultKind::kDiskFull:
      postgres_.FreeDisk();
      return;
    case FaultKind::kPinSnapshot:
      pin_ = nullptr;
      return;
    case FaultKind::kExhaustConnections:
      taken_.clear();
      return;
    case FaultKind::kPoisonRow:
      DropPoison();
      return;
    case FaultKind::kReset:
      scene_.Gate(fault.gateway, fault.wire).ResetAll();
      return;
    case FaultKind::kResetAfter:
    case FaultKind::kRefuse:
    case FaultKind::kBlackHole:
    case FaultKind::kDelay:
    case FaultKind::kThrottle:
      scene_.Gate(fault.gateway, fault.wire).Set({});
      return;
    default:  // started again by who looks after it
      return;
  }
}

}  // namespace trivsel::fault
