// The rest of FakeReview: what one report is, acts, jobs, the overview.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/gateway/console/fake_review.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;
using access::Operator;
using access::Right;

constexpr size_t kJobStep = 20;

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

int LineWith(const std::string& text, std::string_view words) {
  const size_t found = text.find(words);
  if (found == std::string::npos) return 0;
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<long>(found), '\n'));
}

void AddStep(v1::ReportStep::Kind kind, absl::Time time, const char* text,
             v1::ReviewedReport* report) {
  v1::ReportStep* step = report->add_steps();
  step->set_kind(kind);
  SetTime(time, step->mutable_time());
  step->set_text(text);
}

absl::Time TimeOfCase(const v1::Rejection& rejection) {
  return absl::FromUnixSeconds(rejection.receive_time().seconds());
}

v1::Overview::Series SeriesOf(const std::string& name, const std::string& cvr,
                              int seed) {
  v1::Overview::Series series;
  series.set_name(name);
  series.set_cvr(cvr);
  for (int day = 0; day < 14; ++day) {
    const int received = 400 + (day * 37 + seed * 91) % 260;
    series.add_received(received);
    series.add_rejected(received * (2 + (day * 5 + seed * 3) % 9) / 100);
  }
  return series;
}

}  // namespace

void FakeReview::FillReport(const Case& one, v1::ReviewedReport* report) const {
  const v1::Rejection& rejection = one.rejection;
  report->set_report_key(rejection.report_key());
  v1::Receipt* receipt = report->mutable_receipt();
  receipt->set_report_id(rejection.report_id());
  const bool receiver = rejection.origin() == v1::REJECTION_ORIGIN_RECEIVER;
  receipt->set_verdict(receiver ? v1::VERDICT_ACCEPTED : v1::VERDICT_REJECTED);
  *receipt->mutable_receive_time() = rejection.receive_time();
  receipt->set_rule_set("ltt-1.0.1+20250530");
  report->set_submitter(rejection.submitter());
  report->set_municipality_cvr(rejection.municipality_cvr());
  report->set_municipality(rejection.municipality());
  report->set_fhir_json(record_);
  const absl::Time came = TimeOfCase(rejection);
  AddStep(v1::ReportStep::KIND_RECEIVED, came, "", report);
  AddStep(v1::ReportStep::KIND_JUDGED, came + absl::Milliseconds(2), "",
          report);
  v1::Delivery* delivery = receiver ? report->add_deliveries() : nullptr;
  if (receiver) {
    AddStep(v1::ReportStep::KIND_SENT, came + absl::Seconds(2), "national",
            report);
    AddStep(v1::ReportStep::KIND_REFUSED, came + absl::Seconds(9), "national",
            report);
    delivery->set_destination("national");
    delivery->set_state(v1::DELIVERY_STATE_REFUSED);
    SetTime(came + absl::Seconds(9), delivery->mutable_settle_time());
  }
  int line = 12;
  for (const std::string& code : rejection.codes()) {
    v1::Finding* finding =
        receiver ? delivery->add_findings() : receipt->add_findings();
    finding->set_code(code);
    finding->set_severity(v1::SEVERITY_ERROR);
    finding->set_danish(
        code == kHostile ? kHostile
                         : "Forløb: starttidspunktet (period.start) mangler.");
    finding->set_english("Care plan: the start (period.start) is missing.");
    finding->set_fhir_path("Bundle.entry[1].resource.period.start");
    if (receiver) continue;
    v1::FindingPlace* place = report->add_places();
    place->set_finding(receipt->findings_size() - 1);
    const int found = LineWith(record_, "\"period\"");
    place->set_line(found > 0 ? found : line++);
  }
  *report->add_rejections() = rejection;
  for (const v1::ReviewEvent& event : one.events) *report->add_events() = event;
  for (int64_t i = 0; i < 4; ++i) {
    v1::CitizenReport* other = report->add_citizen_reports();
    other->set_report_key(rejection.report_key() + (i == 0 ? 0 : i * 10));
    other->set_report_id(i == 0 ? rejection.report_id()
                                : absl::StrCat(rejection.report_id(), "-", i));
    SetTime(came - absl::Hours(26) * i, other->mutable_receive_time());
    other->set_verdict(i == 0 ? receipt->verdict() : v1::VERDICT_ACCEPTED);
    other->set_submitter(rejection.submitter());
    other->add_resources("CarePlan/857ea1d6");
    other->add_resources("Encounter/1e301099");
  }
}

