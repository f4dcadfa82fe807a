// How many reports came, were rejected, confirmed and refused on the last 14
// Danish days.
#ifndef TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_
#define TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
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
  std::string code;  // empty: reports; else those rejected with the code
  int64_t reports = 0;
};

// Thread safe. Days that are over do not change any more: they are read once,
// and kept until the next day; so a call reads a day or two.
class DayCounts {
 public:
  // The pool must outlive it.
  explicit DayCounts(store::Pool& pool) : pool_(pool) {}

  // In no order; may have several for the same.
  absl::StatusOr<std::vector<std::shared_ptr<const std::vector<DayCount>>>>
  Load(absl::Time now);

 private:
  using Days = std::shared_ptr<const std::vector<DayCount>>;
  absl::StatusOr<Days> Read(absl::CivilDay first, absl::CivilDay last,
                            absl::CivilDay today) const;

  store::Pool& pool_;
  std::mutex mutex_;
  Days past_;
  absl::CivilDay past_first_, past_last_;  // of past_
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_DAY_COUNTS_H_
