// Kommuner: how far each is with being connected, its agreements and contacts.
#include <map>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/console/endings.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/show.h"
#include "gateway/registry/danish_day.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

struct Progress {
  int done = 0, all = 0, overdue = 0, ending = 0;
  const v1::OnboardingTask* next = nullptr;  // of those that can be done
};

bool IsDone(const v1::OnboardingTask& task) {
  return task.state() == v1::TASK_STATE_DONE ||
         task.state() == v1::TASK_STATE_ENDING;
}

void Count(const v1::OnboardingTask& task, Progress* progress) {
  ++progress->all;
  progress->done += IsDone(task);
  progress->overdue += task.state() == v1::TASK_STATE_OVERDUE;
  progress->ending += task.state() == v1::TASK_STATE_ENDING;
  if (progress->next == nullptr && !IsDone(task) &&
      task.state() != v1::TASK_STATE_WAITING) {
    progress->next = &task;
  }
}

void WriteProgress(const Progress& progress, Page* page) {
  Html& html = page->html();
  const std::string words =
      page->Say(T::kTasksDone, std::to_string(progress.done),
                std::to_string(progress.all));
  html.Leaf("progress",
            {{"class", "tr-progress small"},
             {"max", std::to_string(std::max(1, progress.all))},
             {"value", std::to_string(progress.done)},
             {"aria-label", words}},
            "");
  html.Leaf("span", {{"class", "tr-sentence"}}, words);
}

void WriteTaskState(v1::TaskState state, Page* page) {
  switch (state) {
    case v1::TASK_STATE_DONE:
      return page->Badge(page->Say(T::kTaskDone), "success");
    case v1::TASK_STATE_ENDING:
      return page->Badge(page->Say(T::kTaskEnding), "warning");
    case v1::TASK_STATE_OVERDUE:
      return page->Badge(page->Say(T::kTaskOverdue), "error");
    case v1::TASK_STATE_WAITING:
      return page->Badge(page->Say(T::kTaskWaiting), "");
    default:
      return page->Badge(page->Say(T::kTaskOpen), "info");
  }
}

T OwnerText(v1::TaskOwner owner) {
  switch (owner) {
    case v1::TASK_OWNER_VENDOR:
      return T::kOwnerVendor;
    case v1::TASK_OWNER_REGISTRAR:
      return T::kOwnerRegistrar;
    default:
      return T::kOwnerMunicipality;
  }
}

// What is to be done next, and whose it is.
void WriteNext(const Progress& progress, Page* page) {
  Html& html = page->html();
  if (progress.next == nullptr) {
    html.Text("–");
    return;
  }
  const v1::OnboardingTask& task = *progress.next;
  html.Text(Pick(page->language(), task.danish_title(), task.english_title()));
  html.Leaf("span", {{"class", "tr-sentence"}},
            page->Say(OwnerText(task.owner())));
}

void WriteTasks(const v1::GetMunicipalityResponse& response, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kChecklist));
  page->OpenTable(page->Say(T::kChecklist),
                  {page->Say(T::kTask), page->Say(T::kState),
                   page->Say(T::kOwner), page->Say(T::kDue)});
  for (const v1::OnboardingTask& task : response.tasks()) {
    html.Open("tr").Open("th", {{"scope", "row"}});
    html.Text(
        Pick(page->language(), task.danish_title(), task.english_title()));
    const std::string& advice =
        Pick(page->language(), task.danish_advice(), task.english_advice());
    for (const std::string& line : {task.found(), advice}) {
      if (!line.empty()) {
        html.Leaf("span", {{"class", "tr-sentence"}}, line);
      }
    }
    html.Close().Open("td");
    WriteTaskState(task.state(), page);
    html.Close();
    html.Leaf("td", page->Say(OwnerText(task.owner())));
    html.Leaf("td", {{"class", "tr-date"}},
              task.due_on().empty() ? "–" : task.due_on());
    html.Close();
  }
  page->CloseTable();
}

template <typename Message>
std::string PeriodOf(const Message& message, const Page& page) {
  std::string from, until;
  if (message.has_valid_from()) {
    from = registry::ShowFrom(TimeOf(message.valid_from()));
  }
  if (message.has_valid_until()) {
    until = registry::ShowUntil(TimeOf(message.valid_until()));
  }
  if (from.empty() && until.empty()) {
    return std::string(page.Say(T::kNoEnd));
  }
  return absl::StrCat(from, " – ", until);
}

void WriteAgreements(const v1::GetMunicipalityResponse& response, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kAgreements));
  if (response.agreements().empty()) {
    html.Leaf("p", page->Say(T::kNoAgreements));
    return;
  }
  page->OpenTable(
      page->Say(T::kAgreements),
      {page->Say(T::kWhat), page->Say(T::kReference), page->Say(T::kSigned),
       page->Say(T::kValid), page->Say(T::kArchived), "SHA-256"});
  for (const v1::Agreement& one : response.agreements()) {
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}},
              page->Say(one.kind() == v1::AGREEMENT_KIND_CONNECTION
                            ? T::kConnectionAgreement
                            : T::kDataAgreement));
    html.Leaf("td", one.reference());
    html.Leaf("td", {{"class", "tr-date"}}, one.signed_on());
    html.Leaf("td", PeriodOf(one, *page));
    html.Leaf("td", one.has_archive_time()
                        ? ShowTime(page->language(), one.archive_time())
                        : page->Say(T::kArchiveBefore, one.delete_on()));
    html.Leaf("td", {{"class", "tr-code"}},
              one.sha256().empty() ? std::string(page->Say(T::kDigestUnknown))
                                   : absl::BytesToHexString(one.sha256()));
    html.Close();
  }
  page->CloseTable();
}

