// Feeds the WatchReceipts streams: looks for what has been settled when it is
// told of something, and every half second (another gateway may have settled
// it).
#ifndef TRIVSEL_GATEWAY_INGEST_RECEIPT_HUB_H_
#define TRIVSEL_GATEWAY_INGEST_RECEIPT_HUB_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/ingest/receipt_watch.h"
#include "gateway/queue/report_reader.h"

namespace trivsel::gateway::ingest {

// Thread safe. One thread reads for all streams.
class ReceiptHub {
 public:
  static constexpr size_t kMaxWatches = 256;

  // `reader` must outlive it.
  explicit ReceiptHub(const queue::ReportReader& reader);
  ~ReceiptHub();

  // False when there are as many as may be, in all or of one submitter, or
  // after Stop().
  [[nodiscard]] bool Add(std::shared_ptr<ReceiptWatch> watch);
  // Something has been settled. Cheap.
  void Poke();
  // Ends all streams with SHUTTING_DOWN.
  void Stop();

 private:
  void Run();

  const queue::ReportReader& reader_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::shared_ptr<ReceiptWatch>> watches_;
  bool poked_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RECEIPT_HUB_H_