void FakeReview::Act(const Operator& who,
                     const v1::ReviewRejectionsRequest& request, Case* one) {
  v1::Rejection& rejection = one->rejection;
  v1::ReviewEvent event;
  SetTime(now_, event.mutable_time());
  event.set_actor(who.name);
  rejection.set_version(rejection.version() + 1);
  switch (request.act_case()) {
    case v1::ReviewRejectionsRequest::kAssign:
      rejection.set_state(v1::REVIEW_STATE_IN_REVIEW);
      rejection.set_assignee(request.assign().empty() ? who.actor
                                                      : request.assign());
      rejection.set_assignee_name(request.assign().empty() ? who.name
                                                           : request.assign());
      event.set_text(request.assign());
      event.set_kind(v1::ReviewEvent::KIND_ASSIGNED);
      break;
    case v1::ReviewRejectionsRequest::kComment:
      event.set_kind(v1::ReviewEvent::KIND_COMMENTED);
      event.set_text(request.comment());
      break;
    case v1::ReviewRejectionsRequest::kReturnMessage:
      rejection.set_state(v1::REVIEW_STATE_RETURNED);
      rejection.set_returned_message(request.return_message());
      event.set_kind(v1::ReviewEvent::KIND_RETURNED);
      event.set_text(request.return_message());
      break;
    case v1::ReviewRejectionsRequest::kDismissReason:
      rejection.set_state(v1::REVIEW_STATE_DISMISSED);
      event.set_kind(v1::ReviewEvent::KIND_DISMISSED);
      event.set_text(request.dismiss_reason());
      break;
    case v1::ReviewRejectionsRequest::kRevalidate:
      if (rejection.rejection_id() % 2 == 0) {
        rejection.set_state(v1::REVIEW_STATE_ACCEPTED);
        event.set_kind(v1::ReviewEvent::KIND_ACCEPTED);
      } else {
        event.set_kind(v1::ReviewEvent::KIND_STILL_REJECTED);
      }
      event.set_text("ltt-1.0.1+20250530");
      break;
    default:
      rejection.set_state(v1::REVIEW_STATE_OPEN);
      rejection.clear_assignee();
      rejection.clear_assignee_name();
      event.set_kind(v1::ReviewEvent::KIND_RELEASED);
  }
  one->events.push_back(event);
}

absl::Status FakeReview::StartReviewJob(
    const Operator& who, const v1::StartReviewJobRequest& request,
    v1::StartReviewJobResponse* response) {
  if (!who.Has(Right::kOperate)) return absl::PermissionDeniedError("");
  if ((request.kind() == v1::ReviewJob::KIND_RETURN ||
       request.kind() == v1::ReviewJob::KIND_DISMISS) &&
      request.text().size() < 5) {
    return absl::InvalidArgumentError(
        "Skriv mindst 5 tegn. / Write at least 5 characters.");
  }
  std::lock_guard lock(mutex_);
  Job job;
  for (const Case* one : Matching(who, Right::kOperate, request.filter())) {
    job.left.push_back(one->rejection.rejection_id());
  }
  job.job.set_job_id(static_cast<int64_t>(jobs_.size()) + 1);
  job.job.set_kind(request.kind());
  job.job.set_state(v1::ReviewJob::STATE_RUNNING);
  *job.job.mutable_filter() = request.filter();
  job.job.set_text(request.text());
  job.job.set_actor(who.actor);
  job.job.set_actor_name(who.name);
  SetTime(now_, job.job.mutable_start_time());
  job.job.set_total(static_cast<int64_t>(job.left.size()));
  job.job.set_rule_set("ltt-1.0.1+20250530");
  *response->mutable_job() = job.job;
  jobs_[job.job.job_id()] = std::move(job);
  return absl::OkStatus();
}

