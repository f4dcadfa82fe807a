// Looking at stored reports, and watching them being confirmed.
#include <set>
#include <thread>

#include "gateway/access/fingerprint.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

class ReadingTest : public GatewayFixture {
 protected:
  // Stores so many new reports; gives their ids.
  std::vector<std::string> Store(int count) {
    v1::SubmitReportsRequest request;
    for (int i = 0; i < count; ++i) {
      *request.add_submissions()->mutable_report() = factory_.Next();
    }
    v1::SubmitReportsResponse response;
    EXPECT_TRUE(stub_->SubmitReports(Context().get(), request, &response).ok());
    std::vector<std::string> ids;
    for (const auto& outcome : response.outcomes()) {
      EXPECT_EQ(outcome.receipt().verdict(), v1::VERDICT_ACCEPTED);
      ids.push_back(outcome.report_id());
    }
    return ids;
  }

  // What the destination would do: takes all batches and confirms them.
  void ConfirmAll() {
    queue::PostgresLaneQueue lanes(pool_.get());
    const auto destination = lanes.OpenDestination("national");
    const auto leases = lanes.Lease(*destination, "test", absl::Seconds(30));
    ASSERT_TRUE(leases.ok()) << leases.status();
    for (const queue::LaneLease& lease : *leases) {
      auto batch = lanes.Next(lease, {});
      ASSERT_TRUE(batch.ok()) << batch.status();
      if (!*batch) continue;
      std::vector<queue::ItemSettlement> items;
      for (const queue::BatchItem& item : (*batch)->items) {
        items.push_back({item.report_key, queue::ItemOutcome::kConfirmed,
                         "ref-" + item.report_id, ""});
      }
      ASSERT_TRUE(lanes.Settle(lease, (*batch)->batch_id, items).ok());
    }
    EXPECT_TRUE(lanes.Release(*destination, "test").ok());
  }

  void SetUp() override {
    Start();
    stub_ = StubAs(vendor_);
  }

  testing::ReportFactory factory_{7};
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

TEST_F(ReadingTest, GetsAReportWithAndWithoutItsContent) {
  const ltt::v1::DeliveryReport report = testing::ReportFactory(7).Next();
  const std::string id = Store(1)[0];
  v1::GetReportRequest request;
  request.set_report_id(id);
  v1::GetReportResponse response;
  ASSERT_TRUE(stub_->GetReport(Context().get(), request, &response).ok());
  EXPECT_EQ(response.report().receipt().report_id(), id);
  EXPECT_EQ(response.report().receipt().kle().subject(), "29.24.16");
  EXPECT_EQ(response.report().municipality_cvr(), "29189447");
  ASSERT_EQ(response.report().deliveries_size(), 1);
  EXPECT_EQ(response.report().deliveries(0).state(),
            v1::DELIVERY_STATE_PENDING);
  EXPECT_FALSE(response.report().has_report());

  request.set_view(v1::REPORT_VIEW_FULL);
  ASSERT_TRUE(stub_->GetReport(Context().get(), request, &response).ok());
  EXPECT_EQ(response.report().report().SerializeAsString(),
            report.SerializeAsString());
}

TEST_F(ReadingTest, WhatIsNotTheCallersIsNotFound) {
  const std::string id = Store(1)[0];
  const testing::CertifiedKey other = certificates_.Client("other");
  ASSERT_TRUE(registry_->PutSubmitter("test", "other").ok());
  const auto facts = access::ReadCertificate(other.cert_pem);
  ASSERT_TRUE(registry_
                  ->PutCredential("test", "other",
                                  access::ToHex(facts->fingerprint), "",
                                  facts->not_after)
                  .ok());
  auto stub = StubAs(other);
  v1::GetReportRequest request;
  request.set_report_id(id);
  v1::GetReportResponse response;
  grpc::Status status;
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  do {  // until the gateway has noticed the new certificate
    status = stub->GetReport(Context().get(), request, &response);
  } while (status.error_code() == grpc::StatusCode::UNAUTHENTICATED &&
           absl::Now() < give_up);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Reason(status), "REPORT_NOT_FOUND");
}

