#include "tests/integration/submitter.h"

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <sstream>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;
using grpc::health::v1::HealthCheckResponse;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void SetDeadline(grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(10));
}

template <typename Detail>
bool FindDetail(const grpc::Status& status, Detail* found) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return false;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(found)) return true;
  }
  return false;
}

}  // namespace

std::chrono::milliseconds RetryDelay(const grpc::Status& status) {
  google::rpc::RetryInfo info;
  if (!FindDetail(status, &info)) return std::chrono::milliseconds(-1);
  return std::chrono::milliseconds(info.retry_delay().seconds() * 1000 +
                                   info.retry_delay().nanos() / 1'000'000);
}

std::string Reason(const grpc::Status& status) {
  google::rpc::ErrorInfo info;
  return FindDetail(status, &info) ? info.reason() : std::string();
}

Submitter::Submitter(const World& world, const std::string& address,
                     const std::string& certificate) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(world.Certificate("ca.pem"));
  tls.pem_cert_chain = ReadFile(world.Certificate(certificate + ".pem"));
  tls.pem_private_key = ReadFile(world.Certificate(certificate + "-key.pem"));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ =
      grpc::CreateCustomChannel(address, grpc::SslCredentials(tls), arguments);
  stub_ = v1::ReportService::NewStub(channel_);
}

grpc::Status Submitter::Submit(const v1::SubmitReportRequest& request,
                               v1::SubmitReportResponse* response,
                               bool wait_for_ready) const {
  grpc::ClientContext context;
  SetDeadline(&context);
  // A call that waits keeps gRPC looking at its sockets; else a client that
  // fails at once between its tries hardly notices that the gateway is back.
  context.set_wait_for_ready(wait_for_ready);
  return stub_->SubmitReport(&context, request, response);
}

grpc::Status Submitter::Submit(const ltt::v1::DeliveryReport& report) const {
  v1::SubmitReportRequest request;
  *request.mutable_submission()->mutable_report() = report;
  v1::SubmitReportResponse response;
  return Submit(request, &response);
}

grpc::Status Submitter::SubmitFhir(const std::string& json,
                                   const std::string& id) const {
  v1::SubmitReportRequest request;
  request.mutable_submission()->set_fhir_json(json);
  request.mutable_submission()->set_report_id(id);
  v1::SubmitReportResponse response;
  return Submit(request, &response);
}

bool Submitter::AwaitKnown() const {
  return WaitFor(
      [this] {
        v1::SubmitReportResponse response;
        return Reason(Submit(v1::SubmitReportRequest(), &response)) ==
               "CONTENT_MISSING";
      },
      std::chrono::seconds(10));
}

std::string Submitter::Health() const {
  grpc::ClientContext context;
  SetDeadline(&context);
  HealthCheckResponse response;
  const grpc::Status status =
      grpc::health::v1::Health::NewStub(channel_)->Check(&context, {},
                                                         &response);
  return status.ok()
             ? HealthCheckResponse::ServingStatus_Name(response.status())
             : std::string();
}

}  // namespace trivsel::testing
