#include "client-sdk/cli/backload/interrupt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "client-sdk/cli/exit_code.h"

namespace trivsel::cli::backload {
namespace {

// What was not ignored from outside.
sigset_t OurSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) == 0 &&
        action.sa_handler != SIG_IGN) {
      sigaddset(&signals, signal);
    }
  }
  return signals;
}

bool IsReadable(int fd, int timeout_ms) {
  pollfd wait{fd, POLLIN, 0};
  return ::poll(&wait, 1, timeout_ms) > 0;
}

}  // namespace

Interrupt::Interrupt()
    : signals_(OurSignals()),
      signal_fd_(signalfd(-1, &signals_, SFD_CLOEXEC)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)),
      end_fd_(eventfd(0, EFD_CLOEXEC)) {
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

Interrupt::~Interrupt() {
  eventfd_write(end_fd_, 1);
  if (thread_.joinable()) thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  for (const int fd : {signal_fd_, stop_fd_, end_fd_}) ::close(fd);
}

void Interrupt::OnFirst(std::function<void()> call) {
  thread_ = std::thread([this, call = std::move(call)] { Wait(call); });
}

bool Interrupt::happened() const { return IsReadable(stop_fd_, 0); }

void Interrupt::Wait(const std::function<void()>& call) {
  pollfd waits[] = {{signal_fd_, POLLIN, 0}, {end_fd_, POLLIN, 0}};
  while (true) {
    if (::poll(waits, 2, -1) < 0 && errno != EINTR) return;
    if (waits[1].revents != 0) return;
    signalfd_siginfo info;
    if (waits[0].revents == 0 ||
        ::read(signal_fd_, &info, sizeof info) != sizeof info) {
      continue;
    }
    if (happened()) _exit(kInterrupted);
    eventfd_write(stop_fd_, 1);
    call();
  }
}

}  // namespace trivsel::cli::backload
