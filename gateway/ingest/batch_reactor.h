// One SubmitReports: from its headers to its answer.
//
// Whoever sends three times what can be taken is refused two calls of three,
// and a batch is some hundred kilobytes. What is known without it (who is
// calling, that its share is used up) is said before it is received.
#ifndef TRIVSEL_GATEWAY_INGEST_BATCH_REACTOR_H_
#define TRIVSEL_GATEWAY_INGEST_BATCH_REACTOR_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string_view>

#include "gateway/access/caller.h"
#include "gateway/ingest/admission.h"
#include "gateway/ingest/caller_gate.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/ingest/intake.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::ingest {

// Answered when the last of its reports is. Never blocks a gRPC thread; lives
// until gRPC is done with it.
class BatchReactor final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // What it goes through. All must outlive it.
  struct Parts {
    const Guard& guard;
    CallerGate& gate;
    Intake& intake;
    Admission& admission;
    Executor& workers;
    telemetry::Metrics& metrics;
  };

  BatchReactor(const Parts& parts, const grpc::CallbackServerContext& context);
  ~BatchReactor() override;

  // Refuses it, or has it received. Once. `method`: its full name.
  void Begin(std::string_view method);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  // Its reports and what is said of each.
  struct Batch;

  // Through the limits of the caller's submitter, then those of the gateway.
  std::optional<Refusal> Enter(int reports);
  void Judge();
  void Answer(int index, Intake::Answer answer);
  void OneLess();
  // Ends the call. `counted`: the metrics know of it.
  void Refuse(const Refusal& refusal, bool counted = false);
  // Before the answer, which the caller may follow with its next call at once.
  void GiveBackRoom();

  const Parts parts_;
  const grpc::CallbackServerContext& context_;
  std::shared_ptr<const access::Caller> caller_;
  CallLimit::Ticket seat_;
  std::optional<Admission::Ticket> admitted_;
  grpc::ByteBuffer bytes_;
  std::unique_ptr<Batch> batch_;
  std::atomic<int> unanswered_{0};
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_BATCH_REACTOR_H_
