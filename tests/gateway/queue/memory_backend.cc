#include "gateway/system/clock.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/queue_backend.h"
#include "tests/support/memory_lane_queue.h"
#include "tests/support/memory_report_sink.h"

namespace trivsel::gateway::queue {
namespace {

class MemoryBackend final : public QueueBackend {
 public:
  MemoryBackend()
      : store_(clock_),
        destination_(store_.OpenDestination("national")),
        queue_(&store_, &link_, &clock_),
        other_queue_(&store_, &link_, &clock_),
        sink_(&store_, &link_, SinkOptions()),
        other_sink_(&store_, &link_, SinkOptions()) {}

  int32_t destination() const override { return destination_; }
  absl::StatusOr<int32_t> OpenDestination(std::string_view name) override {
    return store_.OpenDestination(name);
  }
  LaneQueue& queue() override { return queue_; }
  LaneQueue& other_queue() override { return other_queue_; }

  std::vector<absl::StatusOr<Committed>> Commit(std::vector<Draft> drafts,
                                                bool second) override {
    std::vector<std::future<absl::StatusOr<Committed>>> answers;
    for (Draft& draft : drafts) {
      answers.push_back(
          SubmitTo(second ? &other_sink_ : &sink_, std::move(draft)));
    }
    link_.Pump();
    std::vector<absl::StatusOr<Committed>> outcomes;
    for (auto& answer : answers) outcomes.push_back(answer.get());
    return outcomes;
  }
  uint64_t LanesTold() override { return std::exchange(lanes_, 0); }

  void Poison(const std::string& report_id) override {
    store_.Poison(report_id);
  }
  void FailSeals(bool fail) override {
    link_.Break(fail ? std::optional(trivsel::testing::Statement::kSeal)
                     : std::nullopt);
  }
  void Expire(const std::string& owner) override { store_.Expire(owner); }

  int64_t StoredReports() override {
    return static_cast<int64_t>(store_.reports().size());
  }
  Standing StandingOf(int64_t report_key) override {
    Standing standing;
    standing.pending = store_.IsPending(report_key, destination_);
    for (const auto& [id, batch] : store_.batches()) {
      for (const int64_t key : batch.report_keys) {
        if (key == report_key) standing.batches.push_back(id);
      }
    }
    if (const auto* receipt = store_.FindReceipt(report_key, destination_)) {
      standing.outcome = receipt->answer.outcome;
      standing.receiver_reference = receipt->answer.receiver_reference;
    }
    standing.rejections =
        static_cast<int>(store_.rejections().count(report_key));
    return standing;
  }

 private:
  trivsel::testing::MemoryReportSink::Options SinkOptions() {
    trivsel::testing::MemoryReportSink::Options options;
    options.on_committed = [this](uint64_t lanes) { lanes_ |= lanes; };
    return options;
  }

  SystemClock clock_;
  trivsel::testing::MemoryStore store_;
  trivsel::testing::DirectLink link_;
  const int32_t destination_;
  trivsel::testing::MemoryLaneQueue queue_, other_queue_;
  trivsel::testing::MemoryReportSink sink_, other_sink_;
  uint64_t lanes_ = 0;
};

}  // namespace

std::unique_ptr<QueueBackend> NewMemoryBackend() {
  return std::make_unique<MemoryBackend>();
}

}  // namespace trivsel::gateway::queue
