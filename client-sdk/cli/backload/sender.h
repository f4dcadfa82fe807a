// Sends reports in batches, several on their way at one time, each child's in
// order, and again until the gateway has answered.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SENDER_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SENDER_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client-sdk/cli/backload/child_order.h"
#include "client-sdk/cli/backload/link_watch.h"
#include "trivsel/client/connection.h"

namespace trivsel::cli::backload {

struct SenderOptions {
  int in_flight = 8;           // requests on their way at one time
  size_t batch_reports = 100;  // a request's size at most, but one report
  size_t batch_bytes = 512 * 1024;
  // Read and not yet answered; more children to choose from, more memory.
  size_t window_reports = 20'000;
  size_t window_bytes = 32 * 1024 * 1024;
  // How long a request that is not full waits for more.
  absl::Duration hold = absl::Milliseconds(5);
  absl::Duration deadline = absl::Seconds(60);  // of one attempt
  client::RetryOptions retry;
};

// Threads of its own. Add from one thread; the rest from any.
class Sender {
 public:
  // Called on the sender's threads, once for each parcel, without its
  // submission; several at one time.
  using Answer = std::function<void(
      const Parcel&, const absl::StatusOr<gateway::v1::Receipt>&)>;

  enum class End {
    kDone,         // every parcel has its answer
    kInterrupted,  // Stop was called
    kGaveUp,       // no answer for too long
    kRefused,      // the gateway knows us not: no report will fare better
  };

  // `connection` must not repeat by itself; `link` must outlive this.
  Sender(SenderOptions options, std::shared_ptr<client::Connection> connection,
         LinkWatch* link, Answer answer);
  // Stops.
  ~Sender();

  // Waits for room. false: it was not taken, since sending has ended.
  bool Add(Parcel parcel);
  // Nothing more comes; waits until all are answered or sending has ended.
  // What has no answer then was not told about.
  End Finish();
  // Sends nothing more; what is on its way is still answered.
  void Stop() { StopFor(End::kInterrupted); }

  bool stopped() const;
  // The answer that ended it, if kGaveUp or kRefused.
  absl::Status last_error() const;
  // Added and not answered.
  size_t unanswered() const;

 private:
  void Work();
  void StopFor(End why, const absl::Status& error = absl::OkStatus());
  std::vector<Parcel> NextBatch();
  bool MaySend() const;
  void SendUntilAnswered(std::vector<Parcel> batch);
  // Tells about the answers; what must be sent again stays in `batch`, and
  // the request with it.
  absl::Status Sort(std::vector<Parcel>* batch,
                    client::SubmitBatchParams* params,
                    const client::Outcomes& outcomes);
  void Settle(const Parcel& parcel,
              const absl::StatusOr<gateway::v1::Receipt>& outcome);
  // false: sending has ended meanwhile.
  bool Sleep(absl::Duration delay);

  const SenderOptions options_;
  const std::shared_ptr<client::Connection> connection_;
  LinkWatch* const link_;
  const Answer answer_;

  mutable std::mutex mutex_;
  std::condition_variable work_;     // something may be sent, or it has ended
  std::condition_variable end_now_;  // it has ended
  std::condition_variable room_;     // something was answered, or it has ended
  ChildOrder order_;
  size_t unanswered_ = 0;
  size_t unanswered_bytes_ = 0;
  int sending_ = 0;  // batches
  bool finishing_ = false;
  bool stopped_ = false;
  End end_ = End::kDone;
  absl::Status last_error_;
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SENDER_H_
