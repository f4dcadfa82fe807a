// trivsel.gateway.v1.ReportService: hands each RPC to its family.
#ifndef TRIVSEL_GATEWAY_INGEST_REPORT_SERVICE_H_
#define TRIVSEL_GATEWAY_INGEST_REPORT_SERVICE_H_

#include "gateway/ingest/read_rpcs.h"
#include "gateway/ingest/submit_rpcs.h"
#include "gateway/ingest/watch_rpcs.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::gateway::ingest {

// Thread safe. Decides nothing.
class ReportService final
    : public trivsel::gateway::v1::ReportService::CallbackService {
 public:
  // All must outlive it.
  ReportService(SubmitRpcs& submit, ReadRpcs& read, WatchRpcs& watch)
      : submit_(submit), read_(read), watch_(watch) {
    // To gRPC a stream of one message each way, which is the same on the wire:
    // of a stream we are told when its headers are there, and what would be
    // refused anyway need not be received.
    MarkMethodStreamed(
        trivsel::gateway::v1::SubmitReportsRequest::descriptor()
            ->file()
            ->FindServiceByName("ReportService")
            ->FindMethodByName("SubmitReports")
            ->index(),
        new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer,
                                                grpc::ByteBuffer>(
            [this](grpc::CallbackServerContext* context) {
              return submit_.SubmitReports(context);
            }));
  }

  grpc::ServerUnaryReactor* SubmitReport(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::SubmitReportRequest* request,
      trivsel::gateway::v1::SubmitReportResponse* response) override {
    return submit_.SubmitReport(context, request, response);
  }
  grpc::ServerUnaryReactor* ValidateReports(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::ValidateReportsRequest* request,
      trivsel::gateway::v1::ValidateReportsResponse* response) override {
    return submit_.ValidateReports(context, request, response);
  }
  grpc::ServerUnaryReactor* GetReport(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::GetReportRequest* request,
      trivsel::gateway::v1::GetReportResponse* response) override {
    return read_.GetReport(context, request, response);
  }
  grpc::ServerUnaryReactor* ListReports(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::ListReportsRequest* request,
      trivsel::gateway::v1::ListReportsResponse* response) override {
    return read_.ListReports(context, request, response);
  }
  grpc::ServerWriteReactor<trivsel::gateway::v1::WatchReceiptsResponse>*
  WatchReceipts(
      grpc::CallbackServerContext* context,
      const trivsel::gateway::v1::WatchReceiptsRequest* request) override {
    return watch_.WatchReceipts(context, request);
  }

 private:
  SubmitRpcs& submit_;
  ReadRpcs& read_;
  WatchRpcs& watch_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REPORT_SERVICE_H_
