#include "gateway/console/report_parts.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

void WriteSeverity(v1::Severity severity, Page* page) {
  switch (severity) {
    case v1::SEVERITY_WARNING:
      return page->Badge(page->Say(T::kWarning), "warning");
    case v1::SEVERITY_INFORMATION:
      return page->Badge(page->Say(T::kInformation), "info");
    default:
      return page->Badge(page->Say(T::kError), "error");
  }
}

int LineOf(const v1::ReviewedReport& report, int finding) {
  for (const v1::FindingPlace& place : report.places()) {
    if (place.finding() == finding) return place.line();
  }
  return 0;
}

// `index` < 0: a receiver's.
void WriteFinding(const v1::Finding& finding, int index, int line,
                  const StandardBook& standard, Page* page) {
  Html& html = page->html();
  html.Open("li", {{"class", "tr-finding"},
                   Attribute::If(index >= 0, "id",
                                 absl::StrCat("fund-", index + 1))});
  html.Open("p", {{"class", "tr-finding-head"}});
  WriteSeverity(finding.severity(), page);
  html.Text(" ");
  if (standard.Find(finding.code()) != nullptr) {
    html.Leaf("a",
              {{"class", "tr-code"},
               {"href", Path("/standard").Fragment(finding.code())}},
              finding.code());
  } else {
    html.Leaf("span", {{"class", "tr-code"}}, finding.code());
  }
  html.Close();
  html.Leaf("p", {{"class", "tr-finding-text"}},
            Pick(page->language(), finding.danish(), finding.english()));
  html.Leaf("p", {{"class", "tr-advice"}},
            AdviceOf(page->language(), finding.code()));
  html.Open("p", {{"class", "tr-quiet"}});
  if (!finding.fhir_path().empty()) {
    html.Leaf("span", {{"class", "tr-code"}}, finding.fhir_path());
    html.Text(" ");
  }
  if (line > 0) {
    html.Link(Path("#").Id(absl::StrCat("linje-", line)),
              page->Say(T::kToLine, std::to_string(line)));
  }
  html.Close().Close();
}

T EventText(const v1::ReviewEvent& event) {
  switch (event.kind()) {
    case v1::ReviewEvent::KIND_ASSIGNED:
      return event.text().empty() ? T::kEventAssigned : T::kEventGiven;
    case v1::ReviewEvent::KIND_COMMENTED:
      return T::kEventCommented;
    case v1::ReviewEvent::KIND_RETURNED:
      return T::kEventReturned;
    case v1::ReviewEvent::KIND_STILL_REJECTED:
      return T::kEventStillRejected;
    case v1::ReviewEvent::KIND_ACCEPTED:
      return T::kEventAccepted;
    case v1::ReviewEvent::KIND_DISMISSED:
      return T::kEventDismissed;
    case v1::ReviewEvent::KIND_CONTENT_GONE:
      return T::kEventContentGone;
    default:
      return T::kEventReleased;
  }
}

T StepText(const v1::ReportStep& step, v1::Verdict verdict) {
  switch (step.kind()) {
    case v1::ReportStep::KIND_RECEIVED:
      return T::kStepReceived;
    case v1::ReportStep::KIND_JUDGED:
      return verdict == v1::VERDICT_ACCEPTED ? T::kStepAccepted
                                             : T::kStepRejected;
    case v1::ReportStep::KIND_SENT:
      return T::kStepSent;
    case v1::ReportStep::KIND_CONFIRMED:
      return T::kStepConfirmed;
    case v1::ReportStep::KIND_REFUSED:
      return T::kStepRefused;
    case v1::ReportStep::KIND_ACCEPTED_LATER:
      return T::kStepAcceptedLater;
    default:
      return T::kStepReviewed;
  }
}

T DeliveryText(v1::DeliveryState state) {
  switch (state) {
    case v1::DELIVERY_STATE_IN_BATCH:
      return T::kDeliveryInBatch;
    case v1::DELIVERY_STATE_CONFIRMED:
      return T::kDeliveryConfirmed;
    case v1::DELIVERY_STATE_REFUSED:
      return T::kDeliveryRefused;
    case v1::DELIVERY_STATE_UNANSWERED:
      return T::kDeliveryUnanswered;
    default:
      return T::kDeliveryPending;
  }
}

