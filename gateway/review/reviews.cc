#include "gateway/review/reviews.h"

#include <utility>

#include "gateway/review/page_mark.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

using access::Operator;
using access::Right;
using access::Scope;

// So few changes are summed as they stand.
constexpr int32_t kChangesToFold = 500;
constexpr char kJobsFilter[] = "jobs";

// PERMISSION_DENIED without the right for anybody's reports.
absl::StatusOr<Scope> ScopeFor(const Operator& who, Right right) {
  Scope scope = who.ScopeOf(right);
  if (!scope.empty()) return scope;
  return absl::PermissionDeniedError(
      right == Right::kRead
          ? "det må du ikke se / you may not see this"
          : "det må du ikke gøre; det kræver rollen operatør / you may not do "
            "this; it needs the operator's role");
}

absl::Status NoJobs() {
  return absl::FailedPreconditionError(
      "her kører ingen baggrundsopgaver / no background jobs run here");
}

absl::Status CheckJobText(v1::ReviewJob::Kind kind, const std::string& text) {
  switch (kind) {
    case v1::ReviewJob::KIND_REVALIDATE:
      return CheckText(text, 0);
    case v1::ReviewJob::KIND_RETURN:
    case v1::ReviewJob::KIND_DISMISS:
      return CheckText(text, 5);
    case v1::ReviewJob::KIND_ASSIGN:
      return CheckText(text, 0, 200);
    default:
      return absl::InvalidArgumentError(
          "det skal siges, hvad der skal ske / it must be said what to do");
  }
}

}  // namespace

Reviews::Reviews(const Parts& parts, std::unique_ptr<const CodeBook> book)
    : parts_(parts),
      book_(std::move(book)),
      list_(parts.pool, *book_),
      overview_(parts.pool, *book_),
      acts_(parts.pool, parts.revalidation),
      page_(parts.pool, parts.mapping) {}

absl::StatusOr<std::unique_ptr<Reviews>> Reviews::Create(const Parts& parts) {
  auto book = CodeBook::Create();
  if (!book.ok()) return book.status();
  return std::unique_ptr<Reviews>(new Reviews(parts, *std::move(book)));
}

absl::Status Reviews::FoldCounts() {
  auto enough = parts_.pool.Execute(store::kCountChanges,
                                    store::Params().Int32(kChangesToFold));
  if (!enough.ok()) return enough.status();
  if (enough->Bool(0, 0)) {
    absl::Status folded =
        parts_.pool.Execute(store::kFoldCounts, store::Params()).status();
    if (!folded.ok()) return folded;
  }
  return overview_.Prepare(parts_.clock.Now());
}

absl::Status Reviews::ListRejections(const Operator& who,
                                     const v1::ListRejectionsRequest& request,
                                     v1::ListRejectionsResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  const std::string filter = request.filter().SerializeAsString();
  auto mark = ReadPageMark(request.page_size(), request.page_token(), filter);
  if (!mark.ok()) return mark.status();
  auto query = list_.Read(*scope, request.filter());
  if (!query.ok()) return query.status();
  auto page = list_.List(*query, *mark);
  if (!page.ok()) return page.status();
  absl::Status named = NameAssignees(parts_.pool, &page->rows);
  if (!named.ok()) return named;
  for (RejectionRow& row : page->rows) {
    *response->add_rejections() = std::move(row.rejection);
  }
  if (page->next > 0) {
    response->set_next_page_token(MakePageMark(page->next, filter));
  }
  return absl::OkStatus();
}

absl::Status Reviews::ListRejectionGroups(
    const Operator& who, const v1::ListRejectionGroupsRequest& request,
    v1::ListRejectionGroupsResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  v1::RejectionFilter filter;
  filter.set_municipality_cvr(request.municipality_cvr());
  filter.set_submitter(request.submitter());
  auto query = list_.Read(*scope, filter);
  if (!query.ok()) return query.status();
  if (query->nothing) return absl::OkStatus();
  return overview_.ReadGroups(query->scope, query->submitter_id,
                              parts_.clock.Now(), response);
}

