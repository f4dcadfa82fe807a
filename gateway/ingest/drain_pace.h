// How fast what is in flight leaves, and so how long the next will wait.
#ifndef TRIVSEL_GATEWAY_INGEST_DRAIN_PACE_H_
#define TRIVSEL_GATEWAY_INGEST_DRAIN_PACE_H_

#include <cstdint>

#include "absl/time/time.h"

namespace trivsel::gateway::ingest {

// Learns from stretches of time in which there was something to do. Pure: time
// comes in, and never goes back. Not thread safe.
class DrainPace {
 public:
  // More have come in; `before` were in flight.
  void OnEntered(int64_t before, absl::Time now) {
    if (before == 0) Begin(now);
  }

  // So many have left.
  void OnLeft(int64_t reports, absl::Time now) {
    left_ += reports;
    const absl::Duration took = now - begun_;
    if (took < kStretch) return;
    const double rate =
        static_cast<double>(left_) / absl::ToDoubleSeconds(took);
    per_second_ = per_second_ == 0 ? rate : (per_second_ + rate) / 2;
    Begin(now);
  }

  // How long until so many have left; zero while nothing is known.
  absl::Duration Expect(int64_t reports) const {
    if (per_second_ <= 0) return absl::ZeroDuration();
    return absl::Seconds(static_cast<double>(reports) / per_second_);
  }

 private:
  static constexpr absl::Duration kStretch = absl::Milliseconds(200);

  void Begin(absl::Time now) {
    begun_ = now;
    left_ = 0;
  }

  absl::Time begun_ = absl::InfinitePast();
  int64_t left_ = 0;
  double per_second_ = 0;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_DRAIN_PACE_H_
