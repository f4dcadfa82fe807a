#include "gateway/review/day_counts.h"

#include "gateway/review/danish_time.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

// A commit counts for the day on which it began; none takes this long.
constexpr absl::Duration kLastCommits = absl::Minutes(10);

// PostgreSQL's own count of days.
int32_t DateOf(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(2000, 1, 1));
}

template <typename Span>
store::Params ParamsOf(const Span& span, const access::Scope* scope) {
  store::Params params;
  params.Int32(DateOf(span.first)).Int32(DateOf(span.last));
  AddScope(scope == nullptr ? access::Scope{true, {}} : *scope, &params);
  return params;
}

// The first of kDays, as the statements count.
int OldestOf(absl::CivilDay today) {
  return static_cast<int>(today - absl::CivilDay(1970, 1, 1)) - (kDays - 1);
}

bool Shown(int day) { return day >= 0 && day < kDays; }

absl::StatusOr<std::shared_ptr<const DayCountList>> ReadDays(
    store::Pool& pool, const KeptDays<DayCountList>::Span& span,
    const access::Scope* scope) {
  auto rows = pool.Execute(store::kDayCounts, ParamsOf(span, scope));
  if (!rows.ok()) return rows.status();
  auto counts = std::make_shared<DayCountList>();
  counts->reserve(static_cast<size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) {
    const int day = rows->Int32(row, 0) - OldestOf(span.today);
    if (!Shown(day)) continue;
    counts->push_back({day, rows->Int32(row, 1), rows->Int32(row, 2),
                       rows->Int16(row, 3), rows->Int64(row, 4)});
  }
  return counts;
}

absl::StatusOr<std::shared_ptr<const CodeCounts>> ReadCodes(
    store::Pool& pool, const KeptDays<CodeCounts>::Span& span,
    const access::Scope* scope) {
  store::Params params = ParamsOf(span, scope);
  params.Bool(scope != nullptr && scope->all);
  auto rows = pool.Execute(store::kCodeCounts, params);
  if (!rows.ok()) return rows.status();
  auto counts = std::make_shared<CodeCounts>();
  for (int row = 0; row < rows->rows(); ++row) {
    const int day = rows->Int32(row, 3) - OldestOf(span.today);
    if (!Shown(day)) continue;
    (*counts)[{rows->Text(row, 0), rows->Int32(row, 1)}].push_back(
        {day, rows->Int32(row, 2), rows->Int64(row, 4)});
  }
  return counts;
}

// The last day that no commit can change any more.
absl::CivilDay LastOver(absl::Time now) {
  return DanishDay(now - kLastCommits) - 1;
}

}  // namespace

template <typename Counts>
absl::StatusOr<std::shared_ptr<const Counts>> KeptDays<Counts>::Past(
    absl::Time now) {
  const absl::CivilDay today = DanishDay(now);
  const absl::CivilDay first = today - (kDays - 1);
  const absl::CivilDay over = LastOver(now);
  // One reads them, others wait: it is not worth reading them twice.
  std::lock_guard lock(mutex_);
  if (past_ == nullptr || past_first_ != first || past_last_ != over) {
    auto read = read_({first, over, today}, nullptr);
    if (!read.ok()) return read.status();
    past_ = *std::move(read);
    past_first_ = first;
    past_last_ = over;
  }
  return past_;
}

template <typename Counts>
absl::StatusOr<std::vector<std::shared_ptr<const Counts>>>
KeptDays<Counts>::Load(const access::Scope& scope, absl::Time now) {
  auto past = Past(now);
  if (!past.ok()) return past.status();
  const absl::CivilDay today = DanishDay(now);
  auto live = read_({LastOver(now) + 1, today, today}, &scope);
  if (!live.ok()) return live.status();
  return std::vector<Part>{*std::move(past), *std::move(live)};
}

template class KeptDays<DayCountList>;
template class KeptDays<CodeCounts>;

DayCounts::DayCounts(store::Pool& pool)
    : days_([&pool](const auto& span, const access::Scope* scope) {
        return ReadDays(pool, span, scope);
      }),
      codes_([&pool](const auto& span, const access::Scope* scope) {
        return ReadCodes(pool, span, scope);
      }) {}

absl::Status DayCounts::Prepare(absl::Time now) {
  auto days = days_.Past(now);
  if (!days.ok()) return days.status();
  return codes_.Past(now).status();
}

}  // namespace trivsel::gateway::review
