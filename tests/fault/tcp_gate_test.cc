// The bad network does what it is told, and else nothing.
#include "tests/support/tcp_gate.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "tests/support/tcp_gate_link.h"

namespace trivsel::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Both ends of one connection through a gate.
class TcpGateTest : public ::testing::Test {
 protected:
  TcpGateTest() {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, raw, size), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    EXPECT_EQ(getsockname(listener_, raw, &size), 0);
    gate_ =
        TcpGate::Open("127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
  }
  ~TcpGateTest() override {
    for (int fd : {client_, server_, listener_}) {
      if (fd >= 0) close(fd);
    }
  }
  void Connect() {
    client_ = ConnectTo(gate_->address());
    ASSERT_GE(client_, 0);
    server_ = accept(listener_, nullptr, nullptr);
    ASSERT_GE(server_, 0);
  }
  static void Say(int to, const std::string& text) {
    pollfd entry{to, POLLOUT, 0};
    ASSERT_EQ(poll(&entry, 1, 5000), 1);
    ASSERT_EQ(send(to, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  // What has come by then; "RST" and "END" for how it ended.
  static std::string Hear(int from, size_t octets, int patience_ms = 5000) {
    std::string heard;
    while (heard.size() < octets) {
      pollfd entry{from, POLLIN, 0};
      if (poll(&entry, 1, patience_ms) <= 0) break;
      char piece[4096];
      const ssize_t got = recv(from, piece, sizeof piece, 0);
      if (got == 0) return heard + "END";
      if (got < 0) return heard + (errno == ECONNRESET ? "RST" : "?");
      heard.append(piece, static_cast<size_t>(got));
    }
    return heard;
  }

  int listener_ = -1, client_ = -1, server_ = -1;
  std::unique_ptr<TcpGate> gate_;
};

TEST_F(TcpGateTest, PassesBothWaysAndPassesTheEndOn) {
  ASSERT_NO_FATAL_FAILURE(Connect());
  Say(client_, "ping");
  EXPECT_EQ(Hear(server_, 4), "ping");
  Say(server_, "pong");
  EXPECT_EQ(Hear(client_, 4), "pong");
  shutdown(client_, SHUT_WR);
  EXPECT_EQ(Hear(server_, 1), "END");
  Say(server_, "late");
  EXPECT_EQ(Hear(client_, 4), "late");
  EXPECT_EQ(gate_->connections(), 1);
}

TEST_F(TcpGateTest, Refuses) {
  gate_->Set({.refuse = true});
  client_ = ConnectTo(gate_->address());
  EXPECT_EQ(Hear(client_, 1), "RST");
}

TEST_F(TcpGateTest, ResetsAll) {
  ASSERT_NO_FATAL_FAILURE(Connect());
  Say(client_, "x");
  EXPECT_EQ(Hear(server_, 1), "x");
  gate_->ResetAll();
  EXPECT_EQ(Hear(client_, 1), "RST");
  EXPECT_EQ(Hear(server_, 1), "RST");
}

TEST_F(TcpGateTest, ResetsAfterSoManyOctets) {
  GateBehaviour behaviour;
  behaviour.reset_after = 10;
  gate_->Set(behaviour);
  ASSERT_NO_FATAL_FAILURE(Connect());
  Say(client_, "12345");
  EXPECT_EQ(Hear(server_, 5), "12345");
  Say(client_, "67890");
  EXPECT_EQ(Hear(client_, 1), "RST");
}

TEST_F(TcpGateTest, ABlackHoleHoldsBackAndLetsGo) {
  ASSERT_NO_FATAL_FAILURE(Connect());
  GateBehaviour hole;
  hole.black_hole = true;
  gate_->Set(hole);
  Say(client_, "lost?");
  EXPECT_EQ(Hear(server_, 1, 150), "");
  gate_->Set({});
  EXPECT_EQ(Hear(server_, 5), "lost?");
}

TEST_F(TcpGateTest, ForsakenConnectionsStaySilentAndNewOnesWork) {
  ASSERT_NO_FATAL_FAILURE(Connect());
  gate_->ForsakeAll();
  Say(client_, "lost");
  EXPECT_EQ(Hear(server_, 1, 150), "");
  close(client_);
  EXPECT_EQ(Hear(server_, 1, 150), "");  // not told of the end either
  close(server_);
  ASSERT_NO_FATAL_FAILURE(Connect());
  Say(client_, "new");
  EXPECT_EQ(Hear(server_, 3), "new");
}

TEST_F(TcpGateTest, DelaysAndThrottles) {
  ASSERT_NO_FATAL_FAILURE(Connect());
  GateBehaviour late;
  late.delay = milliseconds(100);
  gate_->Set(late);
  auto begin = steady_clock::now();
  Say(client_, "late");
  EXPECT_EQ(Hear(server_, 4), "late");
  EXPECT_GE(steady_clock::now() - begin, milliseconds(100));
  GateBehaviour slow;
  slow.bytes_per_second = 1000;
  gate_->Set(slow);
  begin = steady_clock::now();
  Say(client_, std::string(200, 'x'));
  EXPECT_EQ(Hear(server_, 200), std::string(200, 'x'));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(150));
}

}  // namespace
}  // namespace trivsel::testing
