// Logging into a gateway's console the real way, for benchmarks.
#ifndef TRIVSEL_TESTS_BENCH_CONSOLE_LOGIN_H_
#define TRIVSEL_TESTS_BENCH_CONSOLE_LOGIN_H_

#include <memory>
#include <string>
#include <vector>

#include "deploy/sandbox/idp/doors.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/spawned.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::bench {

// Reader, operator and delivery manager for everybody's reports.
inline constexpr char kOlga[] = "0c9a4a52-0001";
// The same for Holbæk's (CVR 29189447) only.
inline constexpr char kHolger[] = "0c9a4a52-0004";
// As the journal knows them.
std::string ActorOf(const std::string& user);

// The sandbox's identity provider, and a login policy that trusts it; of one
// gateway. Ends the process on any failure.
class ConsoleLogin {
 public:
  ConsoleLogin();
  ~ConsoleLogin();

  // For the gateway's command line: its HTTPS door, and who may log in there.
  std::vector<std::string> GatewayOptions() const;
  // Tells the identity provider about the gateway.
  void Meet(const BenchGateway& gateway);
  // The session's cookie ("name=value") of one who has logged in.
  std::string LogIn(const std::string& user);

  // "https://localhost:41234"
  const std::string& url() const { return url_; }
  // Both servers' authorities.
  std::string ca_file() const { return In("ca.pem"); }

 private:
  std::string In(const std::string& name) const { return folder_ + "/" + name; }
  void PutPolicy();

  const std::string folder_ = NewBenchFolder();
  testing::DevCertificates certificates_{"idp"};
  std::unique_ptr<sandbox::sts::KeyRing> ring_;
  std::unique_ptr<sandbox::idp::SamlDesk> saml_;
  std::unique_ptr<sandbox::idp::OidcDesk> oidc_;
  std::unique_ptr<sandbox::Listener> idp_;
  std::string idp_url_, url_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_CONSOLE_LOGIN_H_
