#include "tests/support/tcp_gate_link.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace trivsel::testing {
namespace {

constexpr size_t kPiece = 64 * 1024;
constexpr size_t kMostWaiting = 1024 * 1024;
constexpr auto kThrottleStep = std::chrono::milliseconds(20);

int ConnectUnix(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return -1;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address),
                         sizeof address) == 0) {
    return fd;
  }
  if (fd >= 0) close(fd);
  return -1;
}

}  // namespace

int ConnectTo(const std::string& target) {
  if (target.empty()) return -1;
  if (target.front() == '/') return ConnectUnix(target);
  const size_t colon = target.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port =
      htons(static_cast<uint16_t>(std::atoi(target.c_str() + colon + 1)));
  inet_pton(AF_INET, target.substr(0, colon).c_str(), &address.sin_addr);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address),
              sizeof address) == 0 ||
      errno == EINPROGRESS) {
    return fd;
  }
  close(fd);
  return -1;
}

short GatePipe::WantsToRead(const GateBehaviour& behaviour) const {
  return !behaviour.black_hole && !end_read_ && bytes_ < kMostWaiting ? POLLIN
                                                                      : 0;
}

short GatePipe::WantsToWrite(const GateBehaviour& behaviour,
                             GateTime now) const {
  return NextDue(behaviour) <= now ? POLLOUT : 0;
}

GateTime GatePipe::NextDue(const GateBehaviour& behaviour) const {
  if (behaviour.black_hole || waiting_.empty()) return GateTime::max();
  return behaviour.bytes_per_second > 0
             ? std::max(waiting_.front().due, next_write_)
             : waiting_.front().due;
}

bool GatePipe::Read(const GateBehaviour& behaviour, GateTime now) {
  std::string data(kPiece, '\0');
  const ssize_t got = recv(from_, data.data(), data.size(), 0);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) end_read_ = true;
  data.resize(static_cast<size_t>(got));
  bytes_ += data.size();
  // The end is an empty piece, in its place behind the others.
  GateTime due = now + behaviour.delay;
  if (behaviour.jitter.count() > 0) {
    due += std::chrono::milliseconds(
        static_cast<int64_t>(chance_() % (behaviour.jitter.count() + 1)));
  }
  if (!waiting_.empty()) due = std::max(due, waiting_.back().due);
  waiting_.push_back({due, std::move(data)});
  return true;
}

bool GatePipe::Write(const GateBehaviour& behaviour, GateTime now) {
  while (NextDue(behaviour) <= now) {
    std::string& data = waiting_.front().data;
    if (data.empty()) {
      shutdown(to_, SHUT_WR);
      ended_ = true;
      waiting_.clear();
      return true;
    }
    size_t most = data.size();
    if (behaviour.bytes_per_second > 0) {
      // Fifty steps a second, at least an octet each.
      most = std::min(most, static_cast<size_t>(std::max<int64_t>(
                                1, behaviour.bytes_per_second / 50)));
      next_write_ = now + kThrottleStep;
    }
    const ssize_t put = send(to_, data.data(), most, MSG_NOSIGNAL);
    if (put < 0) return errno == EAGAIN || errno == EINTR;
    passed_ += put;
    bytes_ -= static_cast<size_t>(put);
    data.erase(0, static_cast<size_t>(put));
    if (data.empty()) waiting_.pop_front();
  }
  return true;
}

TcpGate::Link::~Link() {
  close(client);
  close(server);
}

void TcpGate::Link::MakeReset() const {
  const linger at_once{1, 0};
  setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  setsockopt(server, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace trivsel::testing
