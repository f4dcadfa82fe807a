// Leverancer: sending again what was delivered.
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

absl::Status MayDeliver(const Visit& visit) {
  if (visit.MayAll(access::Right::kDeliver)) return absl::OkStatus();
  return absl::PermissionDeniedError("deliver");
}

// One route's names: /leverancer/{name}/genafspil, /genafspilning/{id}.
Path FormPath(const std::string& name) {
  return Path("/leverancer").Segment(name).Segment("genafspil");
}
Path ReplayPath(int64_t id) {
  return Path("/genafspilning").Segment(std::to_string(id));
}

absl::StatusOr<queue::ReplayOrder> ReadOrder(const std::string& name,
                                             const Form& form) {
  const auto from = ReadLocalTime(form.Value("fra"));
  const auto to = ReadLocalTime(form.Value("til"));
  if (!from || !to || *from >= *to) {
    return absl::InvalidArgumentError(
        "Angiv et tidsrum, hvor »fra« ligger før »til«. / Give a span in which "
        "the start lies before the end.");
  }
  return queue::ReplayOrder{name, *from, *to, form.Value("kommune")};
}

void WriteTimeField(const char* name, std::string_view label,
                    const std::string& value, Page* page) {
  Html& html = page->html();
  const std::string id = std::string("felt-") + name;
  html.Open("div", {{"class", "form-group"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", id}}, label);
  html.Void("input", {{"class", "form-input"},
                      {"type", "datetime-local"},
                      {"id", id},
                      {"name", name},
                      {"required", "required"},
                      {"value", value}});
  html.Close();
}

void WriteSpanForm(const std::string& name, const RegistryView& registry,
                   Page* page) {
  Html& html = page->html();
  const Form& query = page->visit().query;
  html.Open(
      "form",
      {{"method", "get"}, {"action", FormPath(name)}, {"class", "tr-panel"}});
  html.Open("div", {{"class", "tr-fields"}});
  WriteTimeField("fra", page->Say(T::kDeliveredFrom), query.Value("fra"), page);
  WriteTimeField("til", page->Say(T::kDeliveredTo), query.Value("til"), page);
  html.Open("div", {{"class", "form-group"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", "felt-kommune"}},
            page->Say(T::kMunicipality));
  html.Open(
      "select",
      {{"class", "form-select"}, {"id", "felt-kommune"}, {"name", "kommune"}});
  html.Leaf("option", {{"value", ""}}, page->Say(T::kAll));
  for (const auto& one : registry.municipalities) {
    html.Leaf("option",
              {{"value", one.cvr()},
               Attribute::If(one.cvr() == query.Value("kommune"), "selected")},
              one.name());
  }
  html.Close().Close().Close();
  page->Submit(page->Say(T::kCountReplay), "button-primary");
  html.Close();
}

std::string InWords(const ReplayEstimate& estimate, const Page& page) {
  const Language language = page.language();
  std::string words =
      page.Say(T::kReplayWould, ShowNumber(language, estimate.count.batches),
               ShowNumber(language, estimate.count.reports));
  if (estimate.more) {
    absl::StrAppend(&words, " ", std::string(page.Say(T::kReplayMore)));
  }
  if (estimate.count.batches_gone > 0) {
    absl::StrAppend(
        &words, " ",
        page.Say(T::kReplayGone,
                 ShowNumber(language, estimate.count.batches_gone)));
  }
  return words;
}

}  // namespace

http::Response ShowReplayForm(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const std::string name = visit.PathValue("name");
  const auto registry =
      desks.registry.View(visit.who().ScopeOf(access::Right::kDeliver));
  if (!registry.ok()) return ErrorPage(visit, registry.status());
  Page page(visit, Section::kDeliveries,
            Say(visit.settings.language, T::kReplayTitle, name));
  page.Lead(page.Say(T::kReplayLead));
  Html& html = page.html();
  WriteSpanForm(name, *registry, &page);
  if (visit.query.Value("fra").empty()) return page.Finish();
  const auto order = ReadOrder(name, visit.query);
  if (!order.ok()) {
    page.Alert(Notice::Kind::kError, page.Say(T::kReplayBadSpan));
    return page.Finish();
  }
  const auto estimate = desks.deliveries.Estimate(*order);
  if (!estimate.ok()) return ErrorPage(visit, estimate.status());
  html.Open("section", {{"class", "tr-panel"}});
  html.Leaf("h2", page.Say(T::kReplayCounted));
  html.Leaf("p", InWords(*estimate, page));
  if (estimate->count.batches > 0) {
    page.OpenForm(FormPath(name));
    for (const char* field : {"fra", "til", "kommune"}) {
      page.Hidden(field, visit.query.Value(field));
    }
    page.Submit(page.Say(T::kReplayStart), "button-primary");
    html.Close();
  }
  html.Close();
  return page.Finish();
}

http::Response StartReplay(const Visit& visit, const Desks& desks) {
  absl::Status may = MayDeliver(visit);
  if (!may.ok()) return ErrorPage(visit, may);
  const std::string name = visit.PathValue("name");
  const auto order = ReadOrder(name, visit.form);
  if (!order.ok()) return ErrorAfterAct(visit, FormPath(name), order.status());
  const auto replay = desks.deliveries.Begin(visit.who().actor, *order);
  if (!replay.ok()) {
    return ErrorAfterAct(visit, FormPath(name), replay.status());
  }
  desks.replays.Start(visit.who().actor, *replay);
  return GoTo(ReplayPath(replay->id), std::nullopt);
}

http::Response ShowReplay(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const int64_t id = ReadNumber(visit.PathValue("id")).value_or(0);
  // First: one that ends after it was loaded would neither run nor be ended,
  // and the page would not look again.
  const bool runs = desks.replays.Has(id);
  const auto replay = desks.deliveries.Load(id);
  if (!replay.ok()) return ErrorPage(visit, replay.status());
  const auto left = desks.deliveries.Left(*replay);
  if (!left.ok()) return ErrorPage(visit, left.status());
  Page page(
      visit, Section::kDeliveries,
      Say(visit.settings.language, T::kReplayTitle, replay->order.destination));
  Html& html = page.html();
  html.Open("section", {{"id", "fremdrift"},
                        {"aria-live", "polite"},
                        Attribute::If(runs || *left > 0, "data-live")});
  page.Badge(page.Say(!replay->ended ? (runs ? T::kJobRunning : T::kReplayIdle)
                      : *left > 0    ? T::kReplayWaits
                                     : T::kJobDone),
             replay->ended && *left == 0 ? "success" : "info");
  html.Open("dl", {{"class", "tr-facts"}});
  page.Fact(page.Say(T::kDeliveredFrom),
            ShowTime(page.language(), replay->order.from));
  page.Fact(page.Say(T::kDeliveredTo),
            ShowTime(page.language(), replay->order.to));
  page.Fact(page.Say(T::kReplayReopened),
            ShowNumber(page.language(), replay->done.batches));
  page.Fact(page.Say(T::kReports),
            ShowNumber(page.language(), replay->done.reports));
  page.Fact(page.Say(T::kReplayLeft), ShowNumber(page.language(), *left));
  html.Close().Close();
  if (!replay->ended && !runs) {
    page.OpenForm(ReplayPath(replay->id).Segment("fortsaet"));
    page.Submit(page.Say(T::kReplayContinue), "button-primary");
    html.Close();
  }
  return page.Finish();
}

http::Response ContinueReplay(const Visit& visit, const Desks& desks) {
  if (absl::Status status = MayDeliver(visit); !status.ok()) {
    return ErrorPage(visit, status);
  }
  const auto replay =
      desks.deliveries.Load(ReadNumber(visit.PathValue("id")).value_or(0));
  if (!replay.ok()) {
    return ErrorAfterAct(visit, Path("/leverancer"), replay.status());
  }
  if (!replay->ended) desks.replays.Start(visit.who().actor, *replay);
  return GoTo(ReplayPath(replay->id), std::nullopt);
}

}  // namespace trivsel::gateway::console
