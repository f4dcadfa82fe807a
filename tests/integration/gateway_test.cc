// The gateway from outside.
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/client_unary_call.h>

#include "gateway/access/fingerprint.h"
#include "gateway/store/connection.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "gateway/store/statement.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/integration/tls_probe.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

class GatewayTest : public GatewayFixture {
 protected:
  grpc::Status Submit(v1::ReportService::Stub& stub,
                      const ltt::v1::DeliveryReport& report,
                      v1::Receipt* receipt) {
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() = report;
    v1::SubmitReportResponse response;
    const grpc::Status status =
        stub.SubmitReport(Context().get(), request, &response);
    *receipt = response.receipt();
    return status;
  }
  testing::ReportFactory factory_{1};
  v1::Receipt receipt_;
};

TEST_F(GatewayTest, StoresAReportAndRepeatsItsReceipt) {
  Start();
  auto stub = StubAs(vendor_);
  ltt::v1::DeliveryReport report = factory_.Next();
  grpc::Status status = Submit(*stub, report, &receipt_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(receipt_.verdict(), v1::VERDICT_ACCEPTED)
      << receipt_.ShortDebugString();
  EXPECT_EQ(receipt_.report_id(), report.id());
  EXPECT_EQ(receipt_.kle().subject(), "29.24.16");
  EXPECT_GT(receipt_.receive_time().seconds(), 0);
  EXPECT_FALSE(receipt_.replayed());

  v1::Receipt again;
  ASSERT_TRUE(Submit(*stub, report, &again).ok());
  EXPECT_TRUE(again.replayed());
  again.set_replayed(false);
  EXPECT_EQ(again.SerializeAsString(), receipt_.SerializeAsString());

  report.mutable_meta()->set_last_updated("2025-01-01T00:00:00Z");
  status = Submit(*stub, report, &again);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Reason(status), "REPORT_ID_REUSED");
}

TEST_F(GatewayTest, WhatWasStoredIsThereAfterARestart) {
  Start();
  const ltt::v1::DeliveryReport report = factory_.Next();
  ASSERT_TRUE(Submit(*StubAs(vendor_), report, &receipt_).ok());
  Stop();
  Start();
  v1::Receipt again;
  ASSERT_TRUE(Submit(*StubAs(vendor_), report, &again).ok());
  EXPECT_TRUE(again.replayed());
  EXPECT_EQ(again.receive_time().seconds(), receipt_.receive_time().seconds());
}

TEST_F(GatewayTest, ABatchHasOneOutcomeEach) {
  Start();
  v1::SubmitReportsRequest request;
  for (int i = 0; i < 100; ++i) {
    *request.add_submissions()->mutable_report() = factory_.Next();
  }
  *request.add_submissions() = request.submissions(0);  // twice in one batch
  request.add_submissions()->set_report_id("empty");
  auto* broken = request.add_submissions();
  broken->set_report_id("broken");
  broken->set_fhir_json("{");
  v1::SubmitReportsResponse response;
  const grpc::Status status =
      StubAs(vendor_)->SubmitReports(Context().get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.outcomes_size(), 103);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(response.outcomes(i).receipt().verdict(), v1::VERDICT_ACCEPTED);
    EXPECT_EQ(response.outcomes(i).report_id(),
              request.submissions(i).report().id());
  }
  EXPECT_NE(response.outcomes(0).receipt().replayed(),
            response.outcomes(100).receipt().replayed());
  EXPECT_EQ(response.outcomes(101).error().code(),
            int{grpc::StatusCode::INVALID_ARGUMENT});
  EXPECT_EQ(response.outcomes(102).receipt().verdict(), v1::VERDICT_REJECTED);
}

TEST_F(GatewayTest, ValidatingStoresNothing) {
  Start();
  auto stub = StubAs(vendor_);
  const ltt::v1::DeliveryReport report = factory_.Next();
  v1::ValidateReportsRequest request;
  *request.add_submissions()->mutable_report() = report;
  v1::ValidateReportsResponse response;
  ASSERT_TRUE(stub->ValidateReports(Context().get(), request, &response).ok());
  ASSERT_EQ(response.outcomes_size(), 1);
  EXPECT_EQ(response.outcomes(0).receipt().verdict(), v1::VERDICT_ACCEPTED);
  ASSERT_TRUE(Submit(*stub, report, &receipt_).ok());
  EXPECT_FALSE(receipt_.replayed());
}

TEST_F(GatewayTest, BatchSizeHasLimits) {
  Start();
  auto stub = StubAs(vendor_);
  v1::SubmitReportsRequest request;
  v1::SubmitReportsResponse response;
  grpc::Status status =
      stub->SubmitReports(Context().get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(status), "BATCH_SIZE");
  for (int i = 0; i < 1001; ++i) request.add_submissions();
  status = stub->SubmitReports(Context().get(), request, &response);
  EXPECT_EQ(Reason(status), "BATCH_SIZE");
}

// The gateway reads a batch itself, when it has let the call in.
TEST_F(GatewayTest, BytesThatAreNoBatchAreSaidToBeNone) {
  Start();
  const auto channel = ChannelAs(&vendor_);
  v1::Submission submission;
  submission.set_report_id("r-1");
  submission.set_fhir_json("{}");
  const std::string one = submission.SerializeAsString();
  const auto batch_of = [](const std::string& bytes) {
    return std::string("\x0a") + static_cast<char>(bytes.size()) + bytes;
  };
  const std::string bad = one + "\x0a\x7f";
  for (const std::string& bytes :
       {std::string("\x0a"), std::string(1000, '\xff'), batch_of(bad),
        batch_of(one) + batch_of(bad)}) {
    grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    const grpc::internal::RpcMethod method(
        "/trivsel.gateway.v1.ReportService/SubmitReports",
        grpc::internal::RpcMethod::NORMAL_RPC, channel);
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
            channel.get(), method, Context().get(), request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(Reason(status), "REQUEST_UNREADABLE");
  }
  // And lets the next one in.
  v1::SubmitReportsRequest request;
  *request.add_submissions()->mutable_report() = factory_.Next();
  v1::SubmitReportsResponse response;
  ASSERT_TRUE(
      StubAs(vendor_)->SubmitReports(Context().get(), request, &response).ok());
  EXPECT_EQ(response.outcomes_size(), 1);
}

