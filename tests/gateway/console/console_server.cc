// The console with everything behind it in memory, over real HTTPS: for
// browser tests, and for people who work on the pages.
//
//   console_server [ADDRESS]
//
// Prints its address and the file of its CA, and serves until its input ends.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "gateway/console/console.h"
#include "gateway/http/http_server.h"
#include "tests/gateway/console/fake_desks.h"
#include "tests/gateway/console/fake_review.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::gateway::console {
namespace {

// With the CPR number hidden, as the contract says, and with hostile text.
std::string Record() {
  std::ifstream in(TRIVSEL_FIXTURES "/josefine-4.json");
  std::stringstream text;
  text << in.rdbuf();
  std::string record = text.str();
  const std::string cpr = "0505149996";
  for (size_t at; (at = record.find(cpr)) != std::string::npos;) {
    record.replace(at, cpr.size(), "******-****");
  }
  const std::string word = "Bekymring";
  const size_t at = record.find(word);
  if (at != std::string::npos) {
    std::string hostile = kHostile;
    for (size_t i; (i = hostile.find('"')) != std::string::npos;) {
      hostile.replace(i, 1, "\\u0022");
    }
    record.replace(at, word.size(), hostile);
  }
  return record;
}

int Run(const std::string& address) {
  const absl::Time now = absl::Now();
  testing::DevCertificates certificates("console");
  const testing::CertifiedKey key = certificates.Server("console");
  FakeReview review(now, Record());
  FakeDeliveries deliveries(now);
  FakeRegistry registry(now);
  FakeGate gate;
  auto console = Console::Create(
      {gate, [&] { return &review; }, registry, deliveries, absl::Now});
  if (!console.ok()) {
    std::cerr << console.status() << "\n";
    return 1;
  }
  http::Routes routes;
  (*console)->AddRoutes(&routes);
  FakeGate::AddRoutes(&routes);
  http::HttpOptions options;
  options.listen = address;
  options.tls = {key.cert_file, key.key_file, ""};
  auto server = http::HttpServer::Start(options, routes);
  if (!server.ok()) {
    std::cerr << server.status() << "\n";
    return 1;
  }
  std::cout << "https://" << (*server)->address() << " "
            << certificates.ca().cert_file << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  (*server)->Stop();
  return 0;
}

}  // namespace
}  // namespace trivsel::gateway::console

int main(int argc, char** argv) {
  return trivsel::gateway::console::Run(argc > 1 ? argv[1] : "127.0.0.1:0");
}
