// The receiver itself: takes deliveries in, once each, and says what there is.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_RECEIVER_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_RECEIVER_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "deploy/sandbox/receiver/behaviour.h"
#include "deploy/sandbox/receiver/delivery_reader.h"
#include "deploy/sandbox/receiver/journal.h"
#include "deploy/sandbox/receiver/ledger.h"

namespace trivsel::sandbox {

// What goes back over HTTP.
struct Reply {
  int status = 200;
  std::string body;
  // Break the connection off in the middle of the answer.
  bool lose = false;
};

// Thread safe.
class Receiver {
 public:
  // Opens the folder and recalls what was received before.
  static absl::StatusOr<std::unique_ptr<Receiver>> Open(
      const std::string& folder);

  // One PUT of a delivery. `name` is from the address, `key` from the header
  // Idempotency-Key. What it acknowledges is on disk. A batch that came before
  // gets the answer that it got then; with other bytes it is 409 and a
  // violation. A report that came before in another batch keeps its decision;
  // with other content it is a violation and that batch is 409.
  Reply Deliver(std::string_view name, std::string_view key,
                std::string_view body, int64_t now_seconds);

  BehaviourSwitch& behaviour() { return behaviour_; }

  // JSON for the control door: all reports in the order of first arrival;
  // numbers; violations.
  std::string ReportsJson() const;
  std::string StatsJson() const;
  std::string ViolationsJson() const;

 private:
  Receiver() = default;
  bool Bites(double probability);
  Reply Repeat(const Batch& batch, std::string_view digest,
               const Behaviour& behaviour)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Reply TakeIn(const ReceivedDelivery& delivery, std::string_view digest,
               std::string_view body, const Behaviour& behaviour)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What goes back: all decisions, unless told to leave some out.
  Reply Answer(std::string_view batch, std::vector<Decision> decisions,
               const Behaviour& behaviour)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Reply Violation(std::string_view batch, const char* what)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  BehaviourSwitch behaviour_;
  std::unique_ptr<const DeliveryReader> reader_;

  mutable absl::Mutex mutex_;
  std::unique_ptr<Journal> journal_ ABSL_GUARDED_BY(mutex_);
  Ledger ledger_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> violations_ ABSL_GUARDED_BY(mutex_);
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_){std::random_device{}()};
  int64_t requests_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t repeats_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_RECEIVER_H_
