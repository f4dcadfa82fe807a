#include "gateway/queue/report_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/store/statements.h"
#include "trivsel/gateway/v1/finding.pb.h"

namespace trivsel::gateway::queue {
namespace {

using Element = store::ArrayWriter::Element;

// Reports that one List looks at: some milliseconds' work.
constexpr int32_t kMaxLookedAt = 2000;
constexpr int64_t kInfinity = std::numeric_limits<int64_t>::max();
constexpr int64_t kMinusInfinity = std::numeric_limits<int64_t>::min();

// The bytes that a finding with this code begins with where findings are
// stored: so that one can search for it without reading them.
std::string CodeBytes(const std::string& code) {
  trivsel::gateway::v1::Finding finding;
  if (!code.empty()) finding.set_code(code);
  return finding.SerializeAsString();
}

store::ArrayWriter IdsOf(const ReportScope& scope) {
  store::ArrayWriter ids(Element::kInt4);
  for (int32_t id : scope.municipality_ids) ids.Int32(id);
  return ids;
}

template <typename T>
int16_t NumberOrZero(const std::optional<T>& value) {
  return value.has_value() ? static_cast<int16_t>(*value) : 0;
}

StoredReport ReadReport(const store::Result& rows, int row) {
  StoredReport report;
  report.report_key = rows.Int64(row, 0);
  report.report_id = rows.Text(row, 2);
  report.verdict = static_cast<Verdict>(rows.Int16(row, 3));
  report.received_at = rows.Time(row, 4);
  report.findings = rows.Text(row, 5);
  report.kle = {rows.Text(row, 6), rows.Text(row, 7), rows.Text(row, 8),
                rows.Text(row, 9)};
  report.rule_set = rows.Text(row, 10);
  report.form = static_cast<ContentForm>(rows.Int16(row, 11));
  report.municipality_cvr = rows.Text(row, 12);
  report.content = rows.Text(row, 13);
  report.content_kept = rows.Bool(row, 14);
  return report;
}

StoredDelivery ReadDelivery(const store::Result& rows, int row) {
  StoredDelivery delivery;
  delivery.destination = rows.Text(row, 1);
  if (!rows.IsNull(row, 2)) {
    // 1 confirmed, 2 refused, 3 unanswered (ItemOutcome).
    delivery.stage = static_cast<DeliveryStage>(rows.Int16(row, 2) + 2);
  } else {
    delivery.stage =
        rows.Bool(row, 7) ? DeliveryStage::kPending : DeliveryStage::kInBatch;
  }
  delivery.batch_id = rows.Int64(row, 3);
  delivery.settled_at = rows.OptionalTime(row, 4);
  delivery.receiver_reference = rows.Text(row, 5);
  delivery.findings = rows.Text(row, 6);
  return delivery;
}

}  // namespace

absl::StatusOr<StoredReport> ReportReader::Get(const ReportScope& scope,
                                               const std::string& report_id,
                                               bool with_content) const {
  auto rows = pool_.Execute(
      store::kFindReports,
      store::Params().Int32(scope.submitter_id).TextArray({report_id}));
  if (!rows.ok()) return rows.status();
  std::vector<Place> places;
  if (rows->rows() > 0) places.push_back({rows->Int64(0, 0), rows->Time(0, 1)});
  auto reports = Load(scope, places, with_content);
  if (!reports.ok()) return reports.status();
  if (reports->empty()) return absl::NotFoundError("there is no such report");
  return std::move(reports->front());
}

absl::StatusOr<std::vector<StoredReport>> ReportReader::Find(
    const ReportScope& scope,
    const std::vector<std::string>& report_ids) const {
  auto rows = pool_.Execute(
      store::kFindReports,
      store::Params().Int32(scope.submitter_id).TextArray(report_ids));
  if (!rows.ok()) return rows.status();
  std::vector<Place> places;
  for (int row = 0; row < rows->rows(); ++row) {
    places.push_back({rows->Int64(row, 0), rows->Time(row, 1)});
  }
  return Load(scope, places, /*with_content=*/false);
}

absl::StatusOr<ReportPage> ReportReader::List(const ReportScope& scope,
                                              const ReportQuery& query) const {
  store::Params params;
  params.Int32(scope.submitter_id)
      .Int64(query.before)
      .Int64(query.received_from.has_value()
                 ? store::ToPostgresTime(*query.received_from)
                 : kMinusInfinity)
      .Int64(query.received_before.has_value()
                 ? store::ToPostgresTime(*query.received_before)
                 : kInfinity)
      .Int16(NumberOrZero(query.verdict))
      .Text(query.municipality_cvr)
      .Bytes(CodeBytes(query.finding_code))
      .Int16(NumberOrZero(query.stage))
      .Int32(query.page_size)
      .Int32(kMaxLookedAt)
      .Array(IdsOf(scope))
      .Int16(NumberOrZero(query.review));
  auto rows = pool_.Execute(store::kListReports, params);
  if (!rows.ok()) return rows.status();
  std::vector<Place> places;
  const int last = rows->rows() - 1;
  for (int row = 0; row < last; ++row) {
    places.push_back({rows->Int64(row, 0), rows->Time(row, 1)});
  }
  ReportPage page;
  if (static_cast<int>(places.size()) == query.page_size) {
    page.next_before = places.back().report_key;
  } else if (rows->Bool(last, 3)) {
    page.next_before = rows->Int64(last, 2);
  }
  auto reports = Load(scope, places, /*with_content=*/false);
  if (!reports.ok()) return reports.status();
  page.reports = *std::move(reports);
  return page;
}

absl::StatusOr<ReceiptPosition> ReportReader::Now() const {
  auto row = pool_.Execute(store::kSettledPosition, store::Params());
  if (!row.ok()) return row.status();
  return ReceiptPosition{row->Int64(0, 0), 0, row->Int64(0, 0), 0};
}

absl::StatusOr<ReceiptPage> ReportReader::SettledAfter(
    const ReportScope& scope, const ReceiptPosition& position,
    int max_receipts) const {
  auto rows = pool_.Execute(store::kSettledReports,
                            store::Params()
                                .Int32(scope.submitter_id)
                                .Int64(position.transaction)
                                .Int64(position.report_key)
                                .Int64(position.review_transaction)
                                .Int64(position.rejection_id)
                                .Int32(max_receipts));
  if (!rows.ok()) return rows.status();
  ReceiptPage page;
  page.next = position;
  int receipts = 0;
  std::vector<Place> places;
  std::set<int64_t> seen;  // a report may have answers of two destinations
  for (int row = 0; row < rows->rows(); ++row) {
    const int64_t transaction = rows->Int64(row, 1);
    if (rows->Int16(row, 0) == 0) {
      ++receipts;
      page.next.transaction = transaction;
      page.next.report_key = rows->Int64(row, 2);
    } else {
      page.next.review_transaction = transaction;
      page.next.rejection_id = rows->Int64(row, 2);
    }
    if (!seen.insert(rows->Int64(row, 3)).second) continue;
    places.push_back({rows->Int64(row, 3), rows->Time(row, 4)});
  }
  page.more =
      receipts == max_receipts || rows->rows() - receipts == max_receipts;
  auto reports = Load(scope, places, /*with_content=*/false);
  if (!reports.ok()) return reports.status();
  page.reports = *std::move(reports);
  return page;
}

absl::StatusOr<std::vector<StoredReport>> ReportReader::Load(
    const ReportScope& scope, const std::vector<Place>& places,
    bool with_content) const {
  std::vector<StoredReport> reports;
  if (places.empty()) return reports;
  store::ArrayWriter keys(Element::kInt8), times(Element::kTimestamptz);
  for (const Place& place : places) {
    keys.Int64(place.report_key);
    times.Time(place.received_at);
  }
  auto rows = pool_.Execute(store::kLoadReports, store::Params()
                                                     .Int32(scope.submitter_id)
                                                     .Array(std::move(keys))
                                                     .Array(std::move(times))
                                                     .Bool(with_content)
                                                     .Array(IdsOf(scope)));
  if (!rows.ok()) return rows.status();
  std::vector<int16_t> lanes;
  for (int row = 0; row < rows->rows(); ++row) {
    lanes.push_back(rows->Int16(row, 1));
    reports.push_back(ReadReport(*rows, row));
  }
  absl::Status loaded = LoadDeliveries(lanes, &reports);
  if (loaded.ok()) loaded = LoadReviews(scope, &reports);
  if (!loaded.ok()) return loaded;
  return reports;
}

absl::Status ReportReader::LoadDeliveries(
    const std::vector<int16_t>& lanes,
    std::vector<StoredReport>* reports) const {
  if (reports->empty()) return absl::OkStatus();
  store::ArrayWriter keys(Element::kInt8), lane_numbers(Element::kInt2);
  for (size_t i = 0; i < reports->size(); ++i) {
    keys.Int64((*reports)[i].report_key);
    lane_numbers.Int16(lanes[i]);
  }
  auto rows = pool_.Execute(
      store::kReportDeliveries,
      store::Params().Array(std::move(keys)).Array(std::move(lane_numbers)));
  if (!rows.ok()) return rows.status();
  for (int row = 0; row < rows->rows(); ++row) {
    const size_t of = static_cast<size_t>(rows->Int64(row, 0));
    if (of >= reports->size()) continue;
    (*reports)[of].deliveries.push_back(ReadDelivery(*rows, row));
  }
  return absl::OkStatus();
}

absl::Status ReportReader::LoadReviews(
    const ReportScope& scope, std::vector<StoredReport>* reports) const {
  if (reports->empty()) return absl::OkStatus();
  store::ArrayWriter keys(Element::kInt8), ids(Element::kText);
  for (const StoredReport& report : *reports) {
    keys.Int64(report.report_key);
    ids.Bytes(report.report_id);
  }
  auto rows =
      pool_.Execute(store::kReportReviews, store::Params()
                                               .Array(std::move(keys))
                                               .Int32(scope.submitter_id)
                                               .Array(std::move(ids)));
  if (!rows.ok()) return rows.status();
  for (int row = 0; row < rows->rows(); ++row) {
    const size_t of = static_cast<size_t>(rows->Int64(row, 0));
    if (of >= reports->size()) continue;
    (*reports)[of].review =
        StoredReview{static_cast<ReviewStage>(rows->Int16(row, 1)),
                     rows->Time(row, 2), rows->Text(row, 3)};
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::queue
