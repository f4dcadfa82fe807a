#include "gateway/review/day_counts.h"

#include "gateway/review/danish_time.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

// A commit counts for the day on which it began; none takes this long.
constexpr absl::Duration kLastCommits = absl::Minutes(10);

// PostgreSQL's own count of days.
int32_t DateOf(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(2000, 1, 1));
}

}  // namespace

absl::StatusOr<DayCounts::Days> DayCounts::Read(absl::CivilDay first,
                                                absl::CivilDay last,
                                                absl::CivilDay today) const {
  auto rows =
      pool_.Execute(store::kDayCounts,
                    store::Params().Int32(DateOf(first)).Int32(DateOf(last)));
  if (!rows.ok()) return rows.status();
  const auto oldest =
      static_cast<int>(today - absl::CivilDay(1970, 1, 1)) - (kDays - 1);
  auto days = std::make_shared<std::vector<DayCount>>();
  days->reserve(static_cast<size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) {
    days->push_back({rows->Int32(row, 0) - oldest, rows->Int32(row, 1),
                     rows->Int32(row, 2), rows->Int16(row, 3),
                     rows->Text(row, 4), rows->Int64(row, 5)});
  }
  return days;
}

absl::StatusOr<std::vector<DayCounts::Days>> DayCounts::Load(absl::Time now) {
  const absl::CivilDay today = DanishDay(now);
  const absl::CivilDay first = today - (kDays - 1);
  const absl::CivilDay over = DanishDay(now - kLastCommits) - 1;
  Days past;
  {
    // One reads them, others wait: it is not worth reading them twice.
    std::lock_guard lock(mutex_);
    if (past_ == nullptr || past_first_ != first || past_last_ != over) {
      auto read = Read(first, over, today);
      if (!read.ok()) return read.status();
      past_ = *std::move(read);
      past_first_ = first;
      past_last_ = over;
    }
    past = past_;
  }
  auto live = Read(over + 1, today, today);
  if (!live.ok()) return live.status();
  return std::vector<Days>{past, *std::move(live)};
}

}  // namespace trivsel::gateway::review
