#include "tests/gateway/ctl/fake_review.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace trivsel::gateway::review {
namespace {

constexpr int kVersion = 3;

}  // namespace

v1::Rejection FakeReview::Make(int number) const {
  v1::Rejection rejection;
  rejection.set_rejection_id(number);
  rejection.set_version(kVersion);
  rejection.set_report_key(1000 + number);
  rejection.set_submitter("Fagsystem A/S");
  rejection.set_municipality("Korsbæk Kommune");
  rejection.set_municipality_cvr("11111111");
  rejection.set_state(v1::REVIEW_STATE_OPEN);
  rejection.add_codes("LTT-CAREPLAN-PERIOD-END-MISSING");
  rejection.mutable_receive_time()->set_seconds(1795000000);
  if (number == 4) {
    rejection.set_assignee("user:0c9a@11111111");
    rejection.set_assignee_name("Anne Holm");
  } else if (number == 5) {
    rejection.set_assignee("operator:Drift");
    rejection.set_assignee_name("Drift");
  }
  return rejection;
}

absl::Status FakeReview::ListRejections(
    const access::Operator& who, const v1::ListRejectionsRequest& request,
    v1::ListRejectionsResponse* response) {
  caller = who;
  filter = request.filter();
  int before = count_ + 1;
  if (!request.page_token().empty() &&
      !absl::SimpleAtoi(request.page_token(), &before)) {
    return absl::OutOfRangeError("page token");
  }
  const int size = request.page_size() == 0 ? 50 : request.page_size();
  for (int number = before - 1;
       number > 0 && response->rejections_size() < size; --number) {
    *response->add_rejections() = Make(number);
  }
  const int last = before - response->rejections_size();
  if (last > 1) response->set_next_page_token(absl::StrCat(last));
  return absl::OkStatus();
}

absl::Status FakeReview::ListRejectionGroups(
    const access::Operator&, const v1::ListRejectionGroupsRequest& request,
    v1::ListRejectionGroupsResponse* response) {
  filter.set_municipality_cvr(request.municipality_cvr());
  v1::RejectionGroup* group = response->add_groups();
  group->set_code("LTT-CAREPLAN-PERIOD-END-MISSING");
  group->set_submitter("Fagsystem A/S");
  group->set_open(117);
  group->set_not_taken(90);
  for (int day = 0; day < 14; ++day) group->add_by_day(day);
  group->set_danish("Forløbet mangler en slutdato.");
  return absl::OkStatus();
}

absl::Status FakeReview::GetReviewedReport(
    const access::Operator&, const v1::GetReviewedReportRequest& request,
    v1::GetReviewedReportResponse* response) {
  const auto number = static_cast<int>(request.rejection_id());
  if (number < 1 || number > count_) {
    return absl::NotFoundError("findes ikke / is not there");
  }
  v1::ReviewedReport* report = response->mutable_report();
  report->set_report_key(1000 + number);
  report->set_submitter("Fagsystem A/S");
  report->set_municipality("Korsbæk Kommune");
  *report->add_rejections() = Make(number);
  report->mutable_receipt()->set_report_id("r-1");
  report->mutable_receipt()->set_verdict(v1::VERDICT_REJECTED);
  v1::Finding* finding = report->mutable_receipt()->add_findings();
  finding->set_code("LTT-CAREPLAN-PERIOD-END-MISSING");
  finding->set_severity(v1::SEVERITY_ERROR);
  finding->set_fhir_path("Bundle.entry[1].resource.period");
  finding->set_danish("Forløbet mangler en slutdato.");
  finding->set_english("The course lacks an end.");
  report->set_fhir_json("{\n  \"id\": \"r-1\",\n  \"period\": {\x1b}\n}\n");
  v1::FindingPlace* place = report->add_places();
  place->set_finding(0);
  place->set_line(3);
  v1::ReviewEvent* event = report->add_events();
  event->set_kind(v1::ReviewEvent::KIND_COMMENTED);
  event->set_actor("operator:anne");
  event->set_text("Ringet.\nIngen svar.");
  return absl::OkStatus();
}

absl::Status FakeReview::GetOverview(const access::Operator&,
                                     const v1::GetOverviewRequest&,
                                     v1::GetOverviewResponse* response) {
  v1::Overview* overview = response->mutable_overview();
  overview->mutable_today()->set_received(1200);
  overview->mutable_today()->set_rejected(30);
  overview->set_open_rejections(117);
  v1::Overview::Series* series = overview->add_municipalities();
  series->set_name("Korsbæk Kommune");
  series->set_cvr("11111111");
  series->add_received(200);
  series->add_rejected(5);
  return absl::OkStatus();
}

absl::Status FakeReview::ReviewRejections(
    const access::Operator& who, const v1::ReviewRejectionsRequest& request,
    v1::ReviewRejectionsResponse* response) {
  caller = who;
  acts.push_back(request);
  for (const v1::RejectionRef& ref : request.rejections()) {
    if (ref.version() == kVersion) {
      *response->add_done() = Make(static_cast<int>(ref.rejection_id()));
      continue;
    }
    v1::ReviewConflict* conflict = response->add_conflicts();
    conflict->set_rejection_id(ref.rejection_id());
    conflict->set_danish("Anne Holm sendte den tilbage kl. 14.02.");
    conflict->set_english("Anne Holm returned it at 14.02.");
  }
  return absl::OkStatus();
}

absl::Status FakeReview::StartReviewJob(
    const access::Operator&, const v1::StartReviewJobRequest& request,
    v1::StartReviewJobResponse* response) {
  jobs.push_back(request);
  looks_ = 0;
  job_.set_job_id(7);
  job_.set_kind(request.kind());
  job_.set_state(v1::ReviewJob::STATE_RUNNING);
  job_.set_total(count_);
  job_.set_actor("user:0c9a@11111111");
  job_.set_actor_name("Anne\x1b Holm");
  *response->mutable_job() = job_;
  return absl::OkStatus();
}

absl::Status FakeReview::GetReviewJob(const access::Operator&,
                                      const v1::GetReviewJobRequest& request,
                                      v1::GetReviewJobResponse* response) {
  if (request.job_id() != job_.job_id()) {
    return absl::NotFoundError("findes ikke / is not there");
  }
  if (++looks_ == 3 && job_.state() == v1::ReviewJob::STATE_RUNNING) {
    job_.set_state(v1::ReviewJob::STATE_DONE);
    job_.set_looked_at(count_);
    job_.set_done(count_ - 1);
    job_.set_left(1);
  }
  *response->mutable_job() = job_;
  return absl::OkStatus();
}

absl::Status FakeReview::ListReviewJobs(const access::Operator&,
                                        const v1::ListReviewJobsRequest&,
                                        v1::ListReviewJobsResponse* response) {
  if (job_.job_id() != 0) *response->add_jobs() = job_;
  return absl::OkStatus();
}

absl::Status FakeReview::CancelReviewJob(
    const access::Operator&, const v1::CancelReviewJobRequest&,
    v1::CancelReviewJobResponse* response) {
  job_.set_state(v1::ReviewJob::STATE_CANCELLED);
  *response->mutable_job() = job_;
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::review
