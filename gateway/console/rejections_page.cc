// Afviste: groups of a code and a vendor system; the list with its filter; acts
// on the rows that are ticked, and on all that match.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/act_form.h"
#include "gateway/console/charts.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/rejection_filter.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

void WriteTabs(bool groups, Page* page) {
  Html& html = page->html();
  html.Open("nav",
            {{"class", "tr-tabs"}, {"aria-label", page->Say(T::kViews)}});
  html.Leaf("a",
            {{"href", Path("/afviste")},
             Attribute::If(groups, "aria-current", "page")},
            page->Say(T::kGroups));
  html.Leaf("a",
            {{"href", Path("/afviste/liste")},
             Attribute::If(!groups, "aria-current", "page")},
            page->Say(T::kList));
  html.Close();
}

void WriteGroup(const v1::RejectionGroup& group, const Desks& desks,
                Page* page) {
  Html& html = page->html();
  html.Open("tr");
  html.Open("th", {{"scope", "row"}});
  html.Open("span", {{"class", "tr-code"}});
  const CodeEntry* known = desks.standard.Find(group.code());
  if (known != nullptr) {
    html.Link(Path("/standard").Fragment(group.code()), group.code());
  } else {
    html.Text(group.code());
  }
  html.Close();
  std::string sentence =
      Pick(page->language(), group.danish(), group.english());
  if (sentence.empty() && known != nullptr) {
    sentence = Pick(page->language(), known->danish, known->english);
  }
  html.Leaf(
      "span", {{"class", "tr-sentence"}},
      sentence.empty() ? std::string(page->Say(T::kReceiversCode)) : sentence);
  html.Close();
  html.Leaf("td", group.submitter());
  html.Leaf("td", {{"class", "num"}},
            ShowNumber(page->language(), group.open()));
  html.Leaf("td", {{"class", "num"}},
            ShowNumber(page->language(), group.not_taken()));
  html.Open("td");
  WriteSparkline({group.by_day().begin(), group.by_day().end()}, page);
  html.Close();
  html.Open("td");
  html.Leaf("a",
            {{"href", Path("/afviste/liste")
                          .Query("kode", group.code())
                          .Query("system", group.submitter())},
             {"class", "button button-secondary"},
             {"aria-label",
              page->Say(T::kOpenGroup, group.code(), group.submitter())}},
            page->Say(T::kOpen));
  html.Close().Close();
}

// With a box to tick where there is something to do with it.
void WriteRow(const v1::Rejection& one, bool operates, const Desks& desks,
              Page* page) {
  Html& html = page->html();
  html.Open("tr");
  if (operates) {
    const std::string id = absl::StrCat("valgt-", one.rejection_id());
    html.Open("td", {{"class", "tr-tick"}});
    html.Void("input",
              {{"type", "checkbox"},
               {"class", "tr-box"},
               {"name", "valgt"},
               {"id", id},
               {"value", RefText(one)},
               {"aria-label", page->Say(T::kChooseReport, one.report_id())}});
    html.Close();
  }
  html.Open("th", {{"scope", "row"}});
  html.Leaf("a",
            {{"href",
              Path("/indberetning").Segment(std::to_string(one.report_key()))},
             {"class", "tr-id"}},
            one.report_id());
  html.Leaf("span", {{"class", "tr-sentence"}},
            ShowTime(page->language(), one.receive_time()));
  html.Close();
  html.Open("td").Text(one.municipality().empty()
                           ? page->Say(T::kUnknownMunicipality)
                           : std::string_view(one.municipality()));
  html.Leaf("span", {{"class", "tr-sentence"}}, one.submitter());
  html.Close();
  html.Open("td");
  for (const std::string& code : one.codes()) {
    html.Open("span", {{"class", "tr-code"}});
    if (desks.standard.Find(code) != nullptr) {
      html.Link(Path("/standard").Fragment(code), code);
    } else {
      html.Text(code);
    }
    html.Close();
  }
  html.Close();
  html.Leaf("td", one.origin() == v1::REJECTION_ORIGIN_RECEIVER
                      ? page->Say(T::kReceiverNamed, one.destination())
                      : std::string(page->Say(T::kOurCheck)));
  html.Open("td");
  page->Badge(page->Say(StateName(one.state())), StateKind(one.state()));
  if (!one.assignee().empty()) {
    html.Leaf("span", {{"class", "tr-sentence"}},
              one.assignee() == page->visit().who().actor
                  ? std::string(page->Say(T::kMe))
                  : one.assignee_name());
  }
  html.Close().Close();
}

void WriteRows(const v1::ListRejectionsResponse& response, bool operates,
               const Desks& desks, Page* page) {
  Html& html = page->html();
  const std::string_view caption = page->Say(T::kRejections);
  if (operates) {
    page->OpenTable(caption, {page->Say(T::kChosen), page->Say(T::kReport),
                              page->Say(T::kFromWhom), page->Say(T::kFindings),
                              page->Say(T::kRejectedBy), page->Say(T::kState)});
  } else {
    page->OpenTable(caption, {page->Say(T::kReport), page->Say(T::kFromWhom),
                              page->Say(T::kFindings),
                              page->Say(T::kRejectedBy), page->Say(T::kState)});
  }
  for (const v1::Rejection& one : response.rejections()) {
    WriteRow(one, operates, desks, page);
  }
  page->CloseTable();
  html.Leaf("p", {{"class", "tr-quiet"}},
            page->Say(T::kShownHere, ShowNumber(page->language(),
                                                response.rejections_size())));
}

