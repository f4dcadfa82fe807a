#include "gateway/ingest/caller_gate.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;

int32_t Either(int32_t own, int32_t otherwise) {
  return own > 0 ? own : otherwise;
}

}  // namespace

Refusal CallerGate::Counted(Refusal refusal) {
  metrics_.Refused(ReasonName(refusal.reason));
  return refusal;
}

std::optional<Refusal> CallerGate::Weigh(const access::Caller& caller,
                                         size_t message_bytes) {
  const int32_t most =
      Either(caller.limits.message_bytes, defaults_.message_bytes);
  if (most <= 0 || message_bytes <= static_cast<size_t>(most)) {
    return std::nullopt;
  }
  Refusal refusal{v1::ERROR_REASON_MESSAGE_TOO_LARGE};
  refusal.metadata = {{"limit_bytes", absl::StrCat(most)},
                      {"found_bytes", absl::StrCat(message_bytes)}};
  return Counted(std::move(refusal));
}

std::variant<CallLimit::Ticket, Refusal> CallerGate::Sit(
    const access::Caller& caller) {
  const int32_t limit =
      Either(caller.limits.concurrent_calls, defaults_.concurrent_calls);
  auto entered = calls_.Enter(ShareOf(caller), limit);
  if (const auto* full = std::get_if<CallLimit::Full>(&entered)) {
    // Nobody knows when a call ends; spread.
    Refusal refusal{
        v1::ERROR_REASON_CONCURRENCY_EXCEEDED,
        absl::Milliseconds(50) + random_.Uniform() * absl::Milliseconds(450)};
    refusal.metadata = {{"limit_calls", absl::StrCat(limit)},
                        {"found_calls", absl::StrCat(full->held)}};
    return Counted(std::move(refusal));
  }
  return std::get<CallLimit::Ticket>(std::move(entered));
}

std::optional<Refusal> CallerGate::Charge(const access::Caller& caller,
                                          size_t message_bytes,
                                          int64_t reports) {
  auto refusal = Weigh(caller, message_bytes);
  return refusal ? std::move(refusal) : Take(caller, reports);
}

std::variant<CallLimit::Ticket, Refusal> CallerGate::Enter(
    const access::Caller& caller, size_t message_bytes, int64_t reports) {
  if (auto refusal = Weigh(caller, message_bytes)) return *std::move(refusal);
  auto seat = Sit(caller);
  if (std::holds_alternative<Refusal>(seat)) return seat;
  if (auto refusal = Take(caller, reports)) return *std::move(refusal);
  return seat;
}

int32_t CallerGate::RateOf(const access::Caller& caller) const {
  return Either(caller.limits.reports_per_second, defaults_.reports_per_second);
}

std::optional<Refusal> CallerGate::Take(const access::Caller& caller,
                                        int64_t reports) {
  const int32_t per_second = RateOf(caller);
  if (reports <= 0 || per_second <= 0) return std::nullopt;
  const auto excess = rate_.Take(ShareOf(caller), per_second, reports);
  if (!excess) return std::nullopt;
  Refusal refusal{v1::ERROR_REASON_RATE_EXCEEDED, excess->retry_after};
  refusal.metadata = {{"limit_reports_per_second", absl::StrCat(per_second)},
                      {"found_reports_ahead", absl::StrCat(excess->ahead)},
                      {"reports_in_call", absl::StrCat(reports)}};
  return Counted(std::move(refusal));
}

void CallerGate::GiveBack(const access::Caller& caller, int64_t reports) {
  if (RateOf(caller) > 0) rate_.GiveBack(ShareOf(caller), reports);
}

}  // namespace trivsel::gateway::ingest
