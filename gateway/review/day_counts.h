// How many reports came, were rejected, confirmed and refused on the last 14
// Danish days.
#ifndef TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_
#define TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::review {

inline constexpr int kDays = 14;

struct DayCount {
  int day = 0;                  // 0 the oldest of the kDays, kDays - 1 today
  int32_t municipality_id = 0;  // 0: not known
  int32_t submitter_id = 0;
  // 1 accepted, 2 rejected, 3 confirmed, 4 refused, 5 never answered for; 6 of
  // those accepted the ones that had come before, and were judged again.
  int16_t verdict = 0;
  int64_t reports = 0;
};
using DayCountList = std::vector<DayCount>;

// Reports that were rejected with a code.
struct CodeCount {
  int day = 0;
  int32_t municipality_id = 0;  // 0: not known, or several together
  int64_t reports = 0;
};
// By code and submitter.
using CodeCounts =
    std::map<std::pair<std::string, int32_t>, std::vector<CodeCount>>;

// Counts of days of which the last ones still change; the rest is read once,
// and kept until the next day. Thread safe.
template <typename Counts>
class KeptDays {
 public:
  using Part = std::shared_ptr<const Counts>;
  struct Span {
    absl::CivilDay first, last;  // both included
    absl::CivilDay today;
  };
  // Reads some days, of a scope; null: each municipality's by itself.
  using Read = std::function<absl::StatusOr<Part>(const Span& span,
                                                  const access::Scope* scope)>;

  explicit KeptDays(Read read) : read_(std::move(read)) {}

  // Everybody's of the days that are over, read now if they have not been.
  absl::StatusOr<Part> Past(absl::Time now);
  // That, and a day or two of the scope.
  absl::StatusOr<std::vector<Part>> Load(const access::Scope& scope,
                                         absl::Time now);

 private:
  const Read read_;
  std::mutex mutex_;
  Part past_;
  absl::CivilDay past_first_, past_last_;  // of past_
};

// Thread safe.
class DayCounts {
 public:
  // The pool must outlive it.
  explicit DayCounts(store::Pool& pool);

  // In no order; may have several for the same, and what is outside the scope.
  absl::StatusOr<std::vector<std::shared_ptr<const DayCountList>>> Load(
      const access::Scope& scope, absl::Time now) {
    return days_.Load(scope, now);
  }
  absl::StatusOr<std::vector<std::shared_ptr<const CodeCounts>>> LoadCodes(
      const access::Scope& scope, absl::Time now) {
    return codes_.Load(scope, now);
  }
  // Reads what is over, so that nobody has to wait for it after midnight.
  absl::Status Prepare(absl::Time now);

 private:
  KeptDays<DayCountList> days_;
  KeptDays<CodeCounts> codes_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_
