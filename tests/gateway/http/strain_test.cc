// The server as the open internet treats it: slow, large, many, garbage.
#include <sys/socket.h>
#include <unistd.h>

#include <latch>

#include "tests/gateway/http/http_fixture.h"

namespace trivsel::gateway::http {
namespace {

using Strain = HttpFixture;

TEST_F(Strain, GarbageInsteadOfTlsEndsAtOnceAndHarmsNobody) {
  Start();
  auto client = Connect();
  for (const std::string& garbage :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(5000, '\xFF'),
        std::string(1, '\x16') + std::string("\x03\x01\xFF\xFF", 4) +
            std::string(20000, 'x')}) {
    const int fd = testing::ConnectTcp(server_->address());
    ASSERT_GE(fd, 0);
    ASSERT_GT(send(fd, garbage.data(), garbage.size(), MSG_NOSIGNAL), 0);
    char octets[64];
    while (recv(fd, octets, sizeof octets, 0) > 0) {
    }
    close(fd);
    EXPECT_EQ(client->Ask(Get("/hello"))->status, 200);
  }
  EXPECT_TRUE(WaitUntil([&] { return server_->connections() == 1; }));
}

TEST_F(Strain, SilentAndSlowClientsHoldUpNobodyAndAreShut) {
  options_.threads = 1;
  options_.limits.handshake = absl::Seconds(2);
  options_.limits.head = absl::Seconds(2);
  Start();
  std::vector<int> silent;
  for (int i = 0; i < 20; ++i) {
    silent.push_back(testing::ConnectTcp(server_->address()));
  }
  std::vector<std::unique_ptr<testing::TlsClient>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(Connect());
    ASSERT_TRUE(slow.back()->Send("GET /hello HTTP/1.1\r\nHost: loc"));
  }
  // One thread, and 40 that want nothing from it.
  EXPECT_EQ(Connect()->Ask(Get("/hello"))->status, 200);
  for (auto& client : slow) {
    const auto answer = client->Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408);
    EXPECT_TRUE(client->Ended());
  }
  for (int fd : silent) {
    char octet = 0;
    EXPECT_LE(recv(fd, &octet, 1, 0), 0);  // shut by now
    close(fd);
  }
}

TEST_F(Strain, ABodyMustComeAtSomeSpeed) {
  options_.limits.transfer = absl::Milliseconds(400);
  Start();
  auto client = Connect();
  ASSERT_TRUE(client->Send(Post("/echo", "0123456789").substr(0, 90)));
  const auto answer = client->Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
}

TEST_F(Strain, IdleConnectionsGo) {
  options_.limits.idle = absl::Seconds(1);
  Start();
  auto client = Connect();
  ASSERT_TRUE(client->Ask(Get("/hello")));
  EXPECT_TRUE(client->Ended());
}

TEST_F(Strain, ConnectionsAgeByTimeAndByRequests) {
  options_.limits.requests_per_connection = 3;
  Start();
  auto client = Connect();
  EXPECT_EQ(client->Ask(Get("/hello"))->Header("Connection"), "");
  EXPECT_EQ(client->Ask(Get("/hello"))->Header("Connection"), "");
  EXPECT_EQ(client->Ask(Get("/hello"))->Header("Connection"), "close");
  EXPECT_TRUE(client->Ended());
}

TEST_F(Strain, LargeBodiesAreRefusedBeforeTheyAreRead) {
  Start();
  auto client = Connect();
  const auto told = client->Ask(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
      "Content-Length: 99999999999\r\n\r\n");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status, 413);
  EXPECT_TRUE(client->Ended());
  // Who does not tell is stopped as it goes over, though it goes on sending.
  auto chunked = Connect();
  std::string text =
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 40; ++i) {
    text += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  }
  const auto cut = chunked->Ask(text);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->status, 413);
  // The largest that may be.
  const std::string body(1024 * 1024, 'y');
  EXPECT_EQ(Connect()->Ask(Post("/echo", body))->body, body);
}

TEST_F(Strain, AllBodiesTogetherHaveALimit) {
  options_.limits.max_buffered_bytes = 100'000;
  Start();
  auto first = Connect();
  const std::string body(80'000, 'x');
  const std::string text = Post("/echo", body);
  ASSERT_TRUE(first->Send(text.substr(0, text.size() - 1)));
  // It is over as soon as both have sent most of theirs.
  auto second = Connect();
  const auto refused = second->Ask(text.substr(0, text.size() - 1));
  auto* other = refused ? first.get() : second.get();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->Header("Retry-After"), "2");
  EXPECT_EQ(other->Ask("x")->status, 200);
  EXPECT_EQ(Connect()->Ask(text)->status, 200);
}

