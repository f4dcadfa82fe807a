// Up to which key nothing can turn up any more, in any lane: spares a lane the
// walk over what it has sealed, which would find that out for the lane alone.
#ifndef TRIVSEL_GATEWAY_QUEUE_KEY_HORIZON_H_
#define TRIVSEL_GATEWAY_QUEUE_KEY_HORIZON_H_

#include <cstdint>

namespace trivsel::gateway::queue {

// A transaction gets its number before it draws keys. So whoever may still
// bring a key that was drawn before some moment has a number below that of
// every transaction that begins after the moment. When all below such a number
// have ended, the keys drawn until then are all to be seen, or never will be.
//
// Keys wait for some time when there are many, and are below the horizon when
// their lane's turn comes. Of keys just drawn it says nothing; the lane's own
// look does then (gateway/queue/lane_floor.h). Pure; not thread safe.
class KeyHorizon {
 public:
  // Keys up to `last_key` had been drawn when transaction `own` had not begun.
  void OnSample(int64_t last_key, int64_t own) {
    if (waiting_.own == 0) waiting_ = {last_key, own};
  }

  // The last key up to which a snapshot shows all that will ever be, if
  // `oldest` was the oldest transaction that ran when it was taken; 0: unknown.
  int64_t Seen(int64_t oldest) {
    if (waiting_.own != 0 && oldest >= waiting_.own) {
      earlier_ = latest_;
      latest_ = waiting_;
      waiting_ = Sample();
    }
    // Others may have proven more since that snapshot was taken.
    if (oldest >= latest_.own) return latest_.key;
    return oldest >= earlier_.own ? earlier_.key : 0;
  }

 private:
  struct Sample {
    int64_t key = 0;
    int64_t own = 0;
  };
  Sample waiting_, latest_, earlier_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_KEY_HORIZON_H_
