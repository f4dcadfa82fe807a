#include "tests/support/tcp_gate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "tests/support/tcp_gate_link.h"

namespace trivsel::testing {
namespace {

using std::chrono::steady_clock;

void CloseWithReset(int fd) {
  const linger at_once{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(fd);
}

}  // namespace

std::unique_ptr<TcpGate> TcpGate::Open(const std::string& target) {
  const int listener =
      socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener < 0 ||
      bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 128) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) !=
          0) {
    if (listener >= 0) close(listener);
    return nullptr;
  }
  std::unique_ptr<TcpGate> gate(
      new TcpGate(listener, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                  "127.0.0.1:" + std::to_string(ntohs(address.sin_port))));
  gate->target_ = target;
  gate->thread_ = std::thread([raw = gate.get()] { raw->Run(); });
  return gate;
}

TcpGate::TcpGate(int listener, int waker, std::string address)
    : listener_(listener), waker_(waker), address_(std::move(address)) {}

TcpGate::~TcpGate() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  links_.clear();
  close(listener_);
  close(waker_);
}

void TcpGate::Wake() { eventfd_write(waker_, 1); }

void TcpGate::SetTarget(const std::string& target) {
  std::lock_guard lock(mutex_);
  target_ = target;
}

void TcpGate::Set(const GateBehaviour& behaviour) {
  {
    std::lock_guard lock(mutex_);
    behaviour_ = behaviour;
  }
  Wake();
}

void TcpGate::ResetAll() {
  {
    std::lock_guard lock(mutex_);
    for (const auto& link : links_) link->MakeReset();
    links_.clear();
  }
  Wake();
}

void TcpGate::ForsakeAll() {
  {
    std::lock_guard lock(mutex_);
    for (const auto& link : links_) link->forsaken = true;
  }
  Wake();
}

int64_t TcpGate::connections() const {
  std::lock_guard lock(mutex_);
  return connections_;
}

void TcpGate::Accept() {
  const int client =
      accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (client < 0) return;
  const int server = behaviour_.refuse ? -1 : ConnectTo(target_);
  if (server < 0) {
    CloseWithReset(client);
    return;
  }
  const int on = 1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ++connections_;
  links_.push_back(std::make_unique<Link>(client, server));
}

void TcpGate::Run() {
  int nap_ms = 0;
  while (true) {
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    Serve(nap_ms);
    // When the next piece is due; woken before if somebody calls.
    const auto now = steady_clock::now();
    GateTime due = now + std::chrono::seconds(1);
    std::lock_guard lock(mutex_);
    for (const auto& link : links_) {
      if (link->forsaken) continue;
      due = std::min({due, link->there.NextDue(behaviour_),
                      link->back.NextDue(behaviour_)});
    }
    nap_ms = static_cast<int>(std::max<int64_t>(
        0, std::chrono::ceil<std::chrono::milliseconds>(due - now).count()));
  }
}

void TcpGate::Serve(int ready_timeout_ms) {
  std::vector<pollfd> sockets = {{waker_, POLLIN, 0}, {listener_, POLLIN, 0}};
  std::vector<Link*> polled;
  {
    std::lock_guard lock(mutex_);
    // A black hole takes no new connections: the kernel's queue keeps them.
    if (behaviour_.black_hole) sockets[1].events = 0;
    const auto now = steady_clock::now();
    for (const auto& link : links_) {
      if (link->forsaken) continue;
      const auto events = [&](const GatePipe& in, const GatePipe& out) {
        return static_cast<short>(in.WantsToRead(behaviour_) |
                                  out.WantsToWrite(behaviour_, now));
      };
      polled.push_back(link.get());
      const short client = events(link->there, link->back);
      const short server = events(link->back, link->there);
      // A socket that nothing is wanted of would report its end for ever.
      sockets.push_back({client != 0 ? link->client : -1, client, 0});
      sockets.push_back({server != 0 ? link->server : -1, server, 0});
    }
    if (polled.empty()) ready_timeout_ms = std::max(ready_timeout_ms, 100);
  }
  if (poll(sockets.data(), sockets.size(), ready_timeout_ms) < 0) return;
  eventfd_t ignored;
  eventfd_read(waker_, &ignored);
  std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  size_t at = 2;
  for (Link* link : polled) {
    const short client = sockets[at++].revents, server = sockets[at++].revents;
    const auto place =
        std::find_if(links_.begin(), links_.end(),
                     [link](const auto& known) { return known.get() == link; });
    if (place == links_.end() || link->forsaken) continue;
    constexpr short kIn = POLLIN | POLLHUP | POLLERR;
    bool whole = true;
    if ((client & kIn) && link->there.WantsToRead(behaviour_)) {
      whole = link->there.Read(behaviour_, now);
    }
    if (whole && (server & kIn) && link->back.WantsToRead(behaviour_)) {
      whole = link->back.Read(behaviour_, now);
    }
    whole = whole && link->there.Write(behaviour_, now) &&
            link->back.Write(behaviour_, now);
    if (whole && behaviour_.reset_after > 0 &&
        link->there.passed() + link->back.passed() >= behaviour_.reset_after) {
      whole = false;
    }
    if (!whole) link->MakeReset();
    if (!whole || (link->there.finished() && link->back.finished())) {
      links_.erase(place);
    }
  }
  if (sockets[1].revents != 0) Accept();
}

}  // namespace trivsel::testing
