// The RPCs that look at what is stored: GetReport, ListReports.
#ifndef TRIVSEL_GATEWAY_INGEST_READ_RPCS_H_
#define TRIVSEL_GATEWAY_INGEST_READ_RPCS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <utility>

#include "gateway/ingest/caller_gate.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/queue/report_reader.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Thread safe. Reads on the readers' threads, never on gRPC's.
class ReadRpcs {
 public:
  static constexpr int kMaxPage = 200;

  // All must outlive it. `standard_url`: the page that explains finding codes;
  // empty: there is none.
  ReadRpcs(const Guard& guard, CallerGate& gate,
           const queue::ReportReader& reader, Executor& readers,
           std::string standard_url)
      : guard_(guard),
        gate_(gate),
        reader_(reader),
        readers_(readers),
        standard_url_(std::move(standard_url)) {}

  grpc::ServerUnaryReactor* GetReport(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::GetReportRequest* request,
      trivsel::gateway::v1::GetReportResponse* response);
  grpc::ServerUnaryReactor* ListReports(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::ListReportsRequest* request,
      trivsel::gateway::v1::ListReportsResponse* response);

 private:
  const Guard& guard_;
  CallerGate& gate_;
  const queue::ReportReader& reader_;
  Executor& readers_;
  const std::string standard_url_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_READ_RPCS_H_
