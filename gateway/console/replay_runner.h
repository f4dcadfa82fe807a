// Goes on with replays that were begun on a page, after the page was answered.
#ifndef TRIVSEL_GATEWAY_CONSOLE_REPLAY_RUNNER_H_
#define TRIVSEL_GATEWAY_CONSOLE_REPLAY_RUNNER_H_

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "gateway/console/delivery_desk.h"

namespace trivsel::gateway::console {

// One thread, one replay after the other. A replay that it loses, by a fault
// or because the gateway ends, stands in the database where it was; somebody
// starts it again from its page. Thread safe.
class ReplayRunner {
 public:
  // `desk` must outlive it.
  explicit ReplayRunner(DeliveryDesk* desk);
  // Ends after the part that is under way.
  ~ReplayRunner();
  ReplayRunner(const ReplayRunner&) = delete;
  ReplayRunner& operator=(const ReplayRunner&) = delete;

  // False: it goes on with it already, or too many wait.
  bool Start(const std::string& actor, const queue::Replay& replay);
  bool Has(int64_t replay_id) const;

 private:
  struct Work {
    std::string actor;
    queue::Replay replay;
  };
  void Run();
  bool GoOn(Work* work);

  DeliveryDesk* const desk_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;  // guarded by mutex_
  std::set<int64_t> known_;   // guarded by mutex_
  bool stopping_ = false;     // guarded by mutex_
  std::thread thread_;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_REPLAY_RUNNER_H_
