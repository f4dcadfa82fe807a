// SubmitReports is unary to those who call it; the gateway answers it from its
// headers on, so that what is refused anyway need not be sent.
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>

#include <atomic>
#include <deque>

#include "gateway/store/connection.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

// A caller that holds its message back.
class SlowCall {
 public:
  explicit SlowCall(const std::shared_ptr<grpc::Channel>& channel,
                    std::unique_ptr<grpc::ClientContext> context)
      : context_(std::move(context)),
        stream_(Factory::Create(
            channel.get(),
            grpc::internal::RpcMethod(
                "/trivsel.gateway.v1.ReportService/SubmitReports",
                grpc::internal::RpcMethod::BIDI_STREAMING, channel),
            context_.get())) {}
  ~SlowCall() {
    context_->TryCancel();
    if (!finished_) stream_->Finish();
  }

  bool Send(const v1::SubmitReportsRequest& request) {
    grpc::Slice slice(request.SerializeAsString());
    return stream_->Write(grpc::ByteBuffer(&slice, 1));
  }
  void HalfClose() { stream_->WritesDone(); }
  void Cancel() { context_->TryCancel(); }
  // What the gateway says, however little it was sent.
  grpc::Status Answer(v1::SubmitReportsResponse* response) {
    grpc::ByteBuffer bytes;
    if (stream_->Read(&bytes)) {
      EXPECT_TRUE(
          grpc::SerializationTraits<v1::SubmitReportsResponse>::Deserialize(
              &bytes, response)
              .ok());
      EXPECT_FALSE(stream_->Read(&bytes)) << "one message";
    }
    finished_ = true;
    return stream_->Finish();
  }
  grpc::Status Answer() {
    v1::SubmitReportsResponse response;
    return Answer(&response);
  }

 private:
  using Factory = grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer,
                                                            grpc::ByteBuffer>;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>>
      stream_;
  bool finished_ = false;
};

class BatchCallTest : public GatewayFixture {
 protected:
  v1::SubmitReportsRequest Batch(int size) {
    v1::SubmitReportsRequest request;
    for (int i = 0; i < size; ++i) {
      *request.add_submissions()->mutable_report() = factory_.Next();
    }
    return request;
  }
  grpc::Status Submit() {
    v1::SubmitReportsResponse response;
    return StubAs(vendor_)->SubmitReports(Context().get(), Batch(1), &response);
  }
  // Until it is answered so: "" accepted.
  bool SubmitUntil(const std::string& reason) {
    const absl::Time give_up = absl::Now() + absl::Seconds(10);
    do {
      const grpc::Status status = Submit();
      if (reason.empty() ? status.ok() : Reason(status) == reason) return true;
    } while (absl::Now() < give_up);
    return false;
  }

  testing::ReportFactory factory_{11};
};

