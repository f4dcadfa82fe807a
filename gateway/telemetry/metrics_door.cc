#include "gateway/telemetry/metrics_door.h"

#include <netdb.h>
#include <prometheus/exposer.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace trivsel::gateway::telemetry {
namespace {

constexpr auto kKnockEvery = std::chrono::milliseconds(10);

// Where to knock; empty if that cannot be found out.
std::string Find(const std::string& host, const std::string& port) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return "";
  std::string address(reinterpret_cast<const char*>(found->ai_addr),
                      found->ai_addrlen);
  freeaddrinfo(found);
  return address;
}

// Connects and goes away again, without waiting for either.
void Knock(const std::string& address) {
  if (address.empty()) return;
  const auto* where = reinterpret_cast<const sockaddr*>(address.data());
  const int socket =
      ::socket(where->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return;
  static_cast<void>(
      connect(socket, where, static_cast<socklen_t>(address.size())));
  close(socket);
}

// Knocks as long as it lives.
class Knocker {
 public:
  explicit Knocker(const std::string& address)
      : thread_([this, address] {
          std::unique_lock lock(mutex_);
          while (
              !changed_.wait_for(lock, kKnockEvery, [this] { return over_; })) {
            Knock(address);
          }
        }) {}

  ~Knocker() {
    {
      std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace

MetricsDoor::MetricsDoor() = default;

// The exposer's server looks every two seconds whether it is to end, and
// whenever somebody comes: so somebody comes.
MetricsDoor::~MetricsDoor() {
  if (exposer_ == nullptr) return;
  Knocker knocker(found_);
  exposer_.reset();
}

absl::StatusOr<std::unique_ptr<MetricsDoor>> MetricsDoor::Open(
    const std::string& address,
    const std::vector<std::shared_ptr<prometheus::Collectable>>& metrics) {
  std::unique_ptr<MetricsDoor> door(new MetricsDoor());
  const std::string host = address.substr(0, address.rfind(':'));
  // The exposer throws when the port is taken or the address is none.
  std::string port;
  try {
    door->exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
    for (const auto& collectable : metrics) {
      door->exposer_->RegisterCollectable(collectable);
    }
    port = absl::StrCat(door->exposer_->GetListeningPorts().at(0));
  } catch (const std::exception&) {
    return absl::UnavailableError(
        absl::StrCat("metrics cannot be served at ", address));
  }
  door->address_ = absl::StrCat(host, ":", port);
  // Now, so that to stop waits for no name server.
  door->found_ = Find(
      std::string(absl::StripSuffix(absl::StripPrefix(host, "["), "]")), port);
  return door;
}

}  // namespace trivsel::gateway::telemetry
