#include "gateway/ingest/watch_rpcs.h"

#include <utility>

#include "gateway/ingest/grpc_status.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

grpc::ServerWriteReactor<v1::WatchReceiptsResponse>* WatchRpcs::WatchReceipts(
    grpc::CallbackServerContext* context,
    const v1::WatchReceiptsRequest* request) {
  Guard::Verdict verdict = guard_.Check(*context);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  std::variant<CallLimit::Ticket, Refusal> entered;
  int32_t submitter = 0;
  if (refusal == nullptr) {
    const access::Caller& caller =
        *std::get<std::shared_ptr<const access::Caller>>(verdict);
    submitter = caller.submitter_id;
    entered = gate_.Enter(caller, request->ByteSizeLong());
    refusal = std::get_if<Refusal>(&entered);
  }
  auto watch = ReceiptWatch::Make(
      submitter, {request->report_ids().begin(), request->report_ids().end()});
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