TEST_F(BatchCallTest, WhoMayNotCallIsToldBeforeItSends) {
  Start();
  const testing::CertifiedKey stranger = certificates_.Client("stranger");
  SlowCall call(ChannelAs(&stranger), Context());
  EXPECT_EQ(call.Answer().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(BatchCallTest, WhoHasNoSeatIsToldBeforeItSends) {
  config_.submitter_concurrent_calls = 1;
  Start();
  SlowCall first(ChannelAs(&vendor_), Context());
  ASSERT_TRUE(SubmitUntil("CONCURRENCY_EXCEEDED")) << "the first has the seat";
  SlowCall second(ChannelAs(&vendor_), Context());
  EXPECT_EQ(Reason(second.Answer()), "CONCURRENCY_EXCEEDED");

  // The first may take its time.
  ASSERT_TRUE(first.Send(Batch(40)));
  first.HalfClose();
  v1::SubmitReportsResponse response;
  ASSERT_TRUE(first.Answer(&response).ok());
  ASSERT_EQ(response.outcomes_size(), 40);
  for (const v1::ReportOutcome& outcome : response.outcomes()) {
    EXPECT_EQ(outcome.receipt().verdict(), v1::VERDICT_ACCEPTED);
  }
  EXPECT_TRUE(Submit().ok()) << "its seat was free before its answer";
}

TEST_F(BatchCallTest, WhoSendsNothingIsToldSoAndHoldsNothing) {
  config_.submitter_concurrent_calls = 1;
  Start();
  SlowCall call(ChannelAs(&vendor_), Context());
  call.HalfClose();
  EXPECT_EQ(Reason(call.Answer()), "REQUEST_UNREADABLE");
  EXPECT_TRUE(Submit().ok());
}

TEST_F(BatchCallTest, WhoGoesAwayBeforeItSendsGivesItsSeatBack) {
  config_.submitter_concurrent_calls = 1;
  Start();
  SlowCall call(ChannelAs(&vendor_), Context());
  ASSERT_TRUE(SubmitUntil("CONCURRENCY_EXCEEDED"));
  call.Cancel();
  EXPECT_TRUE(SubmitUntil(""));
}

TEST_F(BatchCallTest, StoppingDoesNotWaitForWhoSendsNothing) {
  config_.submitter_concurrent_calls = 1;
  config_.drain_seconds = 2;
  Start();
  SlowCall call(ChannelAs(&vendor_), Context());
  ASSERT_TRUE(SubmitUntil("CONCURRENCY_EXCEEDED"));
  const absl::Time begun = absl::Now();
  Stop();
  EXPECT_LT(absl::Now() - begun, absl::Seconds(20));
  EXPECT_FALSE(call.Answer().ok());
}

// While the disk is behind, batches wait as they came; whose time is over when
// its turn comes is not judged and stored for nobody.
TEST_F(BatchCallTest, WhatNobodyWaitsForAnyMoreIsNotStored) {
  Start();
  auto stub = StubAs(vendor_);
  auto blocker = store::Connection::Open({config_.database, "blocker"});
  ASSERT_TRUE(blocker.ok()) << blocker.status();
  ASSERT_TRUE((*blocker)->Run("test", "begin; lock table submission").ok());
  // More than are made ready for the disk.
  constexpr int kBatches = 24;
  struct Call {
    std::unique_ptr<grpc::ClientContext> context = Context();
    v1::SubmitReportsRequest request;
    v1::SubmitReportsResponse response;
    grpc::Status status;
  };
  std::deque<Call> calls(kBatches);
  std::atomic<int> answered{0};
  for (Call& call : calls) {
    call.request = Batch(100);
    stub->async()->SubmitReports(call.context.get(), &call.request,
                                 &call.response,
                                 [&call, &answered](grpc::Status status) {
                                   call.status = std::move(status);
                                   ++answered;
                                 });
  }
  const v1::SubmitReportsRequest late = Batch(100);
  v1::SubmitReportsResponse response;
  grpc::ClientContext hurried;
  hurried.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(500));
  EXPECT_EQ(stub->SubmitReports(&hurried, late, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  ASSERT_TRUE((*blocker)->Run("test", "commit").ok());
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (answered < kBatches && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  ASSERT_EQ(answered, kBatches);
  for (const Call& call : calls) {
    ASSERT_TRUE(call.status.ok()) << call.status.error_message();
    for (const v1::ReportOutcome& outcome : call.response.outcomes()) {
      ASSERT_EQ(outcome.receipt().verdict(), v1::VERDICT_ACCEPTED);
    }
  }
  // Whoever comes later finds that the turn of the late one has passed.
  ASSERT_TRUE(stub->SubmitReports(Context().get(), Batch(100), &response).ok());
  v1::GetReportRequest get;
  get.set_report_id(late.submissions(0).report().id());
  v1::GetReportResponse found;
  EXPECT_EQ(Reason(stub->GetReport(Context().get(), get, &found)),
            "REPORT_NOT_FOUND");
}

}  // namespace
}  // namespace trivsel::gateway
