#include "gateway/ingest/watch_rpcs.h"

#include <utility>

#include "gateway/ingest/grpc_status.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;
using CallerPtr = std::shared_ptr<const access::Caller>;

namespace {

constexpr char kWatchReceipts[] =
    "trivsel.gateway.v1.ReportService.WatchReceipts";

}  // namespace

grpc::ServerWriteReactor<v1::WatchReceiptsResponse>* WatchRpcs::WatchReceipts(
    grpc::CallbackServerContext* context,
    const v1::WatchReceiptsRequest* request) {
  Guard::Verdict verdict = guard_.Check(*context, kWatchReceipts);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  auto caller = std::make_shared<const access::Caller>();
  std::variant<CallLimit::Ticket, Refusal> entered;
  if (refusal == nullptr) {
    caller = std::get<CallerPtr>(verdict);
    entered = gate_.Enter(*caller, request->ByteSizeLong());
    refusal = std::get_if<Refusal>(&entered);
  }
  auto watch = ReceiptWatch::Make(
      std::move(caller),
      [this](const access::Caller& known) { return guard_.Recheck(known); },
      {request->report_ids().begin(), request->report_ids().end()},
      standard_url_);
  if (refusal != nullptr) {
    watch->End(ToGrpcStatus(*refusal));
    return watch.get();
  }
  watch->Seat(std::get<CallLimit::Ticket>(std::move(entered)));
  if (request->report_ids_size() > kMaxReports) {
    watch->End(ToGrpcStatus({v1::ERROR_REASON_BATCH_SIZE}));
  } else if (!hub_.Add(watch)) {
    watch->End(ToGrpcStatus({v1::ERROR_REASON_OVERLOADED, absl::Seconds(1)}));
  }
  return watch.get();
}

}  // namespace trivsel::gateway::ingest
