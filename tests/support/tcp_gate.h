// A stretch of network that can be told to be bad.
#ifndef TRIVSEL_TESTS_SUPPORT_TCP_GATE_H_
#define TRIVSEL_TESTS_SUPPORT_TCP_GATE_H_

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace trivsel::testing {

// How a gate treats what passes through it.
struct GateBehaviour {
  bool refuse = false;      // who connects is reset at once
  bool black_hole = false;  // nothing passes, nothing is reset; later it does
  std::chrono::milliseconds delay{0};   // for every piece, each way
  std::chrono::milliseconds jitter{0};  // up to so much more, by chance
  int64_t bytes_per_second = 0;         // of one connection, each way; 0: any
  int64_t reset_after = 0;  // octets of one connection, both ways; 0: never
};

// Listens on a loopback port of its own and passes connections on to an
// address, which may change: "127.0.0.1:7443", or a unix socket's path. An
// empty address refuses. Has a thread of its own; all calls are thread safe.
class TcpGate {
 public:
  // Null if no port can be had.
  static std::unique_ptr<TcpGate> Open(const std::string& target = "");
  ~TcpGate();
  TcpGate(const TcpGate&) = delete;
  TcpGate& operator=(const TcpGate&) = delete;

  // "127.0.0.1:40000".
  const std::string& address() const { return address_; }
  void SetTarget(const std::string& target);
  // For connections that are there, and those to come.
  void Set(const GateBehaviour& behaviour);
  // Resets all connections (RST, not an orderly end).
  void ResetAll();
  // Nothing passes on the connections of now any more, and neither end is
  // told; new connections are as the behaviour says.
  void ForsakeAll();
  // Connections ever passed on.
  int64_t connections() const;

 private:
  struct Link;
  TcpGate(int listener, int waker, std::string address);
  void Run();
  void Wake();
  void Accept();
  void Serve(int ready_timeout_ms);

  const int listener_;
  const int waker_;
  const std::string address_;
  mutable std::mutex mutex_;
  std::string target_;                      // guarded by mutex_
  GateBehaviour behaviour_;                 // guarded by mutex_
  std::list<std::unique_ptr<Link>> links_;  // guarded by mutex_
  int64_t connections_ = 0;                 // guarded by mutex_
  bool stopping_ = false;                   // guarded by mutex_
  std::thread thread_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_TCP_GATE_H_
