// Limits of one submitter, at the real door.
#include <atomic>
#include <thread>

#include "gateway/access/fingerprint.h"
#include "google/rpc/error_details.pb.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using Stub = v1::ReportService::Stub;

class LimitsTest : public GatewayFixture {
 protected:
  // The certificate of one more submitter for the same municipality; before
  // Start().
  testing::CertifiedKey Other() {
    const testing::CertifiedKey other = certificates_.Client("other");
    EXPECT_TRUE(registry_->PutSubmitter("test", "other").ok());
    EXPECT_TRUE(registry_->Allow("test", "other", "29189447").ok());
    const auto facts = access::ReadCertificate(other.cert_pem);
    EXPECT_TRUE(registry_
                    ->PutCredential("test", "other",
                                    access::ToHex(facts->fingerprint), "",
                                    facts->not_after)
                    .ok());
    return other;
  }

  v1::SubmitReportsRequest Batch(int size) {
    v1::SubmitReportsRequest request;
    for (int i = 0; i < size; ++i) {
      *request.add_submissions()->mutable_report() = factory_.Next();
    }
    return request;
  }
  static grpc::Status Submit(Stub& stub,
                             const v1::SubmitReportsRequest& request) {
    v1::SubmitReportsResponse response;
    return stub.SubmitReports(Context().get(), request, &response);
  }
  static grpc::Status Validate(Stub& stub,
                               const v1::SubmitReportsRequest& batch) {
    v1::ValidateReportsRequest request;
    *request.mutable_submissions() = batch.submissions();
    v1::ValidateReportsResponse response;
    return stub.ValidateReports(Context().get(), request, &response);
  }
  static grpc::Status Get(Stub& stub, const std::string& id) {
    v1::GetReportRequest request;
    request.set_report_id(id);
    v1::GetReportResponse response;
    return stub.GetReport(Context().get(), request, &response);
  }

  // Zero if it was not told.
  static absl::Duration RetryAfter(const grpc::Status& status) {
    google::rpc::RetryInfo info;
    const google::rpc::Status details = Details(status);
    for (const auto& detail : details.details()) {
      if (!detail.UnpackTo(&info)) continue;
      return absl::Seconds(info.retry_delay().seconds()) +
             absl::Nanoseconds(info.retry_delay().nanos());
    }
    return absl::ZeroDuration();
  }
  static std::string Metadata(const grpc::Status& status, const char* key) {
    google::rpc::ErrorInfo info;
    const google::rpc::Status details = Details(status);
    for (const auto& detail : details.details()) {
      if (!detail.UnpackTo(&info)) continue;
      const auto found = info.metadata().find(key);
      return found == info.metadata().end() ? "" : found->second;
    }
    return "";
  }

  testing::ReportFactory factory_{7};
};

TEST_F(LimitsTest, OverItsRateASubmitterIsToldWhenToComeBack) {
  config_.submitter_reports_per_second = 100;
  const testing::CertifiedKey other = Other();
  Start();
  auto stub = StubAs(vendor_);
  const v1::SubmitReportsRequest batch = Batch(100);
  // 200 ahead; stored or only judged, both count.
  ASSERT_TRUE(Submit(*stub, batch).ok());
  ASSERT_TRUE(Validate(*stub, batch).ok());
  const grpc::Status refused = Submit(*stub, batch);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Reason(refused), "RATE_EXCEEDED");
  EXPECT_EQ(Metadata(refused, "limit_reports_per_second"), "100");
  EXPECT_EQ(Metadata(refused, "reports_in_call"), "100");
  const absl::Duration told = RetryAfter(refused);
  EXPECT_GT(told, absl::ZeroDuration());
  EXPECT_LT(told, absl::Seconds(2));
  EXPECT_EQ(Reason(Validate(*stub, batch)), "RATE_EXCEEDED");
  EXPECT_EQ(Reason(Get(*stub, "some-id")), "REPORT_NOT_FOUND")
      << "reading costs no reports";
  EXPECT_TRUE(Submit(*StubAs(other), batch).ok()) << "others are not touched";
  absl::SleepFor(told);  // as a client is told to
  EXPECT_TRUE(Submit(*stub, batch).ok());
}