TEST_F(ReadingTest, ListsInPagesNewestFirst) {
  const std::vector<std::string> ids = Store(25);
  v1::ListReportsRequest request;
  request.set_page_size(10);
  std::set<std::string> seen;
  int pages = 0;
  std::string token;
  do {
    request.set_page_token(token);
    v1::ListReportsResponse page;
    ASSERT_TRUE(stub_->ListReports(Context().get(), request, &page).ok());
    for (const auto& report : page.reports()) {
      EXPECT_TRUE(seen.insert(report.receipt().report_id()).second);
    }
    token = page.next_page_token();
    ++pages;
  } while (!token.empty() && pages < 10);
  EXPECT_EQ(seen, std::set<std::string>(ids.begin(), ids.end()));
  EXPECT_GE(pages, 3);
}

TEST_F(ReadingTest, ListRefusesWhatItCannotUse) {
  Store(3);
  v1::ListReportsRequest request;
  request.set_page_size(1);
  v1::ListReportsResponse page;
  ASSERT_TRUE(stub_->ListReports(Context().get(), request, &page).ok());
  const std::string token = page.next_page_token();
  ASSERT_FALSE(token.empty());

  v1::ListReportsRequest other = request;
  other.set_page_token(token);
  other.mutable_filter()->set_verdict(v1::VERDICT_REJECTED);
  EXPECT_EQ(Reason(stub_->ListReports(Context().get(), other, &page)),
            "PAGE_TOKEN_INVALID")
      << "another filter than that of the token";
  other = request;
  other.set_page_token("nonsense");
  EXPECT_EQ(Reason(stub_->ListReports(Context().get(), other, &page)),
            "PAGE_TOKEN_INVALID");
  other = request;
  other.set_page_size(201);
  EXPECT_EQ(Reason(stub_->ListReports(Context().get(), other, &page)),
            "PAGE_TOKEN_INVALID");
}

TEST_F(ReadingTest, WatchesUntilAllAreConfirmed) {
  const std::vector<std::string> ids = Store(20);
  v1::WatchReceiptsRequest request;
  for (const std::string& id : ids) request.add_report_ids(id);
  auto context = Context();
  auto stream = stub_->WatchReceipts(context.get(), request);
  stream->WaitForInitialMetadata();  // from now on nothing is missed
  ConfirmAll();
  std::set<std::string> confirmed;
  v1::WatchReceiptsResponse response;
  while (stream->Read(&response)) {
    const v1::Report& report = response.report();
    ASSERT_EQ(report.deliveries_size(), 1);
    EXPECT_EQ(report.deliveries(0).state(), v1::DELIVERY_STATE_CONFIRMED);
    EXPECT_EQ(report.deliveries(0).receiver_reference(),
              "ref-" + report.receipt().report_id());
    EXPECT_TRUE(confirmed.insert(report.receipt().report_id()).second);
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(confirmed, std::set<std::string>(ids.begin(), ids.end()));

  // Again, when all is over: told at once.
  auto again_context = Context();
  auto again = stub_->WatchReceipts(again_context.get(), request);
  size_t told = 0;
  while (again->Read(&response)) ++told;
  EXPECT_TRUE(again->Finish().ok());
  EXPECT_EQ(told, ids.size());
}

TEST_F(ReadingTest, AWatchOfAllGoesOnUntilTheGatewayStops) {
  auto context = Context();
  auto stream = stub_->WatchReceipts(context.get(), v1::WatchReceiptsRequest());
  stream->WaitForInitialMetadata();
  const std::vector<std::string> ids = Store(5);
  ConfirmAll();
  std::set<std::string> confirmed;
  v1::WatchReceiptsResponse response;
  while (confirmed.size() < ids.size() && stream->Read(&response)) {
    confirmed.insert(response.report().receipt().report_id());
  }
  EXPECT_EQ(confirmed, std::set<std::string>(ids.begin(), ids.end()));
  Stop();
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reason(status), "SHUTTING_DOWN");
}

}  // namespace
}  // namespace trivsel::gateway