void WritePermissions(const v1::GetMunicipalityResponse& response, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kWhoMayReport));
  if (response.permissions().empty()) {
    html.Leaf("p", page->Say(T::kNobodyMayReport));
    return;
  }
  page->OpenTable(page->Say(T::kWhoMayReport),
                  {page->Say(T::kSystem), page->Say(T::kValid)});
  for (const v1::Permission& one : response.permissions()) {
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}}, one.submitter());
    html.Leaf("td", PeriodOf(one, *page));
    html.Close();
  }
  page->CloseTable();
}

T RoleText(v1::ContactRole role) {
  switch (role) {
    case v1::CONTACT_ROLE_DATA_PROTECTION:
      return T::kContactData;
    case v1::CONTACT_ROLE_PROFESSIONAL:
      return T::kContactProfessional;
    default:
      return T::kContactIt;
  }
}

void WriteContacts(const v1::GetMunicipalityResponse& response, Page* page) {
  if (response.contacts().empty()) return;
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kContacts));
  html.Open("dl", {{"class", "tr-facts"}});
  for (const v1::MunicipalityContact& one : response.contacts()) {
    std::string text;
    for (const std::string* part :
         {&one.name(), &one.organisation(), &one.email()}) {
      if (part->empty()) continue;
      absl::StrAppend(&text, text.empty() ? "" : ", ", *part);
    }
    page->Fact(page->Say(RoleText(one.role())), text);
  }
  html.Close();
}

}  // namespace

http::Response ShowMunicipalities(const Visit& visit, const Desks& desks) {
  const access::Scope scope = visit.who().ScopeOf(access::Right::kRead);
  if (scope.empty()) {
    return ErrorPage(visit, absl::PermissionDeniedError("read"));
  }
  const auto view = desks.registry.View(scope);
  if (!view.ok()) return ErrorPage(visit, view.status());
  std::map<std::string, Progress> progress;
  for (const v1::OnboardingTask& task : view->tasks) {
    Count(task, &progress[task.municipality_cvr()]);
  }
  Page page(visit, Section::kMunicipalities,
            std::string(Say(visit.settings.language, T::kMunicipalities)));
  page.Lead(page.Say(T::kMunicipalitiesLead));
  Html& html = page.html();
  if (view->municipalities.empty()) {
    html.Leaf("p", {{"class", "tr-empty"}}, page.Say(T::kNoMunicipalities));
    return page.Finish();
  }
  page.OpenTable(page.Say(T::kMunicipalities),
                 {page.Say(T::kMunicipality), "CVR", page.Say(T::kConnected),
                  page.Say(T::kNextTask), page.Say(T::kAttention)});
  for (const v1::Municipality& one : view->municipalities) {
    const Progress& mine = progress[one.cvr()];
    html.Open("tr").Open("th", {{"scope", "row"}});
    html.Link(Path("/kommuner").Segment(one.cvr()), one.name()).Close();
    html.Leaf("td", one.cvr());
    html.Open("td");
    WriteProgress(mine, &page);
    html.Close().Open("td");
    WriteNext(mine, &page);
    html.Close().Open("td");
    if (mine.overdue > 0) {
      page.Badge(page.Say(T::kOverdueCount, std::to_string(mine.overdue)),
                 "error");
    }
    if (mine.ending > 0) {
      page.Badge(page.Say(T::kEndingCount, std::to_string(mine.ending)),
                 "warning");
    }
    html.Close().Close();
  }
  page.CloseTable();
  return page.Finish();
}

http::Response ShowMunicipality(const Visit& visit, const Desks& desks) {
  const access::Scope scope = visit.who().ScopeOf(access::Right::kRead);
  if (scope.empty()) {
    return ErrorPage(visit, absl::PermissionDeniedError("read"));
  }
  const auto response =
      desks.registry.Municipality(scope, visit.PathValue("cvr"));
  if (!response.ok()) return ErrorPage(visit, response.status());
  Page page(visit, Section::kMunicipalities, response->municipality().name());
  Html& html = page.html();
  html.Open("dl", {{"class", "tr-facts"}});
  page.Fact("CVR", response->municipality().cvr());
  page.Fact(
      page.Say(T::kSorCodes),
      ShowNumber(page.language(), response->municipality().sor_codes_size()));
  html.Close();
  html.Open("p").Link(
      Path("/afviste/liste").Query("kommune", response->municipality().cvr()),
      page.Say(T::kItsRejections));
  html.Close();
  WriteTasks(*response, &page);
  WriteAgreements(*response, &page);
  html.Leaf("h2", page.Say(T::kItsEndings));
  WriteEndings(desks, response->municipality().cvr(), &page);
  WritePermissions(*response, &page);
  WriteContacts(*response, &page);
  return page.Finish();
}

}  // namespace trivsel::gateway::console
