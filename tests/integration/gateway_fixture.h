// A whole gateway in this process: real PostgreSQL, real mTLS, real gRPC.
#ifndef TRIVSEL_TESTS_INTEGRATION_GATEWAY_FIXTURE_H_
#define TRIVSEL_TESTS_INTEGRATION_GATEWAY_FIXTURE_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "gateway/config.h"
#include "gateway/gateway.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/dev_certificates.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::gateway {

class GatewayFixture : public ::testing::Test {
 protected:
  // Makes a store with a municipality (Holbæk, SOR 451000016003) and a
  // submitter "vendor" that may report for it with `vendor_`.
  GatewayFixture();
  ~GatewayFixture() override;

  void Start();
  void Stop() { gateway_.reset(); }

  std::shared_ptr<grpc::Channel> ChannelAs(const testing::CertifiedKey* key);
  std::unique_ptr<trivsel::gateway::v1::ReportService::Stub> StubAs(
      const testing::CertifiedKey& key) {
    return trivsel::gateway::v1::ReportService::NewStub(ChannelAs(&key));
  }
  // Gives a call 20 seconds.
  static std::unique_ptr<grpc::ClientContext> Context();

  // The google.rpc.Status in the trailer, and the reason in it.
  static google::rpc::Status Details(const grpc::Status& status);
  static std::string Reason(const grpc::Status& status);

  testing::DevCertificates certificates_;
  testing::CertifiedKey server_ = certificates_.Server("gateway");
  testing::CertifiedKey vendor_ = certificates_.Client("vendor");
  Config config_;
  std::string folder_;
  std::unique_ptr<store::Pool> pool_;
  std::unique_ptr<store::Registry> registry_;
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_GATEWAY_FIXTURE_H_
