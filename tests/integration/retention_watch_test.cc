// Content that a running gateway drops: what submitters see of it.
#include "gateway/retention_watch.h"

#include <functional>

#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return true;
}

class RetentionWatchTest : public GatewayFixture {
 protected:
  void SetUp() override {
    Start();
    stub_ = StubAs(vendor_);
  }

  v1::SubmitReportResponse Submit(const ltt::v1::DeliveryReport& report) {
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() = report;
    v1::SubmitReportResponse response;
    const grpc::Status status =
        stub_->SubmitReport(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  v1::Report Get(const std::string& id) {
    v1::GetReportRequest request;
    request.set_report_id(id);
    request.set_view(v1::REPORT_VIEW_FULL);
    v1::GetReportResponse response;
    const grpc::Status status =
        stub_->GetReport(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.report();
  }

  void Run(const std::string& sql) {
    auto connection = pool_->Borrow();
    ASSERT_TRUE(connection.ok()) << connection.status();
    ASSERT_EQ((*connection)->Run("test", sql), absl::OkStatus()) << sql;
  }

  // Everything that is stored came in January 2025; with the triggers that
  // keep rows as they are out of the way.
  void MakeOld() {
    Run("create table report_2025_01 partition of report for values from "
        "('2025-01-01 00:00+00') to ('2025-02-01 00:00+00')");
    Run("begin; set local session_replication_role = replica;"
        "update report set received_at = '2025-01-10 10:00+00';"
        "update submission set received_at = '2025-01-10 10:00+00';"
        "update receipt set received_at = '2025-01-10 10:00+00';"
        "update pending set received_at = '2025-01-10 10:00+00';"
        "update destination set since = '-infinity'; commit");
  }
  void ConfirmAll() {
    Run("delete from pending; insert into receipt (report_key, destination_id, "
        "submitter_id, batch_id, outcome, received_at, receiver_reference) "
        "select report_key, 1, submitter_id, 1, 1, received_at, 'ref' from "
        "report");
  }
  std::unique_ptr<RetentionWatch> Watch(store::KeepContent keep) {
    RetentionWatch::Options options;
    options.connect = pool_->connect_options();
    options.keep = keep;
    options.first_after = absl::ZeroDuration();
    options.look_every = absl::Milliseconds(20);
    return std::make_unique<RetentionWatch>(std::move(options));
  }

  testing::ReportFactory factory_{7};
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

TEST_F(RetentionWatchTest, SubmittersKeepTheirReceiptsAndAreToldOfTheRest) {
  const auto report = factory_.Next();
  Submit(report);
  Submit(factory_.Next());
  ConfirmAll();
  MakeOld();
  const v1::Report before = Get(report.id());
  EXPECT_TRUE(before.has_report());
  EXPECT_FALSE(before.content_no_longer_kept());
  const auto first = Watch({1, 0}), second = Watch({1, 0});
  ASSERT_TRUE(
      Eventually([&] { return Get(report.id()).content_no_longer_kept(); }));
  v1::Report after = Get(report.id());
  EXPECT_EQ(after.content_case(), v1::Report::CONTENT_NOT_SET);
  ASSERT_EQ(after.deliveries_size(), 1);
  EXPECT_EQ(after.deliveries(0).state(), v1::DELIVERY_STATE_CONFIRMED);
  *after.mutable_report() = before.report();
  after.clear_content_no_longer_kept();
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(first->held_back(), 0);

  // The same report again: the receipt of then.
  const auto again = Submit(report);
  EXPECT_EQ(again.receipt().receive_time().seconds(), 1736503200);
  EXPECT_EQ(again.receipt().verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_EQ(again.receipt().kle().subject(), "29.24.16");
  v1::ListReportsRequest list;
  v1::ListReportsResponse listed;
  ASSERT_TRUE(stub_->ListReports(Context().get(), list, &listed).ok());
  ASSERT_EQ(listed.reports_size(), 2);
  EXPECT_TRUE(listed.reports(0).content_no_longer_kept());
  // What comes today is not touched.
  const auto today = factory_.Next();
  Submit(today);
  EXPECT_TRUE(Get(today.id()).has_report());
}

TEST_F(RetentionWatchTest, SettledReportsAreToldToThoseWhoWatchThem) {
  const auto report = factory_.Next();
  Submit(report);
  ConfirmAll();
  MakeOld();
  const auto watch = Watch({1, 0});
  ASSERT_TRUE(
      Eventually([&] { return Get(report.id()).content_no_longer_kept(); }));
  v1::WatchReceiptsRequest request;
  request.add_report_ids(report.id());
  auto context = Context();
  auto stream = stub_->WatchReceipts(context.get(), request);
  v1::WatchReceiptsResponse told;
  ASSERT_TRUE(stream->Read(&told));
  EXPECT_EQ(told.report().receipt().report_id(), report.id());
  EXPECT_FALSE(stream->Read(&told));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(RetentionWatchTest, WhatWaitsIsKeptAndCounted) {
  const auto report = factory_.Next();
  Submit(report);
  MakeOld();
  const auto watch = Watch({0, 30});
  ASSERT_TRUE(Eventually([&] { return watch->held_back() == 1; }));
  EXPECT_TRUE(Get(report.id()).has_report());
  ConfirmAll();
  ASSERT_TRUE(Eventually([&] { return watch->held_back() == 0; }));
  EXPECT_TRUE(Get(report.id()).content_no_longer_kept());
}

TEST_F(RetentionWatchTest, ForEverIsToldAndNothingElseIsDone) {
  const auto report = factory_.Next();
  Submit(report);
  ConfirmAll();
  MakeOld();
  Run("insert into retention_policy (months, days) values (7, 0) on conflict "
      "(only_row) do update set months = 7");
  const auto watch = Watch({});
  auto connection = pool_->Borrow();
  ASSERT_TRUE(Eventually(
      [&] { return store::ToldRetention(**connection)->for_ever(); }));
  EXPECT_TRUE(Get(report.id()).has_report());
}

}  // namespace
}  // namespace trivsel::gateway
