#include "client-sdk/cli/report_table.h"

#include <algorithm>
#include <cstdio>

#include "absl/time/time.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/report_phrases.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr char kNothing[] = "–";

// How many places a UTF-8 text takes on a terminal, for the letters we print.
size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](unsigned char c) { return (c & 0xC0) != 0x80; });
}

// Adds `text` to a cell that may hold one line a destination.
void AddTo(std::string* cell, const std::string& text) {
  if (!cell->empty()) *cell += ", ";
  *cell += text;
}

std::string OrNothing(std::string cell) {
  return cell.empty() ? kNothing : cell;
}

std::string LocalTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

// "afvist, sendt tilbage": what was judged, and what came of it.
std::string Judged(const v1::Report& report, Language language) {
  std::string cell = Say(VerdictPhrase(report.receipt().verdict()), language);
  if (report.has_review()) {
    AddTo(&cell, Say(ReviewPhrase(report.review().state()), language));
  }
  return cell;
}

std::string Delivered(const v1::Report& report, Language language) {
  std::string cell;
  for (const v1::Delivery& delivery : report.deliveries()) {
    if (delivery.batch_id() == 0) continue;
    AddTo(&cell,
          ForTerminal(delivery.destination()) + ": " +
              Say({"leverance ", "batch "},
                  language == Language::kBoth ? Language::kDanish : language) +
              std::to_string(delivery.batch_id()));
  }
  return OrNothing(std::move(cell));
}

std::string Confirmed(const v1::Report& report, Language language) {
  std::string cell;
  for (const v1::Delivery& delivery : report.deliveries()) {
    if (delivery.state() == v1::DELIVERY_STATE_CONFIRMED) {
      AddTo(&cell, LocalTime(delivery.settle_time()));
    } else {
      AddTo(&cell, Say(StatePhrase(delivery.state()), language));
    }
  }
  return OrNothing(std::move(cell));
}

}  // namespace

ReportTable::ReportTable(const ViewArguments& view) : view_(view) {
  rows_.push_back({Say({"Rapport", "report"}, view.language),
                   Say({"Dom", "verdict"}, view.language), "KLE",
                   Say({"Leveret", "delivered"}, view.language),
                   Say({"Bekræftet", "confirmed"}, view.language)});
}

void ReportTable::Add(const v1::Report& report) {
  const v1::Receipt& receipt = report.receipt();
  rows_.push_back(
      {ForTerminal(receipt.report_id()), Judged(report, view_.language),
       OrNothing(ForTerminal(KleText(receipt))),
       Delivered(report, view_.language), Confirmed(report, view_.language)});
}

void ReportTable::Print() const {
  std::array<size_t, kColumns> width{};
  for (const Row& row : rows_) {
    for (size_t i = 0; i < kColumns; ++i) {
      width[i] = std::max(width[i], Width(row[i]));
    }
  }
  for (const Row& row : rows_) {
    std::string line;
    for (size_t i = 0; i < kColumns; ++i) {
      line += row[i];
      if (i + 1 < kColumns) {
        line.append(width[i] - Width(row[i]) + 2, ' ');
      }
    }
    std::printf("%s\n", line.c_str());
  }
  std::fflush(stdout);
}

}  // namespace trivsel::cli
