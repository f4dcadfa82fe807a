// Indberetning: all about one report, and what can be done with it.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/act_form.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/rejection_filter.h"
#include "gateway/console/report_parts.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

Path ReportPath(int64_t key) {
  return Path("/indberetning").Segment(std::to_string(key));
}

absl::Status Load(const Visit& visit, const Desks& desks,
                  v1::ReviewedReport* report) {
  const auto key = ReadNumber(visit.PathValue("key"));
  if (!key) return absl::NotFoundError("");
  v1::GetReviewedReportRequest request;
  request.set_report_key(*key);
  v1::GetReviewedReportResponse response;
  const absl::Status status =
      desks.review.GetReviewedReport(visit.who(), request, &response);
  if (status.ok()) *report = std::move(*response.mutable_report());
  return status;
}

void WriteFacts(const v1::ReviewedReport& report, Page* page) {
  Html& html = page->html();
  const v1::Receipt& receipt = report.receipt();
  html.Open("p");
  const bool accepted = receipt.verdict() == v1::VERDICT_ACCEPTED;
  page->Badge(page->Say(accepted ? T::kVerdictAccepted : T::kVerdictRejected),
              accepted ? "success" : "error");
  for (const v1::Rejection& one : report.rejections()) {
    html.Text(" ");
    page->Badge(page->Say(StateName(one.state())), StateKind(one.state()));
  }
  html.Close();
  html.Open("dl", {{"class", "tr-facts"}});
  page->Fact(page->Say(T::kReportId), receipt.report_id());
  page->Fact(page->Say(T::kReceived),
             ShowTime(page->language(), receipt.receive_time()));
  page->Fact(page->Say(T::kSystem), report.submitter());
  page->Fact(page->Say(T::kMunicipality),
             report.municipality().empty()
                 ? std::string(page->Say(T::kUnknownMunicipality))
                 : absl::StrCat(report.municipality(), " (CVR ",
                                report.municipality_cvr(), ")"));
  page->Fact(page->Say(T::kRuleSet), receipt.rule_set());
  if (receipt.has_kle()) {
    page->Fact("KLE", absl::StrCat(receipt.kle().subject(), " ",
                                   receipt.kle().facet()));
  }
  html.Close();
}

bool CanAct(const v1::Rejection& rejection) {
  return rejection.state() != v1::REVIEW_STATE_ACCEPTED &&
         rejection.state() != v1::REVIEW_STATE_DISMISSED;
}

void WriteHandling(const v1::ReviewedReport& report, Page* page) {
  if (report.rejections().empty()) return;
  Html& html = page->html();
  std::set<std::string> people;
  for (const v1::Rejection& one : report.rejections()) {
    if (!one.assignee().empty()) people.insert(one.assignee());
  }
  html.Leaf("h2", {{"id", "behandling"}}, page->Say(T::kHandling));
  for (const v1::Rejection& one : report.rejections()) {
    html.Open("section", {{"class", "tr-panel"}});
    html.Leaf("h3", one.origin() == v1::REJECTION_ORIGIN_RECEIVER
                        ? page->Say(T::kRejectedByNamed, one.destination())
                        : std::string(page->Say(T::kRejectedByCheck)));
    html.Open("p");
    page->Badge(page->Say(StateName(one.state())), StateKind(one.state()));
    html.Text(" ");
    if (!one.assignee().empty()) {
      html.Text(page->Say(T::kHasIt, one.assignee() == page->visit().who().actor
                                         ? std::string(page->Say(T::kMe))
                                         : one.assignee_name()));
    }
    html.Close();
    if (!one.returned_message().empty()) {
      html.Leaf("p", {{"class", "tr-said"}}, one.returned_message());
    }
    if (!CanAct(one)) {
      html.Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kNothingToDo));
    } else if (page->visit().May(access::Right::kOperate)) {
      page->OpenForm(ReportPath(report.report_key()).Segment("handling"));
      page->Hidden("valgt", RefText(one));
      WriteActFields({absl::StrCat("afvisning-", one.rejection_id()), false,
                      T::kDoIt, people},
                     page);
      html.Close();
    }
    html.Close();
  }
}

