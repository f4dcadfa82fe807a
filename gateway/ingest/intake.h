// The way of one report from a door to the disk. Knows nothing of gRPC: every
// door uses it.
#ifndef TRIVSEL_GATEWAY_INGEST_INTAKE_H_
#define TRIVSEL_GATEWAY_INGEST_INTAKE_H_

#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "gateway/access/caller.h"
#include "gateway/ingest/judge_pool.h"
#include "gateway/ingest/refusal.h"
#include "gateway/queue/report_sink.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"
#include "trivsel/gateway/v1/receipt.pb.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Thread safe.
class Intake {
 public:
  using Answer = std::variant<trivsel::gateway::v1::Receipt, Refusal>;
  // Called once, on any thread; must not block.
  using Done = std::function<void(Answer)>;
  // Leaves a lasting trace of a report that was for another's municipality.
  // Must not block.
  using DenialTrace = std::function<void(const access::Caller& caller,
                                         const std::string& report_id)>;

  // All must outlive it.
  Intake(const RuleShelf& shelf, queue::ReportSink& sink, const Clock& clock,
         telemetry::Metrics& metrics, DenialTrace trace_denial)
      : judges_(shelf),
        sink_(sink),
        clock_(clock),
        metrics_(metrics),
        trace_denial_(std::move(trace_denial)) {}

  // Judges the submission, stores it and calls `done`. Takes the content out
  // of `submission`; it is not used after the return.
  void Submit(trivsel::gateway::v1::Submission* submission,
              const access::Caller& caller, Done done);

  // For those who can put off Submit; see ReportSink.
  void AwaitRoom() { sink_.AwaitRoom(); }

  // Judges only. The receipt says what Submit would say, without a time.
  Answer DryRun(trivsel::gateway::v1::Submission* submission,
                const access::Caller& caller, bool strict);

 private:
  struct Waiting;
  static bool IsAnothers(const Waiting& waiting,
                         const queue::Committed& committed);
  void Settle(Waiting* waiting, absl::StatusOr<queue::Committed> committed);

  JudgePool judges_;
  queue::ReportSink& sink_;
  const Clock& clock_;
  telemetry::Metrics& metrics_;
  const DenialTrace trace_denial_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_INTAKE_H_
