// The RPCs that take reports: SubmitReport, SubmitReports, ValidateReports.
#ifndef TRIVSEL_GATEWAY_INGEST_SUBMIT_RPCS_H_
#define TRIVSEL_GATEWAY_INGEST_SUBMIT_RPCS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <variant>

#include "gateway/ingest/admission.h"
#include "gateway/ingest/batch_reactor.h"
#include "gateway/ingest/caller_gate.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/ingest/intake.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Thread safe; never blocks a gRPC thread.
class SubmitRpcs {
 public:
  // All must outlive it.
  SubmitRpcs(const Guard& guard, CallerGate& gate, Intake& intake,
             Admission& admission, Executor& workers,
             telemetry::Metrics& metrics)
      : guard_(guard),
        gate_(gate),
        intake_(intake),
        admission_(admission),
        workers_(workers),
        metrics_(metrics) {}

  grpc::ServerUnaryReactor* SubmitReport(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::SubmitReportRequest* request,
      trivsel::gateway::v1::SubmitReportResponse* response);
  // Of a call whose headers are there; see batch_reactor.h.
  BatchReactor* SubmitReports(grpc::CallbackServerContext* context);
  grpc::ServerUnaryReactor* ValidateReports(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::ValidateReportsRequest* request,
      trivsel::gateway::v1::ValidateReportsResponse* response);

 private:
  // What a call holds until it is answered.
  struct Room {
    CallLimit::Ticket seat;
    Admission::Ticket admitted;
  };

  // Through the limits of the caller's submitter, then those of the gateway.
  std::variant<Room, Refusal> Enter(const grpc::CallbackServerContext& context,
                                    const access::Caller& caller, size_t bytes,
                                    int reports);
  grpc::ServerUnaryReactor* Refuse(grpc::ServerUnaryReactor* reactor,
                                   const Refusal& refusal);

  const Guard& guard_;
  CallerGate& gate_;
  Intake& intake_;
  Admission& admission_;
  Executor& workers_;
  telemetry::Metrics& metrics_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_SUBMIT_RPCS_H_
