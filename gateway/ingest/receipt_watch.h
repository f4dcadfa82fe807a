// One WatchReceipts stream.
#ifndef TRIVSEL_GATEWAY_INGEST_RECEIPT_WATCH_H_
#define TRIVSEL_GATEWAY_INGEST_RECEIPT_WATCH_H_

#include <grpcpp/support/server_callback.h>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/access/caller.h"
#include "gateway/ingest/call_limit.h"
#include "gateway/ingest/refusal.h"
#include "gateway/queue/report_reader.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Writes what it is given, one message at a time. Lives until gRPC is done
// with it. Thread safe; only the hub calls Follow().
class ReceiptWatch final : public grpc::ServerWriteReactor<
                               trivsel::gateway::v1::WatchReceiptsResponse> {
 public:
  using CallerPtr = std::shared_ptr<const access::Caller>;
  // The caller as it is now, or why it is so no longer.
  using Recheck =
      std::function<std::variant<CallerPtr, Refusal>(const access::Caller&)>;

  // `wanted`: ends when all of these are settled; empty: never by itself.
  // `standard_url`: as of ReadRpcs.
  static std::shared_ptr<ReceiptWatch> Make(CallerPtr caller, Recheck recheck,
                                            std::vector<std::string> wanted,
                                            std::string standard_url);
  // Its seat among the submitter's calls, until it ends. Before anything else
  // is done with it.
  void Seat(CallLimit::Ticket ticket) { seat_ = std::move(ticket); }
  int32_t submitter() const { return submitter_; }  // whose it is

  // Reads on from where it was and writes what there is. Does nothing while
  // the caller has not yet taken what was written before: a slow caller slows
  // only itself. Ends the stream when the caller is no longer let in: its
  // token has ended, its certificate was revoked, the agreement is over.
  absl::Status Follow(const queue::ReportReader& reader);

  // Ends the stream, after what is still to be written.
  void End(grpc::Status status);
  bool ended() const;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  ReceiptWatch(CallerPtr caller, Recheck recheck,
               std::vector<std::string> wanted, std::string standard_url)
      : recheck_(std::move(recheck)),
        standard_url_(std::move(standard_url)),
        submitter_(caller->submitter_id),
        caller_(std::move(caller)),
        wanted_(wanted.begin(), wanted.end()),
        all_(wanted.empty()) {}

  // False: it is not, and the stream ends.
  bool IsStillLetIn();
  // Ends the stream, and what has not been written is not written any more.
  void Cut(grpc::Status status);
  // Where to begin; and what of the wanted is settled already.
  absl::Status Begin(const queue::ReportReader& reader);
  void Offer(std::vector<queue::StoredReport> reports);
  bool busy() const;
  void WriteNext();  // under the lock

  const Recheck recheck_;
  const std::string standard_url_;
  const int32_t submitter_;
  CallerPtr caller_;              // the hub's
  std::set<std::string> wanted_;  // not settled yet; the hub's
  const bool all_;
  std::optional<queue::ReceiptPosition> position_;  // the hub's

  mutable std::mutex mutex_;
  std::deque<trivsel::gateway::v1::WatchReceiptsResponse> outbox_;
  CallLimit::Ticket seat_;
  bool began_ = false;  // initial metadata are on their way
  bool writing_ = false;
  bool finished_ = false;
  std::optional<grpc::Status> end_;
  std::shared_ptr<ReceiptWatch> self_;  // until OnDone
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RECEIPT_WATCH_H_
