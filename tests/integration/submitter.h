// One fagsystem's connection to a gateway process, over mutual TLS.
#ifndef TRIVSEL_TESTS_INTEGRATION_SUBMITTER_H_
#define TRIVSEL_TESTS_INTEGRATION_SUBMITTER_H_

#include <grpcpp/support/status.h>

#include <chrono>
#include <memory>
#include <string>

#include "tests/integration/world.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::testing {

// How long the status asks to wait; negative if it does not say.
std::chrono::milliseconds RetryDelay(const grpc::Status& status);
// The ErrorInfo reason; empty if there is none.
std::string Reason(const grpc::Status& status);

// Thread safe.
class Submitter {
 public:
  // With the certificate of that name in the world's folder.
  Submitter(const World& world, const std::string& address,
            const std::string& certificate = "fagsystem");

  // `wait_for_ready`: waits for a gateway that is not there, instead of
  // UNAVAILABLE.
  grpc::Status Submit(const trivsel::gateway::v1::SubmitReportRequest& request,
                      trivsel::gateway::v1::SubmitReportResponse* response,
                      bool wait_for_ready = false) const;
  grpc::Status Submit(const ltt::v1::DeliveryReport& report) const;
  grpc::Status SubmitFhir(const std::string& json,
                          const std::string& id = "") const;
  // Waits until the gateway has noticed that the certificate is registered.
  bool AwaitKnown() const;
  // "SERVING", "NOT_SERVING"; empty if there is no answer.
  std::string Health() const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<trivsel::gateway::v1::ReportService::Stub> stub_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_INTEGRATION_SUBMITTER_H_
