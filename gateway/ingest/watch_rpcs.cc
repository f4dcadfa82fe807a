#include "gateway/ingest/watch_rpcs.h"

#include "gateway/ingest/grpc_status.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

grpc::ServerWriteReactor<v1::WatchReceiptsResponse>* WatchRpcs::WatchReceipts(
    grpc::CallbackServerContext* context,
    const v1::WatchReceiptsRequest* request) {
  Guard::Verdict verdict = guard_.Check(*context);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  const bool too_many = request->report_ids_size() > kMaxReports;
  int32_t submitter = 0;
  if (refusal == nullptr) {
    submitter =
        std::get<std::shared_ptr<const access::Caller>>(verdict)->submitter_id;
  }
  auto watch = ReceiptWatch::Make(
      submitter, {request->report_ids().begin(), request->report_ids().end()});
  if (refusal != nullptr) {
    watch->End(ToGrpcStatus(*refusal));
  } else if (too_many) {
    watch->End(ToGrpcStatus({v1::ERROR_REASON_BATCH_SIZE}));
  } else if (!hub_.Add(watch)) {
    watch->End(ToGrpcStatus({v1::ERROR_REASON_OVERLOADED, absl::Seconds(1)}));
  }
  return watch.get();
}

}  // namespace trivsel::gateway::ingest