TEST_F(LimitsTest, CallsUnderWayAreCountedWatchesIncluded) {
  config_.submitter_concurrent_calls = 2;
  const testing::CertifiedKey other = Other();
  Start();
  auto stub = StubAs(vendor_);
  auto first_context = Context(), second_context = Context();
  auto first =
      stub->WatchReceipts(first_context.get(), v1::WatchReceiptsRequest());
  first->WaitForInitialMetadata();
  auto second =
      stub->WatchReceipts(second_context.get(), v1::WatchReceiptsRequest());
  second->WaitForInitialMetadata();
  const v1::SubmitReportsRequest batch = Batch(1);
  for (const grpc::Status& refused :
       {Submit(*stub, batch), Validate(*stub, batch), Get(*stub, "some-id")}) {
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(Reason(refused), "CONCURRENCY_EXCEEDED");
    EXPECT_EQ(Metadata(refused, "limit_calls"), "2");
    EXPECT_EQ(Metadata(refused, "found_calls"), "2");
    EXPECT_GT(RetryAfter(refused), absl::ZeroDuration());
  }
  auto third_context = Context();
  auto third =
      stub->WatchReceipts(third_context.get(), v1::WatchReceiptsRequest());
  v1::WatchReceiptsResponse response;
  EXPECT_FALSE(third->Read(&response));
  EXPECT_EQ(Reason(third->Finish()), "CONCURRENCY_EXCEEDED");
  EXPECT_TRUE(Submit(*StubAs(other), batch).ok()) << "others are not touched";

  // A caller who goes away gives its seat back.
  first_context->TryCancel();
  first->Finish();
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  grpc::Status status;
  do {
    status = Submit(*stub, batch);
  } while (!status.ok() && absl::Now() < give_up);
  EXPECT_TRUE(status.ok()) << Reason(status);
  // One at a time there is always a seat: it is free before the answer goes.
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Submit(*stub, batch).ok()) << i;
    ASSERT_TRUE(Validate(*stub, batch).ok()) << i;
    ASSERT_EQ(Reason(Get(*stub, "some-id")), "REPORT_NOT_FOUND") << i;
  }
  second_context->TryCancel();
  second->Finish();
}

TEST_F(LimitsTest, AMessageOverTheSubmittersSizeIsRefused) {
  config_.submitter_message_bytes = 64 * 1024;
  Start();
  auto stub = StubAs(vendor_);
  EXPECT_TRUE(Submit(*stub, Batch(1)).ok());
  v1::SubmitReportsRequest large = Batch(1);
  large.add_submissions()->set_fhir_json(std::string(64 * 1024, ' '));
  for (const grpc::Status& refused :
       {Submit(*stub, large), Validate(*stub, large)}) {
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(Reason(refused), "MESSAGE_TOO_LARGE");
    EXPECT_EQ(Metadata(refused, "limit_bytes"), "65536");
    EXPECT_EQ(RetryAfter(refused), absl::ZeroDuration());
  }
}

// A loop gone wild, on every method, beside one who sends now and then.
TEST_F(LimitsTest, ARunawayLoopDoesNotTouchTheOthers) {
  config_.submitter_concurrent_calls = 16;
  config_.submitter_reports_per_second = 500;
  config_.max_in_flight_reports = 2'000;
  const testing::CertifiedKey other = Other();
  Start();
  std::atomic<bool> over{false};
  std::atomic<int64_t> tries{0}, limited{0}, wrong{0};
  std::vector<std::thread> loops;
  const v1::SubmitReportsRequest flood = Batch(50);
  auto wild = StubAs(vendor_);
  for (int i = 0; i < 32; ++i) {
    loops.emplace_back([&, i] {
      while (!over) {
        const grpc::Status status = i % 4 == 0   ? Get(*wild, "some-id")
                                    : i % 4 == 1 ? Validate(*wild, flood)
                                                 : Submit(*wild, flood);
        ++tries;
        if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
          ++limited;
          if (RetryAfter(status) <= absl::ZeroDuration()) ++wrong;
        }
      }
    });
  }
  auto polite = StubAs(other);
  absl::Duration worst;
  for (int i = 0; i < 50; ++i) {
    const v1::SubmitReportsRequest one = Batch(1);
    const absl::Time sent = absl::Now();
    const grpc::Status status = Submit(*polite, one);
    worst = std::max(worst, absl::Now() - sent);
    EXPECT_TRUE(status.ok()) << Reason(status);
    EXPECT_TRUE(Get(*polite, one.submissions(0).report().id()).ok());
    absl::SleepFor(absl::Milliseconds(10));
  }
  over = true;
  for (std::thread& loop : loops) loop.join();
  EXPECT_GT(limited, 0);
  EXPECT_EQ(wrong, 0) << "not told when to come back";
  // Far above what it takes; a gateway that lets the loop in front of it takes
  // longer.
  EXPECT_LT(worst, absl::Seconds(5));
  std::printf("the loop: %lld calls, %lld limited; the other: worst %.1f ms\n",
              static_cast<long long>(tries), static_cast<long long>(limited),
              absl::ToDoubleMilliseconds(worst));
}

}  // namespace
}  // namespace trivsel::gateway
