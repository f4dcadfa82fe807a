// Job: work on many rejections in the background, and how far it has come.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/act_form.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/rejection_filter.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

T KindName(v1::ReviewJob::Kind kind) {
  switch (kind) {
    case v1::ReviewJob::KIND_RETURN:
      return T::kActReturn;
    case v1::ReviewJob::KIND_DISMISS:
      return T::kActDismiss;
    case v1::ReviewJob::KIND_ASSIGN:
      return T::kJobAssign;
    default:
      return T::kActRevalidate;
  }
}

void WriteStateBadge(v1::ReviewJob::State state, Page* page) {
  switch (state) {
    case v1::ReviewJob::STATE_DONE:
      return page->Badge(page->Say(T::kJobDone), "success");
    case v1::ReviewJob::STATE_CANCELLED:
      return page->Badge(page->Say(T::kJobStopped), "warning");
    case v1::ReviewJob::STATE_FAILED:
      return page->Badge(page->Say(T::kJobFailed), "error");
    default:
      return page->Badge(page->Say(T::kJobRunning), "info");
  }
}

Path JobPath(int64_t job_id) {
  return Path("/job").Segment(std::to_string(job_id));
}

// Read by the script, which fetches the page again while the job runs.
void WriteProgress(const v1::ReviewJob& job, Page* page) {
  Html& html = page->html();
  const Language language = page->language();
  const bool running = job.state() == v1::ReviewJob::STATE_RUNNING;
  html.Open("section", {{"id", "fremdrift"},
                        Attribute::If(running, "data-live"),
                        {"aria-live", "polite"}});
  WriteStateBadge(job.state(), page);
  const int64_t most = std::max(job.total(), job.looked_at());
  html.Leaf("progress",
            {{"class", "tr-progress"},
             {"max", std::to_string(std::max<int64_t>(1, most))},
             {"value", std::to_string(running ? job.looked_at() : most)},
             {"aria-label", page->Say(T::kProgress)}},
            "");
  html.Open("dl", {{"class", "tr-facts"}});
  page->Fact(page->Say(T::kJobLookedAt),
             page->Say(T::kOf, ShowNumber(language, job.looked_at()),
                       ShowNumber(language, most)));
  page->Fact(page->Say(job.kind() == v1::ReviewJob::KIND_REVALIDATE
                           ? T::kJobAccepted
                           : T::kJobDoneCount),
             ShowNumber(language, job.done()));
  page->Fact(page->Say(T::kJobLeft), ShowNumber(language, job.left()));
  html.Close();
  if (!job.trouble().empty()) {
    const bool failed = job.state() == v1::ReviewJob::STATE_FAILED;
    page->Alert(failed ? Notice::Kind::kError : Notice::Kind::kWarning,
                page->Say(failed ? T::kJobTrouble : T::kJobRefused),
                Half(language, job.trouble()));
  }
  if (running) {
    html.Open("p").Link(JobPath(job.job_id()), page->Say(T::kLookAgain));
    html.Close();
  }
  html.Close();
}

void WriteFacts(const v1::ReviewJob& job, Page* page) {
  Html& html = page->html();
  html.Open("dl", {{"class", "tr-facts"}});
  page->Fact(page->Say(T::kOnWhich), FilterInWords(job.filter(), *page));
  page->Fact(page->Say(T::kStartedBy), job.actor_name());
  page->Fact(page->Say(T::kStarted),
             ShowTime(page->language(), job.start_time()));
  if (job.has_end_time()) {
    page->Fact(page->Say(T::kEnded),
               ShowTime(page->language(), job.end_time()));
  }
  if (!job.text().empty()) {
    page->Fact(page->Say(job.kind() == v1::ReviewJob::KIND_ASSIGN
                             ? T::kJobGivenTo
                             : T::kMessageOrReason),
               job.text());
  }
  if (!job.rule_set().empty()) {
    page->Fact(page->Say(T::kRuleSet), job.rule_set());
  }
  html.Close();
}

}  // namespace