TEST_F(Strain, LargeHeadsAreRefused) {
  Start();
  const std::string start = "GET /hello HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(Connect()
                ->Ask(start + "X: " + std::string(20'000, 'x') + "\r\n\r\n")
                ->status,
            431);
  // A line that never ends.
  EXPECT_EQ(Connect()->Ask(std::string(20'000, 'x'))->status, 431);
  std::string many = start;
  for (int i = 0; i < 200; ++i) many += "X: 1\r\n";
  EXPECT_EQ(Connect()->Ask(many + "\r\n")->status, 431);
}

TEST_F(Strain, BadRequestsAreRefusedAndEnd) {
  Start();
  const std::pair<const char*, int> cases[] = {
      {"\x01\x02\x03\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\nHost: x\n\n", 400},
      {"GET /hello HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"GET /hello HTTP/1.1\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
       "Content-Length: 1\r\n\r\nx",
       400},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
       "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
       501},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
       "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
       400},
      {"GET /%2e%2e%2fhello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n", 417},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
       "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
       415},
      // A body where none is taken must not become the next request.
      {"GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /", 413},
  };
  for (const auto& [text, status] : cases) {
    auto client = Connect();
    const auto answer = client->Ask(text);
    ASSERT_TRUE(answer) << text;
    EXPECT_EQ(answer->status, status) << text;
    EXPECT_TRUE(client->Ended()) << text;
  }
}

TEST_F(Strain, OverItsThreadsAndQueueItSaysSo) {
  std::latch leave(1);
  std::atomic<int> inside = 0;
  routes_.Add({"GET", "/slow", [&](const Request&) {
                 ++inside;
                 leave.wait();
                 return Response{200, "text/plain", "done", {}};
               }});
  options_.threads = 2;
  options_.max_waiting = 1;
  Start();
  std::vector<std::unique_ptr<testing::TlsClient>> clients;
  for (int i = 0; i < 2; ++i) {
    clients.push_back(Connect());
    ASSERT_TRUE(clients.back()->Send(Get("/slow")));
  }
  ASSERT_TRUE(WaitUntil([&] { return inside == 2; }));
  clients.push_back(Connect());  // this one waits
  ASSERT_TRUE(clients.back()->Send(Get("/slow")));
  std::optional<testing::HttpAnswer> refused;
  for (int i = 0; i < 2 && (!refused || refused->status != 503); ++i) {
    refused = Connect()->Ask(Get("/hello"));
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->Header("Retry-After"), "2");
  leave.count_down();
  for (auto& client : clients) EXPECT_EQ(client->Read()->body, "done");
}

TEST_F(Strain, OverItsConnectionsItShutsIdleOnesAndThenSaysSo) {
  options_.limits.max_connections = 4;
  Start();
  std::vector<std::unique_ptr<testing::TlsClient>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(Connect());
    ASSERT_TRUE(clients.back()->Ask(Get("/hello")));
  }
  // The first one has been idle for the longest.
  auto fifth = Connect();
  EXPECT_EQ(fifth->Ask(Get("/hello"))->status, 200);
  EXPECT_TRUE(clients[0]->Ended());
  // Nobody is idle now.
  clients[0] = std::move(fifth);
  for (auto& client : clients) ASSERT_TRUE(client->Send("GET /hello HTTP/1.1"));
  std::optional<testing::HttpAnswer> refused;
  ASSERT_TRUE(WaitUntil([&] {
    refused = Connect()->Ask(Get("/hello"));
    return refused && refused->status == 503;
  }));
  EXPECT_EQ(refused->Header("Connection"), "close");
  for (auto& client : clients) {
    const auto answer = client->Ask("\r\nHost: x\r\n\r\n");
    if (answer) {
      EXPECT_EQ(answer->status, 200);
    }
  }
}

TEST_F(Strain, ClientsThatGoAwayLeaveNothingBehind) {
  Start();
  for (int i = 0; i < 30; ++i) {
    auto client = Connect();
    const std::string text = Post("/echo", std::string(1000, 'x'));
    client->Send(std::string_view(text).substr(0, 40u * (i + 1) % text.size()));
  }
  EXPECT_TRUE(WaitUntil([&] { return server_->connections() == 0; }));
  EXPECT_EQ(Connect()->Ask(Get("/hello"))->status, 200);
}

}  // namespace
}  // namespace trivsel::gateway::http
