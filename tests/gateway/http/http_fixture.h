// A server with a few routes, on a port of its own.
#ifndef TRIVSEL_TESTS_GATEWAY_HTTP_HTTP_FIXTURE_H_
#define TRIVSEL_TESTS_GATEWAY_HTTP_HTTP_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "gateway/http/http_server.h"
#include "gateway/telemetry/log.h"
#include "gateway/telemetry/metrics.h"
#include "tests/support/dev_certificates.h"
#include "tests/support/tls_client.h"

namespace trivsel::gateway::http {

// Waits until it holds; whether it came to in 20 seconds.
template <typename Condition>
bool WaitUntil(const Condition& condition) {
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    std::this_thread::yield();
  }
  return true;
}

class HttpFixture : public ::testing::Test {
 protected:
  HttpFixture() {
    telemetry::SetLogLevel(telemetry::LogLevel::kError);
    options_.tls = {server_key_.cert_file, server_key_.key_file,
                    certificates_.ca().cert_file};
    options_.metrics = &metrics_;
    routes_.Add({"GET", "/hello", [](const Request&) {
                   return Response{200, "text/plain", "hello\n", {}};
                 }});
    routes_.Add({"POST",
                 "/echo",
                 [](const Request& request) {
                   return Response{200, "text/plain", request.body, {}};
                 },
                 1024 * 1024,
                 {"text/plain"}});
    routes_.Add({"GET", "/things/{id}", [](const Request& request) {
                   return Response{
                       200,
                       "text/plain",
                       request.path_values.at(0).second + "?" + request.query,
                       {}};
                 }});
    routes_.Add({"GET", "/peer", [](const Request& request) {
                   return Response{
                       200,
                       "text/plain",
                       std::to_string(request.peer_certificate_der.size()) +
                           " " + request.peer_certificate_fault,
                       {}};
                 }});
  }

  void Start() {
    auto started = HttpServer::Start(options_, routes_);
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  std::unique_ptr<testing::TlsClient> Connect(
      const testing::CertifiedKey* key = nullptr, int version = 0) {
    return std::make_unique<testing::TlsClient>(testing::TlsClient::Options{
        server_->address(), certificates_.ca().cert_file, key, version});
  }

  static std::string Get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
  static std::string Post(const std::string& path, const std::string& body,
                          const std::string& headers = "") {
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n" +
           headers + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }

  testing::DevCertificates certificates_;
  testing::CertifiedKey server_key_ = certificates_.Server("door");
  telemetry::Metrics metrics_;
  HttpOptions options_;
  Routes routes_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_TESTS_GATEWAY_HTTP_HTTP_FIXTURE_H_
