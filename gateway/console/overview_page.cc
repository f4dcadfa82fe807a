// Overblik: today's flow, what is stuck, rates of rejection, what ends.
#include "absl/strings/str_cat.h"
#include "gateway/console/charts.h"
#include "gateway/console/endings.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

void WriteNumber(std::string_view label, std::string_view number,
                 std::string_view note, const char* kind, Page* page) {
  Html& html = page->html();
  html.Open("div", {{"class", std::string("tr-tile ") + kind}});
  html.Leaf("p", {{"class", "tr-tile-label"}}, label);
  html.Leaf("p", {{"class", "tr-tile-number"}}, number);
  html.Leaf("p", {{"class", "tr-tile-note"}}, note);
  html.Close();
}

void WriteTiles(const v1::Overview& overview, Page* page) {
  const Language language = page->language();
  const absl::Time now = page->visit().now;
  page->html().Open("div", {{"class", "tr-tiles"}});
  WriteNumber(
      page->Say(T::kTileOpen), ShowNumber(language, overview.open_rejections()),
      overview.has_oldest_open()
          ? page->Say(T::kTileOldest,
                      ShowAge(language, now - TimeOf(overview.oldest_open())))
          : std::string(page->Say(T::kTileNoneOpen)),
      overview.open_rejections() > 0 ? "warn" : "good", page);
  WriteNumber(page->Say(T::kTileRate),
              ShowShare(language, overview.today().rejected(),
                        overview.today().received()),
              page->Say(T::kTileRateNote), "", page);
  if (page->visit().MayAll(access::Right::kRead)) {
    const bool waits = overview.has_oldest_undelivered();
    const absl::Duration age = waits
                                   ? now - TimeOf(overview.oldest_undelivered())
                                   : absl::ZeroDuration();
    WriteNumber(
        page->Say(T::kTileUndelivered),
        waits ? ShowAge(language, age) : std::string(page->Say(T::kNone)),
        waits ? page->Say(T::kSince,
                          ShowTime(language, overview.oldest_undelivered()))
              : std::string(page->Say(T::kTileNoneWaits)),
        age > absl::Hours(1) ? "warn" : "good", page);
  }
  page->html().Close();
}

void WriteStuck(const Desks& desks, Page* page) {
  if (!page->visit().MayAll(access::Right::kRead)) return;
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kStuck));
  const auto reports = desks.deliveries.Status();
  if (!reports.ok()) {
    page->Alert(Notice::Kind::kWarning, page->Say(T::kDeliveryUnknown));
    return;
  }
  int troubles = 0;
  html.Open("ul", {{"class", "tr-list"}});
  const auto tell = [&](const std::string& text) {
    ++troubles;
    html.Leaf("li", text);
  };
  for (const queue::DestinationReport& one : *reports) {
    if (one.paused_at) {
      tell(page->Say(T::kStuckPaused, one.name, one.pause_reason));
    }
    if (one.stuck > 0) {
      tell(page->Say(T::kStuckBatches, one.name,
                     ShowNumber(page->language(), one.stuck)));
    }
    for (const queue::LaneHolder& holder : one.holders) {
      if (!holder.circuit_open) continue;
      tell(page->Say(T::kStuckDown, one.name));
      break;
    }
  }
  if (troubles == 0) html.Leaf("li", page->Say(T::kNothingStuck));
  html.Close();
}

template <typename SeriesList>
void WriteRates(const SeriesList& list, T heading, T first, bool by_cvr,
                Page* page) {
  Html& html = page->html();
  html.Leaf("h3", page->Say(heading));
  if (list.empty()) {
    html.Leaf("p", page->Say(T::kNoReportsYet));
    return;
  }
  page->OpenTable(page->Say(heading),
                  {page->Say(first), OverNumbers(page->Say(T::kReceived)),
                   OverNumbers(page->Say(T::kRejected)),
                   OverNumbers(page->Say(T::kShare)), page->Say(T::kDays14)});
  for (const v1::Overview::Series& series : list) {
    int64_t received = 0, rejected = 0;
    for (const int64_t count : series.received()) received += count;
    for (const int64_t count : series.rejected()) rejected += count;
    html.Open("tr");
    html.Open("th", {{"scope", "row"}});
    html.Link(Path("/afviste/liste")
                  .Query(by_cvr ? "kommune" : "system",
                         by_cvr ? series.cvr() : series.name()),
              series.name());
    html.Close();
    html.Leaf("td", {{"class", "num"}}, ShowNumber(page->language(), received));
    html.Leaf("td", {{"class", "num"}}, ShowNumber(page->language(), rejected));
    html.Leaf("td", {{"class", "num"}},
              ShowShare(page->language(), rejected, received));
    html.Open("td");
    WriteRateChart(series, page);
    html.Close().Close();
  }
  page->CloseTable();
}

// Day by day, for who does not see the charts.
void WriteDays(const v1::Overview& overview, Page* page) {
  Html& html = page->html();
  html.Open("details", {{"class", "details"}});
  html.Leaf("summary", page->Say(T::kRatesAsTable));
  page->OpenTable(page->Say(T::kRatesAsTable),
                  {page->Say(T::kName), page->Say(T::kDay),
                   OverNumbers(page->Say(T::kReceived)),
                   OverNumbers(page->Say(T::kRejected)),
                   OverNumbers(page->Say(T::kShare))});
  const absl::CivilDay today = absl::ToCivilDay(page->visit().now, Denmark());
  const auto write = [&](const v1::Overview::Series& series) {
    const int days = std::min(series.received_size(), series.rejected_size());
    for (int i = 0; i < days; ++i) {
      if (series.received(i) == 0) continue;
      html.Open("tr");
      html.Leaf("th", {{"scope", "row"}}, series.name());
      html.Leaf("td", ShowDay(page->language(), today - (days - 1 - i)));
      html.Leaf("td", {{"class", "num"}},
                ShowNumber(page->language(), series.received(i)));
      html.Leaf("td", {{"class", "num"}},
                ShowNumber(page->language(), series.rejected(i)));
      html.Leaf(
          "td", {{"class", "num"}},
          ShowShare(page->language(), series.rejected(i), series.received(i)));
      html.Close();
    }
  };
  for (const auto& series : overview.municipalities()) write(series);
  for (const auto& series : overview.submitters()) write(series);
  page->CloseTable();
  html.Close();
}

}  // namespace

http::Response ShowOverview(const Visit& visit, const Desks& desks) {
  v1::GetOverviewResponse response;
  const absl::Status status = desks.review.GetOverview(
      visit.who(), v1::GetOverviewRequest(), &response);
  if (!status.ok()) return ErrorPage(visit, status);
  const v1::Overview& overview = response.overview();
  Page page(visit, Section::kOverview,
            std::string(Say(visit.settings.language, T::kOverview)));
  page.Lead(page.Say(T::kOverviewLead, ShowTime(page.language(), visit.now)));
  WriteTiles(overview, &page);
  page.html().Leaf("h2", page.Say(T::kFlowToday));
  WriteFlow(overview.today(), &page);
  WriteStuck(desks, &page);
  page.html().Leaf("h2", page.Say(T::kRates));
  WriteRates(overview.municipalities(), T::kRatesMunicipalities,
             T::kMunicipality, true, &page);
  WriteRates(overview.submitters(), T::kRatesSystems, T::kSystem, false, &page);
  WriteDays(overview, &page);
  page.html().Leaf("h2", page.Say(T::kEndings));
  WriteEndings(desks, "", &page);
  return page.Finish();
}

}  // namespace trivsel::gateway::console
