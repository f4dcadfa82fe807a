// Ctrl-C, SIGTERM and a lost terminal: the first asks, the second ends.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_INTERRUPT_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_INTERRUPT_H_

#include <signal.h>

#include <functional>
#include <thread>

namespace trivsel::cli::backload {

// While one lives, SIGINT, SIGTERM and SIGHUP come to a thread of its own and
// to no other. Make it before any other thread, and only one. What was ignored
// when we were started (nohup) stays ignored.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Called at the first, on that thread. The second ends the process at once
  // with exit code 130.
  void OnFirst(std::function<void()> call);

  // Readable from the first on: for poll().
  int stop_fd() const { return stop_fd_; }
  bool happened() const;

 private:
  void Wait(const std::function<void()>& call);

  sigset_t signals_;
  sigset_t before_;
  const int signal_fd_;
  const int stop_fd_;
  const int end_fd_;
  std::thread thread_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_INTERRUPT_H_
