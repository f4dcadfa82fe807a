#include "gateway/review/stored_review.h"

#include <algorithm>

#include "gateway/review/rejection_rows.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

constexpr int16_t kFhirJson = 1;
constexpr size_t kCprDigits = 10;

void SetKle(const store::Result& rows, int row, v1::Receipt* receipt) {
  if (rows.View(row, 6).empty()) return;
  v1::KleTag* kle = receipt->mutable_kle();
  kle->set_subject(rows.Text(row, 6));
  kle->set_facet(rows.Text(row, 7));
  kle->set_rule(rows.Text(row, 8));
  kle->set_edition(rows.Text(row, 9));
}

StoredReview ReadRow(const store::Result& rows) {
  StoredReview out;
  out.report_key = rows.Int64(0, 0);
  out.received_at = rows.Time(0, 1);
  out.lane = rows.Int16(0, 2);
  out.receipt.set_report_id(rows.Text(0, 3));
  // 1 accepted, 2 rejected, in the table and in the proto.
  out.receipt.set_verdict(static_cast<v1::Verdict>(rows.Int16(0, 4)));
  SetTime(out.received_at, out.receipt.mutable_receive_time());
  ReadFindings(rows.View(0, 5), out.receipt.mutable_findings());
  SetKle(rows, 0, &out.receipt);
  out.receipt.set_rule_set(rows.Text(0, 10));
  out.is_fhir_json = rows.Int16(0, 11) == kFhirJson;
  out.municipality_id = rows.Int32(0, 12);
  out.municipality_cvr = rows.Text(0, 13);
  out.municipality = rows.Text(0, 14);
  out.submitter = rows.Text(0, 16);
  out.content_kept = rows.Bool(0, 17);
  out.content = rows.Text(0, 18);
  out.canonical = rows.Text(0, 19);
  out.citizen = rows.Text(0, 20);
  return out;
}

}  // namespace

std::optional<ltt::v1::DeliveryReport> StoredReview::Parsed() const {
  if (canonical.empty() && is_fhir_json) return std::nullopt;
  ltt::v1::DeliveryReport report;
  const std::string& bytes = canonical.empty() ? content : canonical;
  if (bytes.empty() || !report.ParseFromString(bytes)) return std::nullopt;
  return report;
}

absl::StatusOr<StoredReview> FindReview(store::Pool& pool,
                                        const access::Scope& scope,
                                        int64_t report_key,
                                        int64_t rejection_id) {
  store::Params params;
  params.Int64(report_key).Int64(rejection_id);
  AddScope(scope, &params);
  auto rows = pool.Execute(store::kReviewReport, params);
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) {
    return absl::NotFoundError(
        "der er ingen sådan indberetning / there is no such report");
  }
  return ReadRow(*rows);
}

std::string CprOf(const StoredReview& stored) {
  const auto report = stored.Parsed();
  if (!report) return "";
  for (const ltt::v1::Entry& entry : report->entry()) {
    if (!entry.has_citizen()) continue;
    std::string digits;
    for (const char c : entry.citizen().identifier().value()) {
      if (c >= '0' && c <= '9') digits.push_back(c);
    }
    if (digits.size() == kCprDigits) return digits;
  }
  return "";
}

}  // namespace trivsel::gateway::review
