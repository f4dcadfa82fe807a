#include "gateway/onward.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/delivery/national_receiver.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using delivery::StepEnd;
using telemetry::Log;
using telemetry::LogLevel;

const char* Name(StepEnd end) {
  switch (end) {
    case StepEnd::kEmpty:
      return "empty";
    case StepEnd::kSettled:
      return "settled";
    case StepEnd::kLeaseLost:
      return "lease_lost";
    case StepEnd::kStoreFault:
      return "store_fault";
    case StepEnd::kTransient:
      return "transient";
    case StepEnd::kOverloaded:
      return "overloaded";
    case StepEnd::kBatchFault:
      return "batch_fault";
    case StepEnd::kBrokenUp:
      return "broken_up";
    case StepEnd::kTurnedAway:
      return "turned_away";
    case StepEnd::kIncomplete:
      return "incomplete";
  }
  return "unknown";
}

// Unique among the gateways on one database, also after a restart.
std::string OwnerName(Random& random) {
  char host[256] = "host";
  gethostname(host, sizeof host - 1);
  return absl::StrCat(host, "/", getpid(), "/",
                      static_cast<int64_t>(random.Uniform() * 1e12));
}

delivery::DestinationConfig ReceiverOf(const DestinationConfig& config) {
  delivery::DestinationConfig receiver;
  receiver.name = config.name;
  receiver.base_url = config.url;
  receiver.ca_file = config.ca;
  receiver.certificate_file = config.cert;
  receiver.key_file = config.key;
  receiver.timeout = absl::Seconds(config.timeout_seconds);
  return receiver;
}

}  // namespace

Onward::Onward(OnwardNeeds needs)
    : needs_(std::move(needs)), owner_(OwnerName(needs_.random)) {}

absl::Status Onward::Check(const DestinationConfig& config) {
  return delivery::CheckReceiver(ReceiverOf(config));
}

absl::StatusOr<std::unique_ptr<Onward>> Onward::Start(
    const DestinationConfig& config, int32_t destination_id,
    OnwardNeeds needs) {
  std::unique_ptr<Onward> onward(new Onward(std::move(needs)));
  auto destination = delivery::MakeNationalReceiver(
      ReceiverOf(config), &onward->needs_.mapping, &onward->needs_.clock);
  if (!destination.ok()) return destination.status();
  onward->destination_ = *std::move(destination);

  delivery::DispatcherOptions options;
  options.destination_id = destination_id;
  options.owner = onward->owner_;
  options.senders = config.senders;
  options.lease_term = absl::Milliseconds(config.lane_lease_ms);
  options.look_every = std::min(options.look_every, options.lease_term / 10);
  options.limits.max_reports = config.batch_reports;
  options.limits.max_bytes = config.batch_bytes;
  options.schedule.linger = absl::Milliseconds(config.linger_ms);
  options.give_up.incomplete_answers = config.give_up_unanswered;
  options.give_up.whole_refusals = config.give_up_refused;
  onward->dispatcher_ = std::make_unique<delivery::Dispatcher>(
      &onward->needs_.lanes, onward->destination_.get(),
      &onward->dispatch_clock_, &onward->needs_.random, options,
      [self = onward.get()](const delivery::StepResult& step, int16_t lane) {
        self->Observe(step, lane);
      });
  onward->dispatcher_->Start();
  return onward;
}

void Onward::Observe(const delivery::StepResult& step, int16_t lane) {
  const std::string& name = destination_->name();
  needs_.metrics.Batch(name, Name(step.end));
  if (step.confirmed > 0) {
    needs_.metrics.Delivered(name, "confirmed", step.confirmed);
  }
  if (step.refused > 0) {
    needs_.metrics.Delivered(name, "refused", step.refused);
  }
  if (step.unanswered > 0) {
    needs_.metrics.Delivered(name, "unanswered", step.unanswered);
  }
  if (step.end == StepEnd::kSettled) {
    Log(LogLevel::kDebug, "batch_settled",
        {{"destination", name},
         {"batch", step.batch_id},
         {"lane", lane},
         {"confirmed", step.confirmed},
         {"refused", step.refused},
         {"unanswered", step.unanswered}});
    if (!step.detail.empty()) {
      // Not the receiver's decision about a report, but ours to wait no longer.
      Log(LogLevel::kWarning, "reports_given_up",
          {{"destination", name},
           {"batch", step.batch_id},
           {"refused", step.refused},
           {"unanswered", step.unanswered},
           {"cause", step.detail}});
    }
    needs_.on_settled();
    return;
  }
  Log(LogLevel::kWarning, "batch_not_delivered",
      {{"destination", name},
       {"batch", step.batch_id},
       {"lane", lane},
       {"end", Name(step.end)},
       {"cause", step.detail}});
}

void Onward::Poke(uint64_t lanes) {
  for (int16_t lane = 0; lane < queue::kLanes; ++lane) {
    if ((lanes >> lane & 1) != 0) dispatcher_->Poke(lane);
  }
}

void Onward::Stop() { dispatcher_->Stop(); }

}  // namespace trivsel::gateway
