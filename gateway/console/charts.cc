#include "gateway/console/charts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

std::string Px(double value) { return absl::StrFormat("%.1f", value); }

void OpenSvg(int width, int height, const char* css, std::string_view sentence,
             Html* html) {
  html->Open("svg", {{"class", css},
                     {"viewBox", absl::StrCat("0 0 ", width, " ", height)},
                     {"role", "img"},
                     {"aria-label", sentence}});
}

struct Station {
  T label;
  int64_t count;
  const char* css;
};

constexpr int kBoxWidth = 150, kBoxHeight = 84, kStep = 206, kTop = 8;

void WriteStation(const Station& station, int index, Page* page) {
  Html& html = page->html();
  const int x = 4 + index * kStep;
  html.Leaf("rect",
            {{"class", absl::StrCat("flow-box ", station.css)},
             {"x", std::to_string(x)},
             {"y", std::to_string(kTop)},
             {"width", std::to_string(kBoxWidth)},
             {"height", std::to_string(kBoxHeight)},
             {"rx", "8"}},
            "");
  const std::string middle = std::to_string(x + kBoxWidth / 2);
  html.Leaf("text", {{"class", "flow-number"}, {"x", middle}, {"y", "50"}},
            ShowNumber(page->language(), station.count));
  html.Leaf("text", {{"class", "flow-label"}, {"x", middle}, {"y", "76"}},
            page->Say(station.label));
}

// The arrow to the station behind, thicker the more goes along it.
void WriteArrow(int index, int64_t count, int64_t most, Html* html) {
  const double width =
      most > 0 ? 2 + 10 * static_cast<double>(count) / static_cast<double>(most)
               : 2;
  const int x = 4 + index * kStep + kBoxWidth;
  html->Leaf("path",
             {{"class", "flow-arrow"},
              {"stroke-width", Px(width)},
              {"d", absl::StrCat("M", x + 5, " 50 H", x + 40)}},
             "");
  html->Leaf("path",
             {{"class", "flow-tip"},
              {"d", absl::StrCat("M", x + 38, " 38 L", x + 52, " 50 L", x + 38,
                                 " 62 Z")}},
             "");
}

void WriteFallen(int index, T label, int64_t count, Page* page) {
  Html& html = page->html();
  const int x = 4 + index * kStep;
  html.Leaf("path",
            {{"class", "flow-fall"},
             {"d", absl::StrCat("M", x + kBoxWidth / 2, " 96 V116")}},
            "");
  html.Leaf("text",
            {{"class", "flow-fallen"},
             {"x", std::to_string(x + kBoxWidth / 2)},
             {"y", "136"}},
            absl::StrCat(ShowNumber(page->language(), count), " ",
                         std::string(page->Say(label))));
}

double ShareOf(const v1::Overview::Series& series, int day) {
  if (series.received(day) <= 0) return 0;
  return std::min(1.0, static_cast<double>(series.rejected(day)) /
                           static_cast<double>(series.received(day)));
}

}  // namespace

void WriteSparkline(const std::vector<int64_t>& by_day, Page* page) {
  Html& html = page->html();
  const int64_t most =
      by_day.empty() ? 0 : *std::max_element(by_day.begin(), by_day.end());
  std::string list;
  for (const int64_t count : by_day) {
    absl::StrAppend(&list, list.empty() ? "" : ", ",
                    ShowNumber(page->language(), count));
  }
  OpenSvg(112, 28, "tr-spark", page->Say(T::kSparkText, list), &html);
  for (size_t i = 0; i < by_day.size(); ++i) {
    const double height = most > 0
                              ? std::max(by_day[i] > 0 ? 2.0 : 1.0,
                                         26.0 * static_cast<double>(by_day[i]) /
                                             static_cast<double>(most))
                              : 1.0;
    html.Leaf("rect",
              {{"class", by_day[i] > 0 ? "bar" : "bar none"},
               {"x", std::to_string(i * 8)},
               {"y", Px(28 - height)},
               {"width", "6"},
               {"height", Px(height)}},
              "");
  }
  html.Close();
}

void WriteFlow(const v1::Overview::Flow& flow, Page* page) {
  Html& html = page->html();
  const int64_t delivered = flow.confirmed() + flow.refused();
  const Station stations[] = {{T::kFlowReceived, flow.received(), ""},
                              {T::kFlowAccepted, flow.accepted(), ""},
                              {T::kFlowDelivered, delivered, ""},
                              {T::kFlowConfirmed, flow.confirmed(), "good"}};
  html.Open("div", {{"class", "tr-flow"}});
  OpenSvg(778, 146, "tr-flow-picture", page->Say(T::kFlowPicture), &html);
  for (int i = 0; i < 4; ++i) {
    WriteStation(stations[i], i, page);
    if (i < 3) WriteArrow(i, stations[i + 1].count, flow.received(), &html);
  }
  WriteFallen(0, T::kFlowRejected, flow.rejected(), page);
  WriteFallen(2, T::kFlowRefused, flow.refused(), page);
  html.Close();
  // The same in words: for narrow screens, and for who does not see pictures.
  html.Open("dl", {{"class", "tr-flow-words"}});
  for (const Station& station : stations) {
    page->Fact(page->Say(station.label),
               ShowNumber(page->language(), station.count));
  }
  page->Fact(page->Say(T::kFlowRejectedLong),
             ShowNumber(page->language(), flow.rejected()));
  page->Fact(page->Say(T::kFlowRefusedLong),
             ShowNumber(page->language(), flow.refused()));
  html.Close().Close();
}

void WriteRateChart(const v1::Overview::Series& series, Page* page) {
  Html& html = page->html();
  const int days = std::min(series.received_size(), series.rejected_size());
  int64_t received = 0, rejected = 0;
  double top = 0.05;  // of the scale
  for (int i = 0; i < days; ++i) {
    received += series.received(i);
    rejected += series.rejected(i);
    top = std::max(top, ShareOf(series, i));
  }
  OpenSvg(232, 60, "tr-rate",
          page->Say(T::kRateText, series.name(),
                    ShowShare(page->language(), rejected, received)),
          &html);
  for (const int y : {4, 30, 56}) {
    html.Leaf("path",
              {{"class", "grid"}, {"d", absl::StrCat("M0 ", y, " H196")}}, "");
  }
  for (int i = 0; i < days; ++i) {
    const double height = 52 * ShareOf(series, i) / top;
    html.Leaf("rect",
              {{"class", height > 0 ? "bar" : "bar none"},
               {"x", std::to_string(2 + i * 14)},
               {"y", Px(56 - std::max(1.0, height))},
               {"width", "10"},
               {"height", Px(std::max(1.0, height))}},
              "");
  }
  html.Leaf("text", {{"class", "scale"}, {"x", "200"}, {"y", "12"}},
            absl::StrCat(static_cast<int>(top * 100 + 0.5), " %"));
  html.Leaf("text", {{"class", "scale"}, {"x", "200"}, {"y", "58"}}, "0 %");
  html.Close();
}

}  // namespace trivsel::gateway::console
