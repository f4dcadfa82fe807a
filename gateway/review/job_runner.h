// Does the work of review jobs, beside intake and behind it.
#ifndef TRIVSEL_GATEWAY_REVIEW_JOB_RUNNER_H_
#define TRIVSEL_GATEWAY_REVIEW_JOB_RUNNER_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "gateway/review/job_part.h"
#include "gateway/review/stored_content.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::review {

// Some threads with a connection each, of which one at a time looks for work
// and the others sleep until it has found some. A job is done in parts, each
// under a lease with a fence; a part's place and counts are written in the
// transaction that does the work, so that whoever goes on with it, after a
// restart or on another gateway, neither leaves out nor doubles anything. While
// there is intake one part at a time works, and after each chunk all rest for
// many times as long as that took. Thread safe.
class JobRunner {
 public:
  struct Options {
    store::ConnectOptions connect;
    // Its name among the gateways; each thread adds its number.
    std::string owner;
    Rejudge rejudge;
    // Whether reports are on their way in now.
    std::function<bool()> intake_busy;
    // Told which lanes have something new, a bit each; must not block.
    std::function<void(uint64_t lanes)> on_accepted;
    int threads = 4;
    absl::Duration lease = absl::Seconds(10);
    absl::Duration look_every = absl::Milliseconds(500);
  };

  explicit JobRunner(Options options);
  ~JobRunner() { Stop(); }
  // Finishes the chunks under way and gives the parts back.
  void Stop();

  // There may be something to do.
  void Poke();

 private:
  class Worker;
  static constexpr int kNobody = -1;

  void Run(int thread);
  // Until there may be something for a thread to do: somebody has poked since
  // `seen`, or it is the one that looks now and then.
  void Wait(int thread, uint64_t* seen);
  // A thread has found a part: somebody else has to look from now on.
  void Found(int thread);
  bool stopping() const;
  // Waits until a chunk may begin, and whether that is beside intake, as End()
  // is told; false: it may not, all is to stop.
  bool Begin(bool* beside);
  // `full`: with as many rejections as a chunk may have.
  void End(bool beside, absl::Duration took, bool full);

  const Options options_;
  JobWindows windows_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  uint64_t pokes_ = 0;
  int looks_ = kNobody;  // the thread that does
  // Beside intake: the quickest full chunk, lately; somebody is at work; until
  // when all rest after that.
  absl::Duration quickest_ = absl::Seconds(1);
  bool turn_taken_ = false;
  absl::Time rest_until_ = absl::InfinitePast();
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_JOB_RUNNER_H_
