// The RPC that streams receipts: WatchReceipts.
#ifndef TRIVSEL_GATEWAY_INGEST_WATCH_RPCS_H_
#define TRIVSEL_GATEWAY_INGEST_WATCH_RPCS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <utility>

#include "gateway/ingest/caller_gate.h"
#include "gateway/ingest/guard.h"
#include "gateway/ingest/receipt_hub.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Thread safe.
class WatchRpcs {
 public:
  static constexpr int kMaxReports = 1000;

  // All must outlive it. `standard_url`: as of ReadRpcs.
  WatchRpcs(const Guard& guard, CallerGate& gate, ReceiptHub& hub,
            std::string standard_url)
      : guard_(guard),
        gate_(gate),
        hub_(hub),
        standard_url_(std::move(standard_url)) {}

  grpc::ServerWriteReactor<trivsel::gateway::v1::WatchReceiptsResponse>*
  WatchReceipts(grpc::CallbackServerContext* context,
                const trivsel::gateway::v1::WatchReceiptsRequest* request);

 private:
  const Guard& guard_;
  CallerGate& gate_;
  ReceiptHub& hub_;
  const std::string standard_url_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_WATCH_RPCS_H_
