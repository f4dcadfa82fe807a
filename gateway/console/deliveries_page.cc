// Leverancer: how each destination goes, holding it back and letting it go on.
// Sending again: replay_page.cc.
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

using queue::DestinationReport;

Path DestinationPath(const std::string& name) {
  return Path("/leverancer").Segment(name);
}

std::string ShowPending(Language language, const DestinationReport& one) {
  if (one.pending >= DestinationReport::kMostCounted) {
    return absl::StrCat(
        "> ", ShowNumber(language, DestinationReport::kMostCounted - 1));
  }
  return ShowNumber(language, one.pending);
}

void WriteState(const DestinationReport& one, Page* page) {
  bool down = false;
  for (const queue::LaneHolder& holder : one.holders) {
    down = down || holder.circuit_open;
  }
  if (one.paused_at) {
    page->Badge(page->Say(T::kPaused), "warning");
  } else if (down) {
    page->Badge(page->Say(T::kDown), "error");
  } else if (one.stuck > 0) {
    page->Badge(page->Say(T::kHasStuck), "warning");
  } else {
    page->Badge(page->Say(T::kDelivers), "success");
  }
}

void WriteNumbers(const DestinationReport& one, Page* page) {
  const Language language = page->language();
  page->html().Open("dl", {{"class", "tr-facts"}});
  page->Fact(page->Say(T::kWaiting), ShowPending(language, one));
  page->Fact(page->Say(T::kWaitingSize),
             ShowBytes(language, one.pending_bytes));
  page->Fact(
      page->Say(T::kLag),
      one.oldest_received_at
          ? ShowAge(language, page->visit().now - *one.oldest_received_at)
          : std::string(page->Say(T::kNone)));
  page->Fact(page->Say(T::kLastAnswer),
             one.last_answer_at ? ShowTime(language, *one.last_answer_at)
                                : std::string("–"));
  page->Fact(page->Say(T::kUnderWay), ShowNumber(language, one.unsettled));
  page->Fact(page->Say(T::kStuckCount), ShowNumber(language, one.stuck));
  page->Fact(page->Say(T::kReplayedCount), ShowNumber(language, one.replayed));
  page->Fact(page->Say(T::kFreeLanes), ShowNumber(language, one.free_lanes));
  page->html().Close();
}

void WriteHolders(const DestinationReport& one, Page* page) {
  if (one.holders.empty()) return;
  Html& html = page->html();
  page->OpenTable(page->Say(T::kGateways, one.name),
                  {page->Say(T::kGateway), OverNumbers(page->Say(T::kLanes)),
                   page->Say(T::kState), page->Say(T::kLastFailure)});
  for (const queue::LaneHolder& holder : one.holders) {
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}}, holder.owner);
    html.Leaf("td", {{"class", "num"}},
              ShowNumber(page->language(), holder.lanes));
    html.Open("td");
    if (holder.circuit_open) {
      page->Badge(page->Say(T::kDown), "error");
    } else {
      page->Badge(page->Say(T::kDelivers), "success");
    }
    html.Close();
    html.Leaf("td", holder.last_failure.empty() ? "–" : holder.last_failure);
    html.Close();
  }
  page->CloseTable();
}

void WriteActs(const DestinationReport& one, Page* page) {
  Html& html = page->html();
  html.Open("div", {{"class", "tr-acts"}});
  if (one.paused_at) {
    html.Leaf("p", page->Say(T::kPausedBy, one.paused_by,
                             ShowTime(page->language(), *one.paused_at)));
    html.Leaf("p", {{"class", "tr-said"}}, one.pause_reason);
    page->OpenForm(DestinationPath(one.name).Segment("genoptag"));
    page->Submit(page->Say(T::kResume), "button-primary");
    html.Close();
  } else {
    page->OpenForm(DestinationPath(one.name).Segment("pause"), "tr-act");
    const std::string id = absl::StrCat("grund-", one.name);
    html.Open("div", {{"class", "form-group tr-grow"}});
    html.Leaf("label", {{"class", "form-label"}, {"for", id}},
              page->Say(T::kPauseReason));
    html.Void("input", {{"class", "form-input"},
                        {"type", "text"},
                        {"id", id},
                        {"name", "grund"},
                        {"maxlength", "200"},
                        {"required", "required"},
                        {"autocomplete", "off"}});
    html.Close();
    page->Submit(page->Say(T::kPause), "button-secondary");
    html.Close();
  }
  html.Leaf("a", {{"href", DestinationPath(one.name).Segment("genafspil")}},
            page->Say(T::kReplayLink));
  html.Close();
}

absl::Status MayDeliver(const Visit& visit) {
  if (visit.MayAll(access::Right::kDeliver)) return absl::OkStatus();
  return absl::PermissionDeniedError("deliver");
}

}  // namespace

http::Response ShowDeliveries(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const auto reports = desks.deliveries.Status();
  if (!reports.ok()) return ErrorPage(visit, reports.status());
  Page page(visit, Section::kDeliveries,
            std::string(Say(visit.settings.language, T::kDeliveries)));
  page.Lead(page.Say(T::kDeliveriesLead));
  Html& html = page.html();
  for (const DestinationReport& one : *reports) {
    html.Open("section", {{"class", "tr-panel"}});
    html.Open("h2").Text(one.name).Text(" ");
    WriteState(one, &page);
    html.Close();
    WriteNumbers(one, &page);
    WriteHolders(one, &page);
    WriteActs(one, &page);
    html.Close();
  }
  if (reports->empty()) {
    html.Leaf("p", {{"class", "tr-empty"}}, page.Say(T::kNoDestinations));
  }
  return page.Finish();
}

http::Response PauseDestination(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const std::string name = visit.PathValue("name");
  const Language language = visit.settings.language;
  const auto hold =
      desks.deliveries.Pause(visit.who(), name, visit.form.Value("grund"));
  if (!hold.ok()) {
    return ErrorAfterAct(visit, Path("/leverancer"), hold.status());
  }
  if (!hold->ours) {
    return GoTo(Path("/leverancer"),
                Notice{Notice::Kind::kWarning,
                       Say(language, T::kPausedAlready, hold->by,
                           ShowTime(language, hold->since))});
  }
  return GoTo(Path("/leverancer"),
              Notice{Notice::Kind::kDone, Say(language, T::kPausedNow, name)});
}

http::Response ResumeDestination(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const std::string name = visit.PathValue("name");
  const Language language = visit.settings.language;
  const auto resumed = desks.deliveries.Resume(visit.who().actor, name);
  if (!resumed.ok()) {
    return ErrorAfterAct(visit, Path("/leverancer"), resumed.status());
  }
  return GoTo(
      Path("/leverancer"),
      *resumed
          ? Notice{Notice::Kind::kDone, Say(language, T::kResumedNow, name)}
          : Notice{Notice::Kind::kWarning, Say(language, T::kNotPaused, name)});
}

}  // namespace trivsel::gateway::console
