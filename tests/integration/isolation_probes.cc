#include "tests/integration/isolation_probes.h"

#include <gmock/gmock.h>

#include <chrono>
#include <set>

#include "google/rpc/error_info.pb.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::Contains;
using ::testing::Not;

std::unique_ptr<grpc::ClientContext> ContextOf(const Party& party) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(20));
  context->AddMetadata("authorization", "Bearer " + party.visitor.token);
  return context;
}

std::string ReasonIn(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (status.ok() || !details.ParseFromString(status.error_details())) {
    return status.ok() ? "" : status.error_message();
  }
  return ReasonIn(details);
}

// Everything that can be told of a report, as its owner sees it.
std::string Look(const Party& owner, const std::string& id) {
  v1::GetReportRequest request;
  request.set_report_id(id);
  request.set_view(v1::REPORT_VIEW_FULL);
  v1::GetReportResponse response;
  const grpc::Status status =
      owner.visitor.stub->GetReport(ContextOf(owner).get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.SerializeAsString();
}

// The same submitter: then report ids are shared, and only the municipality
// differs.
bool SharesIds(const Attempt& attempt) {
  return attempt.owner.visitor.key.cert_pem ==
         attempt.thief.visitor.key.cert_pem;
}

// What a submission under the owner's id may be answered with.
void CheckReadable(const Attempt& attempt, const std::string& reason,
                   const v1::Receipt& receipt) {
  if (attempt.is_owner()) {
    EXPECT_EQ(reason, "");
    EXPECT_TRUE(receipt.replayed());
  } else if (SharesIds(attempt)) {
    EXPECT_EQ(reason, "MUNICIPALITY_NOT_ALLOWED");
    EXPECT_FALSE(receipt.has_receive_time());
  } else {
    EXPECT_EQ(reason, "");  // its own, from now on: ids are each submitter's
  }
}

void CheckUnreadable(const Attempt& attempt, const std::string& reason,
                     const v1::Receipt& receipt) {
  if (attempt.is_owner()) {
    EXPECT_TRUE(receipt.replayed());
  } else if (SharesIds(attempt)) {
    EXPECT_EQ(reason, "REPORT_ID_REUSED");
    EXPECT_FALSE(receipt.has_receive_time());
  } else {
    EXPECT_EQ(reason, "");
  }
}

v1::Submission Readable(const Party& owner) {
  v1::Submission submission;
  *submission.mutable_report() = owner.own;
  return submission;
}

v1::Submission Unreadable(const Party& owner) {
  v1::Submission submission;
  submission.set_report_id(owner.unreadable);
  submission.set_fhir_json(kUnreadable);
  return submission;
}

void SubmitReport(const Attempt& attempt) {
  const std::string before = Look(attempt.owner, attempt.owner.own.id());
  const auto submit = [&](const v1::Submission& submission,
                          v1::Receipt* receipt) {
    v1::SubmitReportRequest request;
    *request.mutable_submission() = submission;
    v1::SubmitReportResponse response;
    const grpc::Status status = attempt.thief.visitor.stub->SubmitReport(
        ContextOf(attempt.thief).get(), request, &response);
    *receipt = response.receipt();
    return ReasonOf(status);
  };
  v1::Receipt receipt;
  std::string reason = submit(Readable(attempt.owner), &receipt);
  CheckReadable(attempt, reason, receipt);
  reason = submit(Unreadable(attempt.owner), &receipt);
  CheckUnreadable(attempt, reason, receipt);
  EXPECT_EQ(Look(attempt.owner, attempt.owner.own.id()), before);
}

void SubmitReports(const Attempt& attempt) {
  const std::string before = Look(attempt.owner, attempt.owner.own.id());
  v1::SubmitReportsRequest request;
  *request.add_submissions() = Readable(attempt.owner);
  *request.add_submissions() = Unreadable(attempt.owner);
  v1::SubmitReportsResponse response;
  const grpc::Status status = attempt.thief.visitor.stub->SubmitReports(
      ContextOf(attempt.thief).get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.outcomes_size(), 2);
  const auto& first = response.outcomes(0);
  CheckReadable(attempt, ReasonIn(first.error()), first.receipt());
  const auto& second = response.outcomes(1);
  CheckUnreadable(attempt, ReasonIn(second.error()), second.receipt());
  EXPECT_EQ(Look(attempt.owner, attempt.owner.own.id()), before);
}

// Knows nothing of what is stored; but judges only what one may report.
void ValidateReports(const Attempt& attempt) {
  v1::ValidateReportsRequest request;
  *request.add_submissions() = Readable(attempt.owner);
  v1::ValidateReportsResponse response;
  const grpc::Status status = attempt.thief.visitor.stub->ValidateReports(
      ContextOf(attempt.thief).get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.outcomes_size(), 1);
  const auto& outcome = response.outcomes(0);
  EXPECT_FALSE(outcome.receipt().replayed());
  EXPECT_FALSE(outcome.receipt().has_receive_time());
  const bool may = attempt.is_owner() || !SharesIds(attempt);
  EXPECT_EQ(ReasonIn(outcome.error()), may ? "" : "MUNICIPALITY_NOT_ALLOWED");
}

void GetReport(const Attempt& attempt) {
  for (const std::string& id :
       {attempt.owner.own.id(), attempt.owner.unreadable}) {
    v1::GetReportRequest request;
    request.set_report_id(id);
    request.set_view(v1::REPORT_VIEW_FULL);
    v1::GetReportResponse response;
    const grpc::Status status = attempt.thief.visitor.stub->GetReport(
        ContextOf(attempt.thief).get(), request, &response);
    EXPECT_EQ(ReasonOf(status), attempt.is_owner() ? "" : "REPORT_NOT_FOUND");
    EXPECT_EQ(response.report().receipt().report_id(),
              attempt.is_owner() ? id : "");
  }
}

std::set<std::string> List(const Party& party, v1::ReportFilter filter) {
  std::set<std::string> ids;
  v1::ListReportsRequest request;
  *request.mutable_filter() = std::move(filter);
  v1::ListReportsResponse page;
  do {
    const grpc::Status status =
        party.visitor.stub->ListReports(ContextOf(party).get(), request, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const auto& report : page.reports()) {
      ids.insert(report.receipt().report_id());
    }
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty());
  return ids;
}

void ListReports(const Attempt& attempt) {
  v1::ReportFilter by_municipality, confirmed, rejected;
  by_municipality.set_municipality_cvr(attempt.owner.municipality);
  confirmed.set_delivery_state(v1::DELIVERY_STATE_CONFIRMED);
  rejected.set_verdict(v1::VERDICT_REJECTED);
  for (const v1::ReportFilter& filter :
       {v1::ReportFilter(), by_municipality, confirmed}) {
    const auto ids = List(attempt.thief, filter);
    if (attempt.is_owner()) {
      EXPECT_THAT(ids, Contains(attempt.owner.own.id()));
    } else {
      EXPECT_THAT(ids, Not(Contains(attempt.owner.own.id())));
    }
  }
  for (const v1::ReportFilter& filter : {v1::ReportFilter(), rejected}) {
    const auto ids = List(attempt.thief, filter);
    if (attempt.is_owner()) {
      EXPECT_THAT(ids, Contains(attempt.owner.unreadable));
    } else {
      EXPECT_THAT(ids, Not(Contains(attempt.owner.unreadable)));
    }
  }
}

// Both are settled: what may be seen comes in the order asked for.
void WatchReceipts(const Attempt& attempt) {
  v1::WatchReceiptsRequest request;
  request.add_report_ids(attempt.owner.own.id());
  request.add_report_ids(attempt.thief.own.id());
  const auto context = ContextOf(attempt.thief);
  auto stream =
      attempt.thief.visitor.stub->WatchReceipts(context.get(), request);
  v1::WatchReceiptsResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.report().receipt().report_id(), attempt.thief.own.id());
  context->TryCancel();
  stream->Finish();
}

}  // namespace

const std::map<std::string, Probe>& IsolationProbes() {
  static const auto* const probes = [] {
    auto* all = new std::map<std::string, Probe>;
    const std::string service =
        std::string(v1::ReportService::service_full_name()) + ".";
    (*all)[service + "SubmitReport"] = SubmitReport;
    (*all)[service + "SubmitReports"] = SubmitReports;
    (*all)[service + "ValidateReports"] = ValidateReports;
    (*all)[service + "GetReport"] = GetReport;
    (*all)[service + "ListReports"] = ListReports;
    (*all)[service + "WatchReceipts"] = WatchReceipts;
    return all;
  }();
  return *probes;
}

}  // namespace trivsel::gateway
