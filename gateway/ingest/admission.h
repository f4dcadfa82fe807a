// How much may be in flight between the door and the disk.
#ifndef TRIVSEL_GATEWAY_INGEST_ADMISSION_H_
#define TRIVSEL_GATEWAY_INGEST_ADMISSION_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "gateway/ingest/drain_pace.h"
#include "gateway/ingest/refusal.h"
#include "gateway/ingest/share.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::ingest {

struct AdmissionLimits {
  int64_t bytes = 64 * 1024 * 1024;
  int64_t reports = 20'000;
};

// Max-min fair between those that have something in flight: whoever holds
// seven times what is still free has to wait, so that those who want everything
// end up with equal parts, as large as can be, and there is always room for who
// comes with little. And from half on nobody gets more than a quarter: a long
// queue would only make the others wait. When even so something does not fit
// (many that come at once, a big batch), all but those with little are refused
// until half is free: a gateway under load works off what it has and does not
// flap. A call
// that would hardly be answered within its deadline, as things move now, is
// refused at once: it would only take room from others. Keeps nothing of those
// that have nothing in flight. Thread safe; one short lock.
class Admission {
 public:
  // The room that a call holds; gives it back when it goes. Movable.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();

   private:
    friend class Admission;
    Ticket(Admission* admission, const Share& share, int64_t bytes,
           int64_t reports)
        : admission_(admission),
          share_(share),
          bytes_(bytes),
          reports_(reports) {}
    Admission* admission_;
    Share share_;
    int64_t bytes_;
    int64_t reports_;
  };

  // `random` and `clock` must outlive it; the clock is one that nobody sets.
  Admission(AdmissionLimits limits, Random& random, const Clock& clock)
      : limits_(limits), random_(random), clock_(clock) {}

  // Why even a call with a single report would get no ticket now: for those
  // whose size is not known yet. Nothing: it may get one.
  std::optional<Refusal> Foresee(
      const Share& share, absl::Duration time_left = absl::InfiniteDuration());

  // A ticket, or why not. `time_left`: until the call's deadline. The admission
  // must outlive its tickets.
  std::variant<Ticket, Refusal> Admit(
      const Share& share, int64_t bytes, int64_t reports,
      absl::Duration time_left = absl::InfiniteDuration());

  // From now on everything is SHUTTING_DOWN.
  void Close();
  // Nothing in flight, and nobody has knocked for so long.
  bool QuietFor(absl::Duration duration) const;

  int64_t bytes() const;
  int64_t reports() const;
  // How many have something in flight.
  size_t shares() const;

 private:
  struct Use {
    int64_t bytes = 0;
    int64_t reports = 0;
    Use& operator+=(const Use& other) {
      bytes += other.bytes;
      reports += other.reports;
      return *this;
    }
  };
  // What speaks against `more` of a share.
  std::optional<Refusal> Deny(const Share& share, const Use& more,
                              absl::Duration time_left);
  // What speaks against one that holds `own` taking `more`; nothing of time.
  std::optional<Refusal> Object(const Use& own, const Use& more);
  // Whether `use` is at or over 1/`part` of the limits.
  bool Reaches(const Use& use, int64_t part) const;
  void Release(const Share& share, int64_t bytes, int64_t reports);
  Refusal Refuse(trivsel::gateway::v1::ErrorReason reason);

  const AdmissionLimits limits_;
  Random& random_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  Use total_;
  DrainPace pace_;
  absl::flat_hash_map<Share, Use> by_share_;
  bool full_ = false;
  bool closed_ = false;
  absl::Time last_knock_;  // since it was closed
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_ADMISSION_H_
