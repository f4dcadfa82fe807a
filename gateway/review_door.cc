#include "gateway/review_door.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "gateway/ingest/grpc_status.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
namespace v1 = trivsel::gateway::v1;

constexpr absl::Duration kFoldEvery = absl::Seconds(5);

rpc::OperatorRpcs RpcsOf(const ReviewDoor::Parts& parts) {
  using Who = rpc::OperatorRpcs::Who;
  auto guard =
      [&guard = parts.guard](
          const grpc::CallbackServerContext& context,
          const std::string& method) -> std::variant<Who, grpc::Status> {
    // Its methods differ in whom they are for.
    const ingest::Guard::Verdict verdict = guard.Check(
        context,
        absl::StrCat(v1::ReviewService::service_full_name(), ".", method));
    if (const auto* refusal = std::get_if<ingest::Refusal>(&verdict)) {
      return ingest::ToGrpcStatus(*refusal);
    }
    // Null for who is no operator: refused behind this, too.
    return std::get<std::shared_ptr<const access::Caller>>(verdict)->rights;
  };
  auto run = [&workers = parts.workers](std::function<void()> work) {
    return workers.Run(ingest::Share{}, std::move(work));
  };
  auto on_fault = [](const absl::Status& status) {
    Log(LogLevel::kWarning, "review_call_failed",
        {{"code", absl::StatusCodeToString(status.code())}});
  };
  return {std::move(guard), std::move(run), review::kReviewFaults,
          std::move(on_fault)};
}

}  // namespace

ReviewDoor::ReviewDoor(const Parts& parts,
                       std::unique_ptr<review::Reviews> reviews)
    : reviews_(std::move(reviews)), service_(*reviews_, RpcsOf(parts)) {}

absl::StatusOr<std::unique_ptr<ReviewDoor>> ReviewDoor::Open(
    const Parts& parts) {
  auto reviews = review::Reviews::Create(
      {parts.pool, parts.mapping, parts.clock, parts.revalidation, parts.jobs});
  if (!reviews.ok()) return reviews.status();
  return std::unique_ptr<ReviewDoor>(
      new ReviewDoor(parts, *std::move(reviews)));
}

void ReviewDoor::FoldIfDue() {
  if (SteadyNow() < fold_at_) return;
  fold_at_ = SteadyNow() + kFoldEvery;
  // What cannot be done now is done in a while; the counts are right as well.
  reviews_->FoldCounts().IgnoreError();
}

}  // namespace trivsel::gateway