TEST_F(GatewayTest, ErrorsSpeakDanish) {
  Start();
  v1::SubmitReportRequest request;
  v1::SubmitReportResponse response;
  const grpc::Status status =
      StubAs(vendor_)->SubmitReport(Context().get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(status), "CONTENT_MISSING");
  google::rpc::LocalizedMessage danish;
  ASSERT_TRUE(Details(status).details(1).UnpackTo(&danish));
  EXPECT_EQ(danish.message(), "Forsendelsen har intet indhold.");
}

TEST_F(GatewayTest, AnotherMunicipalityIsDenied) {
  ASSERT_TRUE(registry_->Disallow("test", "vendor", "29189447").ok());
  Start();
  const grpc::Status status =
      Submit(*StubAs(vendor_), factory_.Next(), &receipt_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Reason(status), "MUNICIPALITY_NOT_ALLOWED");
  Stop();  // by then it is in the journal
  auto connection = store::Connection::Open({config_.database, "test"});
  ASSERT_TRUE(connection.ok());
  constexpr store::Statement kCount{
      "count_denials",
      "select count(*) from journal where kind = 4 and actor = "
      "'submitter:vendor'"};
  auto rows = (*connection)->Execute(kCount, store::Params());
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->Int64(0, 0), 1);
}

TEST_F(GatewayTest, OnlyRegisteredCertificatesAreAnybody) {
  Start();
  const testing::CertifiedKey stranger = certificates_.Client("stranger");
  grpc::Status status = Submit(*StubAs(stranger), factory_.Next(), &receipt_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Reason(status), "CERTIFICATE_UNKNOWN");

  // Of another authority, or none: no handshake at all.
  testing::DevCertificates others("other");
  const testing::CertifiedKey foreign = others.Client("vendor");
  status = Submit(*StubAs(foreign), factory_.Next(), &receipt_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  auto nobody = v1::ReportService::NewStub(ChannelAs(nullptr));
  status = Submit(*nobody, factory_.Next(), &receipt_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GatewayTest, ARevokedCertificateIsOutOnAnOpenConnection) {
  Start();
  auto stub = StubAs(vendor_);
  ASSERT_TRUE(Submit(*stub, factory_.Next(), &receipt_).ok());
  const auto facts = access::ReadCertificate(vendor_.cert_pem);
  ASSERT_TRUE(
      registry_->RevokeCredential("test", access::ToHex(facts->fingerprint))
          .ok());
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  grpc::Status status = grpc::Status::OK;
  while (status.ok() && absl::Now() < give_up) {
    status = Submit(*stub, factory_.Next(), &receipt_);
  }
  EXPECT_EQ(Reason(status), "CERTIFICATE_REVOKED");
}

TEST_F(GatewayTest, SpeaksTls13AndNothingOlder) {
  Start();
  EXPECT_EQ(ProbeTls(gateway_->address(), certificates_.ca().cert_file, vendor_,
                     TLS1_3_VERSION),
            "TLSv1.3");
  EXPECT_EQ(ProbeTls(gateway_->address(), certificates_.ca().cert_file, vendor_,
                     TLS1_2_VERSION),
            "");
}

TEST_F(GatewayTest, TooShortADeadlineIsRefusedAtOnce) {
  Start();
  auto stub = StubAs(vendor_);
  ASSERT_TRUE(Submit(*stub, factory_.Next(), &receipt_).ok());  // connected
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(90));
  v1::SubmitReportRequest request;
  *request.mutable_submission()->mutable_report() = factory_.Next();
  v1::SubmitReportResponse response;
  const grpc::Status status = stub->SubmitReport(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  // Stored it is not: the same report later is new.
  ASSERT_TRUE(Submit(*stub, request.submission().report(), &receipt_).ok());
  EXPECT_FALSE(receipt_.replayed());
}

TEST_F(GatewayTest, HealthAndReflectionWorkTogether) {
  Start();
  auto channel = ChannelAs(&vendor_);
  auto health = grpc::health::v1::Health::NewStub(channel);
  for (const char* service : {"", "trivsel.gateway.v1.ReportService"}) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    ASSERT_TRUE(health->Check(Context().get(), request, &response).ok());
    EXPECT_EQ(response.status(),
              grpc::health::v1::HealthCheckResponse::SERVING);
  }
  const std::string services = ReflectionAnswer(channel);
  for (const char* name :
       {"trivsel.gateway.v1.ReportService", "grpc.health.v1.Health"}) {
    EXPECT_NE(services.find(name), std::string::npos) << name;
  }
}

TEST_F(GatewayTest, WatchersOfHealthAreToldWhenItStops) {
  Start();
  auto health = grpc::health::v1::Health::NewStub(ChannelAs(&vendor_));
  auto context = Context();
  auto watch =
      health->Watch(context.get(), grpc::health::v1::HealthCheckRequest());
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  Stop();
  EXPECT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
}

}  // namespace
}  // namespace trivsel::gateway
