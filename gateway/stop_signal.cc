#include "gateway/stop_signal.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);  // our own, to wake the thread at the end
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  signal(SIGPIPE, SIG_IGN);
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { Listen(); });
}

StopSignal::~StopSignal() {
  ending_ = true;
  pthread_kill(thread_.native_handle(), SIGUSR1);
  thread_.join();
}

void StopSignal::Listen() {
  const sigset_t set = StopSignals();
  while (!ending_) {
    int number = 0;
    if (sigwait(&set, &number) != 0 || number == SIGUSR1) continue;
    if (raised_) {
      telemetry::Log(telemetry::LogLevel::kWarning, "stopped_at_once");
      _exit(1);
    }
    {
      std::lock_guard lock(mutex_);
      raised_ = true;
    }
    changed_.notify_all();
  }
}

void StopSignal::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return raised_.load(); });
}

}  // namespace trivsel::gateway
