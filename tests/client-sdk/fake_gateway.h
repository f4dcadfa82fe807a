// A real gRPC server with a gateway that fails on demand.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_FAKE_GATEWAY_H_
#define TRIVSEL_TESTS_CLIENT_SDK_FAKE_GATEWAY_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/dev_certificates.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::client {

// TLS with this server certificate, for clients of this authority.
std::shared_ptr<grpc::ServerCredentials> TlsFor(
    const testing::CertifiedKey& server, const testing::CertifiedKey& ca);

// What a call brought besides its request.
struct Visitor {
  std::string authorization;  // metadata; empty = none
  std::string certificate;    // PEM; empty without TLS
};

// Says that it serves, or not.
class FakeHealth final : public grpc::health::v1::Health::Service {
 public:
  grpc::Status Check(grpc::ServerContext*,
                     const grpc::health::v1::HealthCheckRequest*,
                     grpc::health::v1::HealthCheckResponse* response) override {
    response->set_status(
        serving ? grpc::health::v1::HealthCheckResponse::SERVING
                : grpc::health::v1::HealthCheckResponse::NOT_SERVING);
    return grpc::Status::OK;
  }
  std::atomic<bool> serving{true};
};

// Accepts every report, unless told otherwise. Listens on a free port of
// loopback until it is destroyed. Thread safe.
class FakeGateway final : public gateway::v1::ReportService::Service {
 public:
  // By itself on a free port; or where another one was.
  explicit FakeGateway(
      const std::string& endpoint = "localhost:0",
      std::shared_ptr<grpc::ServerCredentials> credentials = nullptr);
  ~FakeGateway() override;

  // "localhost:PORT".
  const std::string& endpoint() const { return endpoint_; }
  FakeHealth& health() { return health_; }

  // The next calls of any method fail with these, in this order.
  void FailNextCalls(std::vector<google::rpc::Status> errors);
  // Next time a report of this id comes it gets these instead of a receipt.
  void FailReport(const std::string& id,
                  std::vector<google::rpc::Status> errors);
  // Reports of this id are rejected.
  void Reject(const std::string& id);

  // An operator did something about it; watchers are told.
  void Review(const std::string& id, gateway::v1::ReportReview review);
  // Findings of reports from now on, and the page that explains them.
  void Explain(gateway::v1::Finding finding, const std::string& page);
  // A receiver has confirmed it; watchers are told.
  void Confirm(const std::string& id);
  // The same behind the watchers' backs: their streams break off, UNAVAILABLE.
  void ConfirmAndHangUp(const std::string& id);
  // From now on WatchReceipts is UNIMPLEMENTED.
  void RefuseWatches();
  // Waits until that many watches have begun.
  void AwaitWatches(int count);

  // Ids of each SubmitReports, in the order of arrival.
  std::vector<std::vector<std::string>> batches() const;
  std::vector<gateway::v1::Submission> submissions() const;
  int calls() const;
  // Of each call, in the order of arrival.
  std::vector<Visitor> visitors() const;

  grpc::Status SubmitReports(
      grpc::ServerContext* context,
      const gateway::v1::SubmitReportsRequest* request,
      gateway::v1::SubmitReportsResponse* response) override;
  grpc::Status ValidateReports(
      grpc::ServerContext* context,
      const gateway::v1::ValidateReportsRequest* request,
      gateway::v1::ValidateReportsResponse* response) override;
  grpc::Status GetReport(grpc::ServerContext* context,
                         const gateway::v1::GetReportRequest* request,
                         gateway::v1::GetReportResponse* response) override;
  grpc::Status ListReports(grpc::ServerContext* context,
                           const gateway::v1::ListReportsRequest* request,
                           gateway::v1::ListReportsResponse* response) override;
  grpc::Status WatchReceipts(
      grpc::ServerContext* context,
      const gateway::v1::WatchReceiptsRequest* request,
      grpc::ServerWriter<gateway::v1::WatchReceiptsResponse>* writer) override;

 private:
  // The next error of a call; OK when there is none.
  grpc::Status NextCall(const grpc::ServerContext& context);
  gateway::v1::ReportOutcome Store(const gateway::v1::Submission& submission);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<google::rpc::Status> call_errors_;
  std::map<std::string, std::deque<google::rpc::Status>> report_errors_;
  std::map<std::string, bool> rejects_;
  std::vector<gateway::v1::Finding> findings_;  // of rejected reports
  std::string standard_url_;
  std::map<std::string, gateway::v1::Report> reports_;
  std::vector<std::string> confirmed_;  // in the order that watchers are told
  std::vector<std::vector<std::string>> batches_;
  std::vector<gateway::v1::Submission> submissions_;
  std::vector<Visitor> visitors_;
  int calls_ = 0;
  int watches_ = 0;
  int hang_ups_ = 0;
  bool refuses_watches_ = false;
  bool stopping_ = false;
  std::string endpoint_;
  FakeHealth health_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace trivsel::client

#endif  // TRIVSEL_TESTS_CLIENT_SDK_FAKE_GATEWAY_H_
