// Bounds what is submitted and not yet answered.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_FLOW_CONTROL_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_FLOW_CONTROL_CONNECTION_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "client-sdk/internal/forwarding_connection.h"

namespace trivsel::client::internal {

// A report larger than the limit of bytes is let in when nothing else is out.
class FlowControlConnection final : public ForwardingConnection {
 public:
  FlowControlConnection(std::shared_ptr<Connection> inner,
                        const FlowControlOptions& options,
                        std::shared_ptr<TimeSource> time)
      : ForwardingConnection(std::move(inner)),
        options_(options),
        time_(std::move(time)),
        state_(std::make_shared<State>()) {}

  void Submit(SubmitParams params, SubmitCallback done) override;

 private:
  // Shared with the callbacks, which may outlive this layer.
  struct State {
    std::mutex mutex;
    std::condition_variable freed;
    size_t reports = 0;
    size_t bytes = 0;

    void Release(size_t size);
  };

  bool HasRoom(size_t bytes) const;
  absl::Status Acquire(size_t bytes, absl::Time deadline);

  const FlowControlOptions options_;
  const std::shared_ptr<TimeSource> time_;
  const std::shared_ptr<State> state_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_FLOW_CONTROL_CONNECTION_H_