void WritePaging(const v1::RejectionFilter& filter, const std::string& token,
                 const std::string& next, Page* page) {
  if (token.empty() && next.empty()) return;
  Html& html = page->html();
  const Path list = WithFilter(Path("/afviste/liste"), filter);
  html.Open("nav",
            {{"class", "tr-buttons"}, {"aria-label", page->Say(T::kPages)}});
  if (!token.empty()) {
    html.Leaf("a", {{"class", "button button-secondary"}, {"href", list}},
              page->Say(T::kFirstPage));
  }
  if (!next.empty()) {
    html.Leaf("a",
              {{"class", "button button-secondary"},
               {"href", list.Query("side", next)},
               {"rel", "next"}},
              page->Say(T::kNextPage));
  }
  html.Close();
}

// Who have some of them.
std::set<std::string> PeopleOf(const v1::ListRejectionsResponse& response) {
  std::set<std::string> people;
  for (const v1::Rejection& one : response.rejections()) {
    if (!one.assignee().empty()) people.insert(one.assignee());
  }
  return people;
}

void WriteJobForm(const v1::RejectionFilter& filter,
                  const std::set<std::string>& people, Page* page) {
  Html& html = page->html();
  html.Open("section", {{"class", "tr-panel"}, {"id", "alle"}});
  html.Leaf("h2", page->Say(T::kActOnAll));
  html.Leaf("p", page->Say(T::kActOnAllText, FilterInWords(filter, *page)));
  page->OpenForm(Path("/job"));
  HideFilter(filter, page);
  WriteActFields({"job", true, T::kStartJob, people}, page);
  html.Close().Close();
}

void WriteList(const v1::RejectionFilter& filter, const std::string& token,
               const v1::ListRejectionsResponse& response, const Desks& desks,
               Page* page) {
  Html& html = page->html();
  const bool operates = page->visit().May(access::Right::kOperate);
  const std::set<std::string> people = PeopleOf(response);
  if (response.rejections().empty()) {
    html.Leaf("p", {{"class", "tr-empty"}},
              page->Say(response.next_page_token().empty() ? T::kNoneMatch
                                                           : T::kNoneYet));
  } else if (operates) {
    page->OpenForm(Path("/afviste/handling"), "tr-bulk");
    HideFilter(filter, page);
    WriteRows(response, operates, desks, page);
    html.Open("section", {{"class", "tr-panel"}});
    html.Leaf("h2", page->Say(T::kActOnChosen));
    WriteActFields({"valgte", false, T::kDoIt, people}, page);
    html.Close().Close();
  } else {
    WriteRows(response, operates, desks, page);
  }
  WritePaging(filter, token, response.next_page_token(), page);
  if (operates && !response.rejections().empty()) {
    WriteJobForm(filter, people, page);
  }
}

}  // namespace

http::Response ShowGroups(const Visit& visit, const Desks& desks) {
  v1::ListRejectionGroupsRequest request;
  v1::ListRejectionGroupsResponse response;
  const absl::Status status =
      desks.review.ListRejectionGroups(visit.who(), request, &response);
  if (!status.ok()) return ErrorPage(visit, status);
  Page page(visit, Section::kRejections,
            std::string(Say(visit.settings.language, T::kRejections)));
  WriteTabs(true, &page);
  page.Lead(page.Say(T::kGroupsLead));
  if (response.groups().empty()) {
    page.html().Leaf("p", {{"class", "tr-empty"}}, page.Say(T::kNoGroups));
    return page.Finish();
  }
  page.OpenTable(page.Say(T::kGroups),
                 {page.Say(T::kFinding), page.Say(T::kSystem),
                  OverNumbers(page.Say(T::kOpenCount)),
                  OverNumbers(page.Say(T::kNotTaken)), page.Say(T::kDays14),
                  page.Say(T::kAct)});
  for (const v1::RejectionGroup& group : response.groups()) {
    WriteGroup(group, desks, &page);
  }
  page.CloseTable();
  if (response.more()) {
    page.html().Leaf("p", {{"class", "tr-quiet"}}, page.Say(T::kMoreGroups));
  }
  return page.Finish();
}

http::Response ShowRejections(const Visit& visit, const Desks& desks) {
  v1::ListRejectionsRequest request;
  *request.mutable_filter() = ReadFilter(visit.query, visit.who().actor);
  const std::string token = visit.query.Value("side");
  request.set_page_token(token);
  v1::ListRejectionsResponse response;
  const absl::Status status =
      desks.review.ListRejections(visit.who(), request, &response);
  if (!status.ok()) return ErrorPage(visit, status);
  const auto registry =
      desks.registry.View(visit.who().ScopeOf(access::Right::kRead));
  if (!registry.ok()) return ErrorPage(visit, registry.status());
  Page page(visit, Section::kRejections,
            std::string(Say(visit.settings.language, T::kRejections)));
  WriteTabs(false, &page);
  Html& html = page.html();
  html.Open("details", {{"class", "tr-panel"},
                        Attribute::If(IsNarrow(request.filter()), "open")});
  html.Leaf("summary",
            page.Say(T::kFilterNow, FilterInWords(request.filter(), page)));
  WriteFilterForm(request.filter(), *registry, &page);
  html.Close();
  WriteList(request.filter(), token, response, desks, &page);
  return page.Finish();
}

http::Response ActOnRejections(const Visit& visit, const Desks& desks) {
  const Path back = WithFilter(Path("/afviste/liste"),
                               ReadFilter(visit.form, visit.who().actor));
  v1::ReviewRejectionsRequest request;
  v1::ReviewRejectionsResponse response;
  absl::Status status = ReadActs(visit.form, &request);
  if (status.ok()) {
    status = desks.review.ReviewRejections(visit.who(), request, &response);
  }
  if (!status.ok()) return ErrorAfterAct(visit, back, status);
  return GoTo(back, NoticeOfActs(visit.settings.language, request, response));
}

}  // namespace trivsel::gateway::console
