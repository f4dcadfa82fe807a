#include "trivsel/client/client.h"

#include <algorithm>
#include <utility>

#include "client-sdk/internal/confirmation.h"

namespace trivsel::client {

namespace v1 = trivsel::gateway::v1;

absl::StatusOr<Client> Client::Connect(const Options& options) {
  auto connection = MakeConnection(options);
  if (!connection.ok()) return connection.status();
  return Client(*std::move(connection), options);
}

Client::Client(std::shared_ptr<Connection> connection, Options options)
    : connection_(std::move(connection)), options_(std::move(options)) {}

absl::StatusOr<v1::Receipt> Client::Submit(
    const ltt::v1::DeliveryReport& report) {
  return Submit(SubmissionOf(report));
}

absl::StatusOr<v1::Receipt> Client::Submit(v1::Submission submission) {
  return SubmitAsync(std::move(submission)).get();
}

std::future<absl::StatusOr<v1::Receipt>> Client::SubmitAsync(
    v1::Submission submission) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<v1::Receipt>>>();
  auto future = promise->get_future();
  SubmitAsync(std::move(submission),
              [promise](absl::StatusOr<v1::Receipt> receipt) {
                promise->set_value(std::move(receipt));
              });
  return future;
}

void Client::SubmitAsync(v1::Submission submission, SubmitCallback done) {
  if (submission.report_id().empty() && submission.has_report()) {
    // Fixed before the first attempt: this is what makes repeating safe.
    submission.set_report_id(submission.report().id());
  }
  connection_->Submit({std::move(submission), Deadline()}, std::move(done));
}

Outcomes Client::SubmitAll(std::vector<v1::Submission> submissions) {
  std::vector<std::future<absl::StatusOr<v1::Receipt>>> futures;
  futures.reserve(submissions.size());
  for (v1::Submission& submission : submissions) {
    futures.push_back(SubmitAsync(std::move(submission)));
  }
  Outcomes outcomes;
  outcomes.reserve(futures.size());
  for (auto& future : futures) outcomes.push_back(future.get());
  return outcomes;
}

absl::StatusOr<std::vector<v1::ReportOutcome>> Client::Validate(
    std::vector<v1::Submission> submissions, bool strict) {
  ValidateParams params;
  for (v1::Submission& submission : submissions) {
    *params.request.add_submissions() = std::move(submission);
  }
  params.request.set_strict(strict);
  params.deadline = Deadline();
  auto response = connection_->Validate(params);
  if (!response.ok()) return response.status();
  return std::vector<v1::ReportOutcome>(response->outcomes().begin(),
                                        response->outcomes().end());
}

absl::StatusOr<v1::Report> Client::GetReport(std::string_view report_id,
                                             v1::ReportView view) {
  GetReportParams params;
  params.request.set_report_id(std::string(report_id));
  params.request.set_view(view);
  params.deadline = Deadline();
  return connection_->GetReport(params);
}

ReportRange Client::ListReports(v1::ReportFilter filter, int page_size) {
  return ReportRange([client = *this, filter = std::move(filter),
                      page_size](const std::string& page_token) {
    ListReportsParams params;
    *params.request.mutable_filter() = filter;
    params.request.set_page_size(page_size);
    params.request.set_page_token(page_token);
    params.deadline = client.Deadline();
    return client.connection_->ListReports(params);
  });
}

absl::StatusOr<std::vector<v1::Report>> Client::AwaitConfirmed(
    const std::vector<std::string>& report_ids, absl::Time deadline) {
  internal::Confirmation confirmation(connection_.get(), options_.time,
                                      options_.poll_interval, deadline);
  return confirmation.Await(report_ids);
}

absl::Status Client::Watch(std::vector<std::string> report_ids,
                           absl::Time deadline,
                           std::function<bool(const v1::Report&)> on_report) {
  WatchParams params;
  *params.request.mutable_report_ids() = {report_ids.begin(), report_ids.end()};
  params.deadline = deadline;
  params.on_report = std::move(on_report);
  return connection_->Watch(params);
}

absl::Status Client::AwaitReady(absl::Duration timeout) {
  return connection_->AwaitReady(options_.time->Now() + timeout);
}

v1::Submission SubmissionOf(ltt::v1::DeliveryReport report) {
  v1::Submission submission;
  submission.set_report_id(report.id());
  *submission.mutable_report() = std::move(report);
  return submission;
}

v1::Submission SubmissionOfFhirJson(std::string fhir_json,
                                    std::string report_id) {
  v1::Submission submission;
  submission.set_report_id(std::move(report_id));
  submission.set_fhir_json(std::move(fhir_json));
  return submission;
}

bool IsSettled(const v1::Report& report) {
  if (report.receipt().verdict() == v1::VERDICT_REJECTED) return true;
  return report.deliveries_size() > 0 &&
         std::all_of(report.deliveries().begin(), report.deliveries().end(),
                     [](const v1::Delivery& delivery) {
                       return delivery.state() ==
                                  v1::DELIVERY_STATE_CONFIRMED ||
                              delivery.state() == v1::DELIVERY_STATE_REFUSED ||
                              delivery.state() == v1::DELIVERY_STATE_UNANSWERED;
                     });
}

bool IsReturned(const v1::Report& report) {
  return report.review().state() == v1::REVIEW_STATE_RETURNED;
}

bool IsConfirmed(const v1::Report& report) {
  return report.receipt().verdict() == v1::VERDICT_ACCEPTED &&
         IsSettled(report) &&
         std::all_of(report.deliveries().begin(), report.deliveries().end(),
                     [](const v1::Delivery& delivery) {
                       return delivery.state() == v1::DELIVERY_STATE_CONFIRMED;
                     });
}

}  // namespace trivsel::client
