// The server as decent clients see it: real sockets, real TLS.
#include "gateway/http/http_server.h"

#include <openssl/ssl.h>

#include <stdexcept>

#include "gateway/http/target.h"
#include "tests/gateway/http/http_fixture.h"

namespace trivsel::gateway::http {
namespace {

using Server = HttpFixture;

TEST_F(Server, AnswersWithSafeHeaders) {
  Start();
  auto client = Connect();
  const auto answer = client->Ask(Get("/hello"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello\n");
  EXPECT_EQ(answer->Header("Cache-Control"), "no-store");
  EXPECT_EQ(answer->Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer->Header("Strict-Transport-Security"), "max-age=31536000");
  EXPECT_NE(answer->Header("Content-Security-Policy").find("'none'"),
            std::string::npos);
  EXPECT_EQ(answer->Header("X-Request-Id").size(), 32u);
  EXPECT_EQ(answer->Header("Connection"), "");
}

TEST_F(Server, SpeaksTls13Alone) {
  Start();
  EXPECT_FALSE(Connect(nullptr, TLS1_2_VERSION)->connected());
  auto client = Connect(nullptr, TLS1_3_VERSION);
  ASSERT_TRUE(client->connected());
  EXPECT_EQ(client->version(), "TLSv1.3");
}

TEST_F(Server, KeepsConnectionsAlive) {
  Start();
  auto client = Connect();
  for (int i = 0; i < 50; ++i) {
    const auto answer = client->Ask(Post("/echo", std::to_string(i)));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, std::to_string(i));
  }
  EXPECT_EQ(server_->connections(), 1u);
}

TEST_F(Server, AnswersPipelinedRequestsInTheirOrder) {
  Start();
  auto client = Connect();
  ASSERT_TRUE(
      client->Send(Post("/echo", "1") + Get("/hello") + Post("/echo", "3")));
  for (const char* body : {"1", "hello\n", "3"}) {
    const auto answer = client->Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, body);
  }
}

TEST_F(Server, EndsWhenTheClientWantsIt) {
  Start();
  auto client = Connect();
  const auto answer = client->Ask(
      "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->Header("Connection"), "close");
  EXPECT_TRUE(client->Ended());
  auto old = Connect();
  ASSERT_TRUE(old->Ask("GET /hello HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(old->Ended());
}

TEST_F(Server, GivesTheVerifiedCertificateToHandlers) {
  Start();
  const testing::CertifiedKey key = certificates_.Client("vendor");
  EXPECT_EQ(Connect()->Ask(Get("/peer"))->body, "0 ");
  auto client = Connect(&key);
  const auto answer = client->Ask(Get("/peer"));
  ASSERT_TRUE(answer);
  EXPECT_GT(std::stoi(answer->body), 100);
  EXPECT_EQ(answer->body.back(), ' ');  // nothing is wrong with it
}

TEST_F(Server, SaysWhatIsWrongWithACertificate) {
  Start();
  testing::DevCertificates others("others");
  const testing::CertifiedKey stranger = others.Client("stranger");
  const testing::CertifiedKey expired =
      certificates_.Client("expired", absl::Now() - absl::Hours(1));
  EXPECT_EQ(Connect(&expired)->Ask(Get("/peer"))->body,
            "0 certificate has expired");
  const auto answer = Connect(&stranger)->Ask(Get("/peer"));
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->body.starts_with("0 unable to")) << answer->body;
}

TEST_F(Server, RoutesByMethodAndPath) {
  Start();
  auto client = Connect();
  EXPECT_EQ(client->Ask(Get("/things/a%20b?x=1"))->body, "a b?x=1");
  EXPECT_EQ(client->Ask(Get("/nothing"))->status, 404);
  EXPECT_EQ(client->Ask(Get("/things/"))->status, 404);
  const auto wrong = client->Ask(Post("/hello", ""));
  EXPECT_EQ(wrong->status, 405);
  EXPECT_EQ(wrong->Header("Allow"), "GET, HEAD");
  // The connection has outlived all of them.
  EXPECT_EQ(client->Ask(Get("/hello"))->status, 200);
}

TEST_F(Server, AnswersHeadWithoutABody) {
  Start();
  auto client = Connect();
  ASSERT_TRUE(client->Send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
  const auto answer = client->Read(/*to_head=*/true);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->Header("Content-Length"), "6");
  EXPECT_EQ(client->Ask(Get("/hello"))->body, "hello\n");
}

TEST_F(Server, ReadsChunks) {
  Start();
  auto client = Connect();
  const auto answer = client->Ask(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "abcde");
}

TEST_F(Server, TellsToContinue) {
  Start();
  auto client = Connect();
  ASSERT_TRUE(client->Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
      "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client->Read()->status, 100);
  EXPECT_EQ(client->Ask("ok")->body, "ok");
}

TEST_F(Server, LetsNothingEscapeAHandler) {
  routes_.Add({"GET", "/throws", [](const Request&) -> Response {
                 throw std::runtime_error("2512489996");
               }});
  routes_.Add(
      {"GET", "/throws-int", [](const Request&) -> Response { throw 1; }});
  routes_.Add({"GET", "/statusless", [](const Request&) {
                 return Response{0, "", "", {}};
               }});
  Start();
  auto client = Connect();
  for (const char* path : {"/throws", "/throws-int", "/statusless"}) {
    const auto answer = client->Ask(Get(path));
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->status, 500) << path;
    EXPECT_EQ(answer->body.find("2512489996"), std::string::npos);
  }
  EXPECT_EQ(client->Ask(Get("/hello"))->status, 200);
}

TEST_F(Server, LetsNoHandlerSplitItsAnswer) {
  telemetry::SetLogLevel(telemetry::LogLevel::kError);
  routes_.Add({"GET", "/split", [](const Request& request) {
                 Response response{200, "text/plain", "x", {}};
                 response.headers.Add("X-Query",
                                      *QueryValue(request.query, "q"));
                 response.headers.Add("Content-Length", "7");
                 return response;
               }});
  Start();
  const auto answer = Connect()->Ask(Get("/split?q=a%0d%0aX-Evil:%201"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->Header("X-Evil"), "");
  EXPECT_EQ(answer->Header("X-Query"), "");
  EXPECT_EQ(answer->Header("Content-Length"), "1");
}

TEST_F(Server, RefusesInTheFormOfTheRoute) {
  routes_.Add({"POST",
               "/json",
               [](const Request&) { return Response{}; },
               10,
               {"application/json"},
               [](const Refusal& refusal) {
                 return Response{
                     200,
                     "application/json",
                     "{\"status\":" + std::to_string(refusal.status) + "}",
                     {}};
               }});
  Start();
  EXPECT_EQ(Connect()->Ask(Get("/json"))->body, "{\"status\":405}");
  EXPECT_EQ(Connect()->Ask(Post("/json", "x"))->body, "{\"status\":415}");
  const auto large = Connect()->Ask(Post("/json", std::string(11, 'x')));
  EXPECT_EQ(large->body, "{\"status\":413}");
  EXPECT_EQ(large->status, 413);
}

TEST_F(Server, CountsByRouteAndStatus) {
  Start();
  auto client = Connect();
  client->Ask(Get("/things/1?cpr=2512489996"));
  client->Ask(Get("/secret-path"));
  const std::string text = metrics_.Text();
  EXPECT_NE(text.find("trivsel_http_requests_total{route=\"/things/{id}\","
                      "status=\"200\"} 1"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("trivsel_http_requests_total{route=\"-\",status=\"404\"} 1"),
      std::string::npos);
  EXPECT_EQ(text.find("secret-path"), std::string::npos);
  EXPECT_EQ(text.find("2512489996"), std::string::npos);
}

TEST_F(Server, SaysWhyItDoesNotStart) {
  Start();
  options_.listen = server_->address();
  EXPECT_EQ(HttpServer::Start(options_, routes_).status().code(),
            absl::StatusCode::kUnavailable);
  options_.listen = "127.0.0.1:0";
  options_.tls.key = certificates_.Server("other").key_file;
  const absl::Status status = HttpServer::Start(options_, routes_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(std::string(status.message()).find("other.key"), std::string::npos);
}

}  // namespace
}  // namespace trivsel::gateway::http