void WriteDeliveries(const v1::ReviewedReport& report, Page* page) {
  if (report.deliveries().empty()) return;
  Html& html = page->html();
  page->OpenTable(page->Say(T::kReceivers),
                  {page->Say(T::kReceiver), page->Say(T::kState),
                   page->Say(T::kAnswered), page->Say(T::kReference)});
  for (const v1::Delivery& one : report.deliveries()) {
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}}, one.destination());
    html.Open("td");
    page->Badge(page->Say(DeliveryText(one.state())),
                one.state() == v1::DELIVERY_STATE_CONFIRMED ? "success"
                : one.state() >= v1::DELIVERY_STATE_REFUSED ? "error"
                                                            : "info");
    html.Close();
    html.Leaf("td", one.has_settle_time()
                        ? ShowTime(page->language(), one.settle_time())
                        : std::string("–"));
    html.Leaf("td", one.receiver_reference());
    html.Close();
  }
  page->CloseTable();
}

}  // namespace

void WriteFindings(const v1::ReviewedReport& report,
                   const StandardBook& standard, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", {{"id", "fund"}}, page->Say(T::kFindings));
  int shown = 0;
  html.Open("ol", {{"class", "tr-findings"}});
  for (int i = 0; i < report.receipt().findings_size(); ++i, ++shown) {
    WriteFinding(report.receipt().findings(i), i, LineOf(report, i), standard,
                 page);
  }
  for (const v1::Delivery& delivery : report.deliveries()) {
    for (const v1::Finding& finding : delivery.findings()) {
      WriteFinding(finding, -1, 0, standard, page);
      ++shown;
    }
  }
  html.Close();
  if (shown == 0) html.Leaf("p", page->Say(T::kNoFindings));
}

void WriteHistory(const v1::ReviewedReport& report, Page* page) {
  if (report.events().empty()) return;
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kHistory));
  html.Open("ol", {{"class", "tr-timeline"}});
  for (const v1::ReviewEvent& event : report.events()) {
    html.Open("li");
    html.Leaf("strong", page->Say(EventText(event)));
    html.Leaf("span", {{"class", "tr-sentence"}},
              absl::StrCat(ShowTime(page->language(), event.time()), " · ",
                           event.actor()));
    if (!event.text().empty()) {
      html.Leaf("p", {{"class", "tr-said"}}, event.text());
    }
    html.Close();
  }
  html.Close();
}

void WriteWay(const v1::ReviewedReport& report, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kTheWay));
  html.Open("ol", {{"class", "tr-timeline"}});
  for (const v1::ReportStep& step : report.steps()) {
    html.Open("li");
    html.Leaf("strong", page->Say(StepText(step, report.receipt().verdict())));
    std::string line = ShowTime(page->language(), step.time());
    if (!step.text().empty()) absl::StrAppend(&line, " · ", step.text());
    html.Leaf("span", {{"class", "tr-sentence"}}, line);
    html.Close();
  }
  html.Close();
  WriteDeliveries(report, page);
}

void WriteCitizenReports(const v1::ReviewedReport& report, Page* page) {
  Html& html = page->html();
  html.Leaf("h3", page->Say(T::kCitizenReports));
  if (report.citizen_reports().empty()) {
    html.Leaf("p", page->Say(T::kNoCitizenReports));
    return;
  }
  html.Open("ol", {{"class", "tr-timeline"}});
  for (const v1::CitizenReport& one : report.citizen_reports()) {
    const bool here = one.report_key() == report.report_key();
    html.Open("li");
    if (here) {
      html.Leaf("strong", {{"aria-current", "true"}}, one.report_id());
      html.Text(" ").Text(page->Say(T::kThisOne));
    } else {
      html.Link(Path("/indberetning").Segment(std::to_string(one.report_key())),
                one.report_id());
    }
    html.Text(" ");
    const bool accepted = one.verdict() == v1::VERDICT_ACCEPTED;
    page->Badge(page->Say(accepted ? T::kVerdictAccepted : T::kVerdictRejected),
                accepted ? "success" : "error");
    std::string line = absl::StrCat(
        ShowTime(page->language(), one.receive_time()), " · ", one.submitter());
    // What kinds of records; their ids tell nobody anything here.
    for (const std::string& resource : one.resources()) {
      absl::StrAppend(&line, " · ", resource.substr(0, resource.find('/')));
    }
    html.Leaf("span", {{"class", "tr-sentence"}}, line);
    html.Close();
  }
  html.Close();
}

}  // namespace trivsel::gateway::console
