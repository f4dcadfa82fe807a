// How the receiver has been told to behave.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_BEHAVIOUR_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_BEHAVIOUR_H_

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace trivsel::sandbox {

enum class Mode {
  kNormal,
  kSlow,        // waits delay_ms, then does as it should
  kFail,        // 503, nothing stored
  kReject,      // refuses reports: those of reject_ids, or all if that is empty
  kLoseAnswer,  // stores, then breaks the connection off
  kPartial,     // stores all, answers for some reports only
  kPending,     // stores, but answers "pending" for the reports of reject_ids
  // 422 for a whole batch with one of reject_ids in it, nothing stored.
  kRefuseBatch,
};

struct Behaviour {
  Mode mode = Mode::kNormal;
  std::chrono::milliseconds delay{0};
  std::set<std::string> reject_ids;
  // How likely the mode bites: each delivery for kSlow, kFail and kLoseAnswer,
  // each report for kReject, kPending and kRefuseBatch (by its id, so the same
  // report always alike) and for kPartial (drawn anew each time, so that an
  // answer comes in the end).
  double probability = 1;
};

// Reads {"mode":"normal|slow|fail|reject|lose-answer|partial|pending|
// refuse-batch","delay_ms":…,
// "reject_ids":[…],"probability":0…1}; all but the mode may be left out.
absl::Status ParseBehaviour(std::string_view json, Behaviour* behaviour);
// "lose-answer" and so on; false if there is no such mode.
bool ParseMode(std::string_view name, Mode* mode);
std::string ToJson(const Behaviour& behaviour);

// The behaviour of now. Thread safe.
class BehaviourSwitch {
 public:
  Behaviour Get() const {
    std::lock_guard lock(mutex_);
    return behaviour_;
  }
  void Set(Behaviour behaviour) {
    std::lock_guard lock(mutex_);
    behaviour_ = std::move(behaviour);
  }

 private:
  mutable std::mutex mutex_;
  Behaviour behaviour_;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_BEHAVIOUR_H_