absl::Status Reviews::GetReviewedReport(
    const Operator& who, const v1::GetReviewedReportRequest& request,
    v1::GetReviewedReportResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  v1::ReviewedReport report;
  absl::Status status = page_.Read(*scope, request, &report);
  if (status.ok()) *response->mutable_report() = std::move(report);
  return status;
}

absl::Status Reviews::RevealCitizen(const Operator& who,
                                    const v1::RevealCitizenRequest& request,
                                    v1::RevealCitizenResponse* response) {
  auto scope = ScopeFor(who, Right::kOperate);
  if (!scope.ok()) return scope.status();
  absl::Status fits = CheckText(request.reason(), 5, 500);
  if (!fits.ok()) return fits;
  auto cpr = page_.Reveal(*scope, who.actor, request);
  if (!cpr.ok()) return cpr.status();
  response->set_cpr(*std::move(cpr));
  return absl::OkStatus();
}

absl::Status Reviews::GetOverview(const Operator& who,
                                  const v1::GetOverviewRequest&,
                                  v1::GetOverviewResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  return overview_.Read(*scope, parts_.clock.Now(),
                        response->mutable_overview());
}

absl::Status Reviews::ReviewRejections(
    const Operator& who, const v1::ReviewRejectionsRequest& request,
    v1::ReviewRejectionsResponse* response) {
  auto scope = ScopeFor(who, Right::kOperate);
  if (!scope.ok()) return scope.status();
  return acts_.Review(who, *scope, request, parts_.clock.Now(), response);
}

absl::Status Reviews::StartReviewJob(const Operator& who,
                                     const v1::StartReviewJobRequest& request,
                                     v1::StartReviewJobResponse* response) {
  auto scope = ScopeFor(who, Right::kOperate);
  if (!scope.ok()) return scope.status();
  if (parts_.jobs == nullptr) return NoJobs();
  absl::Status fits = CheckJobText(request.kind(), request.text());
  if (!fits.ok()) return fits;
  auto query = list_.Read(*scope, request.filter());
  if (!query.ok()) return query.status();
  auto job = parts_.jobs->Start(who, *scope, request.kind(), request.filter(),
                                request.text());
  if (!job.ok()) return job.status();
  *response->mutable_job() = *std::move(job);
  return absl::OkStatus();
}

absl::Status Reviews::GetReviewJob(const Operator& who,
                                   const v1::GetReviewJobRequest& request,
                                   v1::GetReviewJobResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  if (parts_.jobs == nullptr) return NoJobs();
  auto job = parts_.jobs->Get(*scope, request.job_id());
  if (!job.ok()) return job.status();
  *response->mutable_job() = *std::move(job);
  return absl::OkStatus();
}

absl::Status Reviews::ListReviewJobs(const Operator& who,
                                     const v1::ListReviewJobsRequest& request,
                                     v1::ListReviewJobsResponse* response) {
  auto scope = ScopeFor(who, Right::kRead);
  if (!scope.ok()) return scope.status();
  if (parts_.jobs == nullptr) return NoJobs();
  auto mark =
      ReadPageMark(request.page_size(), request.page_token(), kJobsFilter);
  if (!mark.ok()) return mark.status();
  auto jobs = parts_.jobs->List(*scope, mark->before, mark->size + 1);
  if (!jobs.ok()) return jobs.status();
  for (v1::ReviewJob& job : *jobs) {
    if (response->jobs_size() == mark->size) {
      const int64_t last = response->jobs(mark->size - 1).job_id();
      response->set_next_page_token(MakePageMark(last, kJobsFilter));
      break;
    }
    *response->add_jobs() = std::move(job);
  }
  return absl::OkStatus();
}

absl::Status Reviews::CancelReviewJob(const Operator& who,
                                      const v1::CancelReviewJobRequest& request,
                                      v1::CancelReviewJobResponse* response) {
  auto scope = ScopeFor(who, Right::kOperate);
  if (!scope.ok()) return scope.status();
  if (parts_.jobs == nullptr) return NoJobs();
  auto job = parts_.jobs->Cancel(who, *scope, request.job_id());
  if (!job.ok()) return job.status();
  *response->mutable_job() = *std::move(job);
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::review
