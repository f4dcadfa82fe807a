#include "gateway/store/expiry.h"

#include <algorithm>

#include "gateway/store/pool.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {
namespace {

constexpr int kMostCounted = 20000;
// Further ahead than any certificate or agreement goes.
constexpr absl::Duration kAll = absl::Hours(24 * 365 * 100);

void Count(int days, EndingCounts* counts) {
  counts->least_days_left =
      std::min(counts->least_days_left.value_or(days), days);
  if (days < 0) {
    ++counts->ended;
    return;
  }
  if (days < 60) ++counts->within_60_days;
  if (days < 30) ++counts->within_30_days;
  if (days < 7) ++counts->within_7_days;
}

}  // namespace

const char* EndingKindName(EndingKind kind) {
  switch (kind) {
    case EndingKind::kPermission:
      return "permission";
    case EndingKind::kConnection:
      return "connection_agreement";
    case EndingKind::kDataProcessing:
      return "data_processing_agreement";
    case EndingKind::kCertificate:
      return "certificate";
    case EndingKind::kNotArchived:
      return "unarchived_document";
  }
  return "";
}

int DaysLeft(absl::Time ends_at, absl::Time now) {
  const absl::Duration days = absl::Floor(ends_at - now, absl::Hours(24));
  return static_cast<int>(absl::ToInt64Hours(days) / 24);
}

absl::StatusOr<std::vector<Ending>> ExpiryReader::List(absl::Time now,
                                                       absl::Time before,
                                                       int limit) {
  auto rows = pool_->Execute(kListEndings,
                             Params().Time(now).Time(before).Int32(limit));
  if (!rows.ok()) return rows.status();
  std::vector<Ending> endings;
  for (int i = 0; i < rows->rows(); ++i) {
    Ending ending;
    ending.kind = static_cast<EndingKind>(rows->Int32(i, 0));
    ending.cvr = rows->Text(i, 1);
    ending.municipality = rows->Text(i, 2);
    ending.owner = rows->Text(i, 3);
    ending.operators = rows->Bool(i, 4);
    ending.subject = rows->Text(i, 5);
    ending.document_id = rows->Int64(i, 6);
    ending.ends_at = rows->Time(i, 7);
    endings.push_back(std::move(ending));
  }
  return endings;
}

absl::StatusOr<ExpirySummary> ExpiryReader::Summary(absl::Time now) {
  auto endings = List(now, now + kAll, kMostCounted);
  if (!endings.ok()) return endings.status();
  ExpirySummary summary;
  for (const Ending& ending : *endings) {
    Count(DaysLeft(ending.ends_at, now),
          &summary.counts[static_cast<size_t>(ending.kind) - 1]);
  }
  return summary;
}

}  // namespace trivsel::gateway::store