http::Response ShowJobs(const Visit& visit, const Desks& desks) {
  v1::ListReviewJobsRequest request;
  request.set_page_token(visit.query.Value("side"));
  v1::ListReviewJobsResponse response;
  const absl::Status status =
      desks.review.ListReviewJobs(visit.who(), request, &response);
  if (!status.ok()) return ErrorPage(visit, status);
  Page page(visit, Section::kJobs,
            std::string(Say(visit.settings.language, T::kJobs)));
  page.Lead(page.Say(T::kJobsLead));
  Html& html = page.html();
  if (response.jobs().empty()) {
    html.Leaf("p", {{"class", "tr-empty"}}, page.Say(T::kNoJobs));
    return page.Finish();
  }
  page.OpenTable(page.Say(T::kJobs),
                 {page.Say(T::kAct), page.Say(T::kOnWhich),
                  page.Say(T::kStarted), page.Say(T::kStartedBy),
                  page.Say(T::kJobLookedAt), page.Say(T::kState)});
  for (const v1::ReviewJob& job : response.jobs()) {
    html.Open("tr").Open("th", {{"scope", "row"}});
    html.Link(JobPath(job.job_id()), page.Say(KindName(job.kind()))).Close();
    html.Leaf("td", FilterInWords(job.filter(), page));
    html.Leaf("td", ShowTime(page.language(), job.start_time()));
    html.Leaf("td", job.actor_name());
    html.Leaf("td",
              page.Say(T::kOf, ShowNumber(page.language(), job.looked_at()),
                       ShowNumber(page.language(),
                                  std::max(job.total(), job.looked_at()))));
    html.Open("td");
    WriteStateBadge(job.state(), &page);
    html.Close().Close();
  }
  page.CloseTable();
  if (!response.next_page_token().empty()) {
    html.Leaf(
        "a",
        {{"class", "button button-secondary"},
         {"href", Path("/job").Query("side", response.next_page_token())}},
        page.Say(T::kNextPage));
  }
  return page.Finish();
}

http::Response ShowJob(const Visit& visit, const Desks& desks) {
  v1::GetReviewJobRequest request;
  request.set_job_id(ReadNumber(visit.PathValue("id")).value_or(0));
  v1::GetReviewJobResponse response;
  const absl::Status status =
      desks.review.GetReviewJob(visit.who(), request, &response);
  if (!status.ok()) return ErrorPage(visit, status);
  const v1::ReviewJob& job = response.job();
  const Language language = visit.settings.language;
  Page page(visit, Section::kJobs,
            Say(language, T::kJobTitle, Say(language, KindName(job.kind()))));
  WriteProgress(job, &page);
  WriteFacts(job, &page);
  Html& html = page.html();
  html.Open("div", {{"class", "tr-buttons"}});
  html.Leaf("a",
            {{"class", "button button-secondary"},
             {"href", WithFilter(Path("/afviste/liste"), job.filter())}},
            page.Say(T::kToTheList));
  if (job.state() == v1::ReviewJob::STATE_RUNNING &&
      visit.May(access::Right::kOperate)) {
    page.OpenForm(JobPath(job.job_id()).Segment("stop"));
    page.Submit(page.Say(T::kStopJob), "button-warning");
    html.Close();
  }
  html.Close();
  return page.Finish();
}

http::Response StartJob(const Visit& visit, const Desks& desks) {
  v1::StartReviewJobRequest request;
  *request.mutable_filter() = ReadFilter(visit.form, visit.who().actor);
  v1::StartReviewJobResponse response;
  absl::Status status = ReadJob(visit.form, visit.who().actor, &request);
  if (status.ok()) {
    status = desks.review.StartReviewJob(visit.who(), request, &response);
  }
  if (!status.ok()) {
    return ErrorAfterAct(
        visit, WithFilter(Path("/afviste/liste"), request.filter()), status);
  }
  return GoTo(JobPath(response.job().job_id()), std::nullopt);
}

http::Response StopJob(const Visit& visit, const Desks& desks) {
  v1::CancelReviewJobRequest request;
  request.set_job_id(ReadNumber(visit.PathValue("id")).value_or(0));
  v1::CancelReviewJobResponse response;
  const absl::Status status =
      desks.review.CancelReviewJob(visit.who(), request, &response);
  if (!status.ok()) return ErrorAfterAct(visit, Path("/job"), status);
  return GoTo(
      JobPath(request.job_id()),
      Notice{Notice::Kind::kDone,
             std::string(Say(visit.settings.language, T::kJobStoppedText))});
}

}  // namespace trivsel::gateway::console
