// What one submitter may use of the gateway, whatever the load: stands behind
// the guard and before admission.
#ifndef TRIVSEL_GATEWAY_INGEST_CALLER_GATE_H_
#define TRIVSEL_GATEWAY_INGEST_CALLER_GATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "gateway/access/caller.h"
#include "gateway/ingest/call_limit.h"
#include "gateway/ingest/rate_limit.h"
#include "gateway/ingest/refusal.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::ingest {

// The caller's own limits, or the gateway's where it has none. Refusals say in
// their metadata what the limit is and what was found, and are counted here.
// Thread safe.
class CallerGate {
 public:
  // `defaults`: 0 = no limit. The rest must outlive it; the clock is one that
  // nobody sets.
  CallerGate(const access::CallerLimits& defaults, Random& random,
             const Clock& clock, telemetry::Metrics& metrics)
      : defaults_(defaults),
        random_(random),
        metrics_(metrics),
        rate_(random, clock) {}

  // A seat for the call, with so many reports taken from its rate; or
  // MESSAGE_TOO_LARGE, CONCURRENCY_EXCEEDED or RATE_EXCEEDED, and then nothing
  // is held. The gate must outlive the ticket.
  std::variant<CallLimit::Ticket, Refusal> Enter(const access::Caller& caller,
                                                 size_t message_bytes,
                                                 int64_t reports = 0);
  // The same in two steps, for a call that has not been read yet: a seat, or
  // CONCURRENCY_EXCEEDED; then what speaks against what it brings, or nothing,
  // and then so many reports are taken.
  std::variant<CallLimit::Ticket, Refusal> Sit(const access::Caller& caller);
  std::optional<Refusal> Charge(const access::Caller& caller,
                                size_t message_bytes, int64_t reports);
  // The reports of a call that was let in and is refused after all.
  void GiveBack(const access::Caller& caller, int64_t reports);

  int64_t CallsOf(int32_t submitter) const { return calls_.Held(submitter); }

 private:
  int32_t RateOf(const access::Caller& caller) const;
  std::optional<Refusal> Weigh(const access::Caller& caller,
                               size_t message_bytes);
  std::optional<Refusal> Take(const access::Caller& caller, int64_t reports);
  Refusal Counted(Refusal refusal);

  const access::CallerLimits defaults_;
  Random& random_;
  telemetry::Metrics& metrics_;
  CallLimit calls_;
  RateLimit rate_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_CALLER_GATE_H_
