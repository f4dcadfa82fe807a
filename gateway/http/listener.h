// A listening TCP socket.
#ifndef TRIVSEL_GATEWAY_HTTP_LISTENER_H_
#define TRIVSEL_GATEWAY_HTTP_LISTENER_H_

#include <string>

#include "absl/status/statusor.h"

namespace trivsel::gateway::http {

// Not thread safe.
class Listener {
 public:
  // "127.0.0.1:8443", "[::1]:8443", "localhost:0" (a free port). UNAVAILABLE
  // if it cannot: the address is taken, or not of this machine.
  static absl::StatusOr<Listener> Open(const std::string& address);
  Listener(Listener&& other) noexcept;
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  struct Accepted {
    int fd = -1;                // -1: none is waiting
    bool out_of_files = false;  // no descriptor was left for it
    std::string remote = {};    // "192.0.2.7:51234"
  };
  // Does not wait. The socket does not block and is the caller's to close.
  Accepted Accept();

  int fd() const { return fd_; }
  // With the port that it got.
  const std::string& address() const { return address_; }

 private:
  Listener(int fd, std::string address)
      : fd_(fd), address_(std::move(address)) {}

  int fd_;
  std::string address_;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_LISTENER_H_
