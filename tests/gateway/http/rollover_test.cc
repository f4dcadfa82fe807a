// Certificates that change under way, and an orderly end.
#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>

#include "tests/gateway/http/http_fixture.h"

namespace trivsel::gateway::http {
namespace {

class Rollover : public HttpFixture {
 protected:
  void Copy(const std::string& from, const std::string& to) {
    // As tools do it: beside, then in its place.
    std::filesystem::copy_file(
        from, to + ".new", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::rename(to + ".new", to);
  }
  void UseFiles(const testing::CertifiedKey& key) {
    options_.tls.cert = certificates_.folder() + "/live.pem";
    options_.tls.key = certificates_.folder() + "/live.key";
    Copy(key.cert_file, options_.tls.cert);
    Copy(key.key_file, options_.tls.key);
  }
  std::string ServerName() {
    auto client = Connect();
    return client->connected() ? client->server_name() : "";
  }
};

TEST_F(Rollover, NewConnectionsGetTheNewCertificate) {
  UseFiles(server_key_);
  Start();
  auto standing = Connect();
  EXPECT_EQ(standing->server_name(), "door");
  ASSERT_EQ(standing->Ask(Get("/hello"))->status, 200);
  const testing::CertifiedKey next = certificates_.Server("door-2");
  Copy(next.cert_file, options_.tls.cert);
  Copy(next.key_file, options_.tls.key);
  EXPECT_TRUE(WaitUntil([&] { return ServerName() == "door-2"; }));
  // Who was connected has not noticed.
  EXPECT_EQ(standing->Ask(Get("/hello"))->status, 200);
}

TEST_F(Rollover, AHalfDoneRolloverLeavesTheOldOneInForce) {
  UseFiles(server_key_);
  Start();
  const testing::CertifiedKey next = certificates_.Server("door-2");
  Copy(next.cert_file, options_.tls.cert);
  // Longer than the server takes to look: it has seen the odd pair.
  const absl::Time until = absl::Now() + absl::Milliseconds(1500);
  while (absl::Now() < until) EXPECT_EQ(ServerName(), "door");
  Copy(next.key_file, options_.tls.key);
  EXPECT_TRUE(WaitUntil([&] { return ServerName() == "door-2"; }));
}

TEST_F(Rollover, AFileThatIsRubbishOrGoneHarmsNobody) {
  UseFiles(server_key_);
  Start();
  std::ofstream(options_.tls.cert) << "rubbish";
  std::filesystem::remove(options_.tls.key);
  const absl::Time until = absl::Now() + absl::Milliseconds(1500);
  while (absl::Now() < until) EXPECT_EQ(ServerName(), "door");
  UseFiles(certificates_.Server("door-3"));
  EXPECT_TRUE(WaitUntil([&] { return ServerName() == "door-3"; }));
}

TEST_F(Rollover, ANewClientCaIsTrusted) {
  testing::DevCertificates others("others");
  const testing::CertifiedKey theirs = others.Client("theirs");
  const std::string ca = certificates_.folder() + "/clients.pem";
  Copy(certificates_.ca().cert_file, ca);
  options_.tls.client_ca = ca;
  Start();
  EXPECT_TRUE(Connect(&theirs)->Ask(Get("/peer"))->body.starts_with("0 un"));
  std::ofstream(ca, std::ios::app) << others.ca().cert_pem;
  EXPECT_TRUE(WaitUntil([&] {
    const auto answer = Connect(&theirs)->Ask(Get("/peer"));
    return answer && !answer->body.starts_with("0 ");
  }));
}

TEST_F(Rollover, StopAnswersWhoHasAsked) {
  std::latch entered(1), leave(1);
  routes_.Add({"GET", "/slow", [&](const Request&) {
                 entered.count_down();
                 leave.wait();
                 return Response{200, "text/plain", "done", {}};
               }});
  Start();
  auto idle = Connect();
  auto asking = Connect();
  auto sending = Connect();
  ASSERT_TRUE(asking->Send(Get("/slow")));
  // Its head has been read when it is told to go on.
  ASSERT_TRUE(sending->Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
      "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(sending->Read().value_or(testing::HttpAnswer()).status, 100);
  entered.wait();
  ASSERT_TRUE(WaitUntil([&] { return server_->connections() == 3; }));
  std::thread stop([&] { server_->Stop(); });
  EXPECT_TRUE(idle->Ended());  // it has not asked
  EXPECT_EQ(testing::ConnectTcp(server_->address()), -1);
  leave.count_down();
  const auto answer = asking->Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "done");
  EXPECT_EQ(answer->Header("Connection"), "close");
  const auto late = sending->Ask("abc");
  ASSERT_TRUE(late);
  EXPECT_EQ(late->body, "abc");
  asking.reset();
  sending.reset();
  stop.join();
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(Rollover, StopDoesNotWaitForEver) {
  Start();
  auto client = Connect();
  ASSERT_TRUE(client->Send("GET /hel"));
  // The head has begun to be read, so it is waited for.
  ASSERT_TRUE(WaitUntil([&] { return server_->connections() == 1; }));
  const absl::Time before = absl::Now();
  server_->Stop(absl::Milliseconds(500));
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
}

}  // namespace
}  // namespace trivsel::gateway::http