void WriteCitizen(const v1::ReviewedReport& report, const std::string& cpr,
                  Page* page) {
  Html& html = page->html();
  html.Leaf("h2", {{"id", "barnet"}}, page->Say(T::kTheChild));
  html.Open("section", {{"class", "tr-panel"}});
  html.Open("p");
  html.Leaf("strong", page->Say(T::kCpr)).Text(" ");
  if (cpr.empty()) {
    html.Leaf("span", {{"class", "tr-cpr"}}, "******-****");
  } else {
    const bool plain = cpr.size() == 10;
    html.Leaf("span", {{"class", "tr-cpr shown"}},
              plain ? absl::StrCat(cpr.substr(0, 6), "-", cpr.substr(6)) : cpr);
  }
  html.Close();
  if (!cpr.empty()) {
    html.Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kCprShown));
  } else if (page->visit().May(access::Right::kOperate)) {
    page->OpenForm(ReportPath(report.report_key()).Segment("cpr"), "tr-act");
    html.Open("div", {{"class", "tr-grow"}});
    page->TextField("begrundelse", page->Say(T::kCprReason), "",
                    page->Say(T::kCprReasonHint));
    html.Close();
    page->Submit(page->Say(T::kShowCpr), "button-secondary");
    html.Close();
  }
  html.Close();
  WriteCitizenReports(report, page);
}

void WriteContent(const v1::ReviewedReport& report, const Desks& desks,
                  Page* page) {
  Html& html = page->html();
  html.Leaf("h2", {{"id", "oplysninger"}}, page->Say(T::kContent));
  if (report.content_no_longer_kept()) {
    html.Leaf("p", page->Say(T::kContentGone));
    return;
  }
  if (report.fhir_json().empty()) {
    html.Leaf("p", page->Say(T::kContentUnreadable));
    return;
  }
  html.Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kContentNote));
  WriteRecord(report.fhir_json(), desks.standard, page);
  html.Leaf("h2", {{"id", "json"}}, "FHIR JSON");
  WriteLines(report, page);
}

http::Response Answer(const Visit& visit, const Desks& desks,
                      const v1::ReviewedReport& report,
                      const std::string& cpr) {
  Page page(visit, Section::kRejections,
            Say(visit.settings.language, T::kReportTitle,
                report.receipt().report_id()));
  WriteFacts(report, &page);
  WriteFindings(report, desks.standard, &page);
  WriteHandling(report, &page);
  WriteHistory(report, &page);
  WriteWay(report, &page);
  WriteCitizen(report, cpr, &page);
  WriteContent(report, desks, &page);
  return page.Finish();
}

}  // namespace

http::Response ShowReport(const Visit& visit, const Desks& desks) {
  v1::ReviewedReport report;
  const absl::Status status = Load(visit, desks, &report);
  if (!status.ok()) return ErrorPage(visit, status);
  return Answer(visit, desks, report, "");
}

http::Response ActOnReport(const Visit& visit, const Desks& desks) {
  v1::ReviewedReport report;
  absl::Status status = Load(visit, desks, &report);
  if (!status.ok()) return ErrorPage(visit, status);
  const Path back = ReportPath(report.report_key());
  v1::ReviewRejectionsRequest request;
  v1::ReviewRejectionsResponse response;
  status = ReadActs(visit.form, &request);
  if (status.ok()) {
    status = desks.review.ReviewRejections(visit.who(), request, &response);
  }
  if (!status.ok()) return ErrorAfterAct(visit, back, status);
  return GoTo(back, NoticeOfActs(visit.settings.language, request, response));
}

http::Response RevealOnReport(const Visit& visit, const Desks& desks) {
  v1::ReviewedReport report;
  absl::Status status = Load(visit, desks, &report);
  if (!status.ok()) return ErrorPage(visit, status);
  v1::RevealCitizenRequest request;
  request.set_report_key(report.report_key());
  request.set_reason(visit.form.Value("begrundelse"));
  v1::RevealCitizenResponse response;
  status = desks.review.RevealCitizen(visit.who(), request, &response);
  if (absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status)) {
    return ErrorAfterAct(visit, ReportPath(report.report_key()), status);
  }
  if (!status.ok()) return ErrorPage(visit, status);
  return Answer(visit, desks, report, response.cpr());
}

}  // namespace trivsel::gateway::console
