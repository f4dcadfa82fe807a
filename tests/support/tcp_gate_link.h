// One connection through a TcpGate: two sockets and what is on its way.
#ifndef TRIVSEL_TESTS_SUPPORT_TCP_GATE_LINK_H_
#define TRIVSEL_TESTS_SUPPORT_TCP_GATE_LINK_H_

#include <poll.h>

#include <chrono>
#include <deque>
#include <random>
#include <string>

#include "tests/support/tcp_gate.h"

namespace trivsel::testing {

using GateTime = std::chrono::steady_clock::time_point;

// One way of a connection. Not thread safe.
class GatePipe {
 public:
  GatePipe(int from, int to)
      : from_(from), to_(to), chance_(static_cast<unsigned>(from)) {}

  // What to poll the two sockets for.
  short WantsToRead(const GateBehaviour& behaviour) const;
  short WantsToWrite(const GateBehaviour& behaviour, GateTime now) const;
  // When something that waits here may go on; GateTime::max() if nothing.
  GateTime NextDue(const GateBehaviour& behaviour) const;
  // False if the connection is broken.
  bool Read(const GateBehaviour& behaviour, GateTime now);
  bool Write(const GateBehaviour& behaviour, GateTime now);
  // All was passed on, the end too.
  bool finished() const { return ended_; }
  int64_t passed() const { return passed_; }

 private:
  struct Piece {
    GateTime due;
    std::string data;
  };
  const int from_, to_;
  std::minstd_rand chance_;
  std::deque<Piece> waiting_;
  size_t bytes_ = 0;
  GateTime next_write_ = GateTime::min();  // throttled until then
  int64_t passed_ = 0;
  bool end_read_ = false, ended_ = false;
};

// Closes its sockets with it. Not thread safe.
struct TcpGate::Link {
  Link(int client_socket, int server_socket)
      : client(client_socket),
        server(server_socket),
        there(client, server),
        back(server, client) {}
  ~Link();
  void MakeReset() const;  // what closes then is an RST

  const int client, server;
  GatePipe there, back;
  bool forsaken = false;
};

// A socket that is connected, or about to be, to the address; -1 if not.
int ConnectTo(const std::string& target);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_TCP_GATE_LINK_H_