// Each look at it is a step further.
void FakeReview::GoOn(Job* job) {
  if (job->job.state() != v1::ReviewJob::STATE_RUNNING) return;
  v1::ReviewRejectionsRequest request;
  const Operator who{job->job.actor(), job->job.actor()};
  if (job->job.kind() == v1::ReviewJob::KIND_RETURN) {
    request.set_return_message(job->job.text());
  } else if (job->job.kind() == v1::ReviewJob::KIND_DISMISS) {
    request.set_dismiss_reason(job->job.text());
  } else if (job->job.kind() == v1::ReviewJob::KIND_ASSIGN) {
    request.set_assign(job->job.text());
  } else {
    request.set_revalidate("");
  }
  for (size_t i = 0; i < kJobStep && !job->left.empty(); ++i) {
    Case& one = cases_.at(job->left.back());
    job->left.pop_back();
    Act(who, request, &one);
    const bool left = request.has_revalidate() &&
                      one.rejection.state() != v1::REVIEW_STATE_ACCEPTED;
    job->job.set_looked_at(job->job.looked_at() + 1);
    job->job.set_done(job->job.done() + !left);
    job->job.set_left(job->job.left() + left);
  }
  if (job->left.empty()) {
    job->job.set_state(v1::ReviewJob::STATE_DONE);
    SetTime(now_, job->job.mutable_end_time());
  }
}

absl::Status FakeReview::GetReviewJob(const Operator& who,
                                      const v1::GetReviewJobRequest& request,
                                      v1::GetReviewJobResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  const auto found = jobs_.find(request.job_id());
  if (found == jobs_.end()) return absl::NotFoundError("");
  GoOn(&found->second);
  *response->mutable_job() = found->second.job;
  return absl::OkStatus();
}

absl::Status FakeReview::ListReviewJobs(
    const Operator& who, const v1::ListReviewJobsRequest& /*request*/,
    v1::ListReviewJobsResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  for (auto i = jobs_.rbegin(); i != jobs_.rend(); ++i) {
    *response->add_jobs() = i->second.job;
  }
  return absl::OkStatus();
}

absl::Status FakeReview::CancelReviewJob(
    const Operator& who, const v1::CancelReviewJobRequest& request,
    v1::CancelReviewJobResponse* response) {
  if (!who.Has(Right::kOperate)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  const auto found = jobs_.find(request.job_id());
  if (found == jobs_.end()) return absl::NotFoundError("");
  found->second.job.set_state(v1::ReviewJob::STATE_CANCELLED);
  *response->mutable_job() = found->second.job;
  return absl::OkStatus();
}

absl::Status FakeReview::GetOverview(const Operator& who,
                                     const v1::GetOverviewRequest& /*request*/,
                                     v1::GetOverviewResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  const access::Scope scope = who.ScopeOf(Right::kRead);
  v1::Overview* overview = response->mutable_overview();
  v1::Overview::Flow* today = overview->mutable_today();
  today->set_received(12480);
  today->set_accepted(11927);
  today->set_rejected(553);
  today->set_confirmed(11204);
  today->set_refused(38);
  int seed = 1;
  for (const FakeMunicipality& one : kFakeMunicipalities) {
    ++seed;
    if (!scope.Covers(one.id)) continue;
    *overview->add_municipalities() = SeriesOf(one.name, one.cvr, seed);
  }
  for (const char* name : kFakeSubmitters) {
    *overview->add_submitters() = SeriesOf(name, "", ++seed);
  }
  const auto open = Matching(who, Right::kRead, v1::RejectionFilter());
  overview->set_open_rejections(static_cast<int64_t>(open.size()));
  if (!open.empty()) {
    *overview->mutable_oldest_open() = open.back()->rejection.receive_time();
  }
  if (scope.all) {
    SetTime(now_ - absl::Minutes(7), overview->mutable_oldest_undelivered());
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::console
