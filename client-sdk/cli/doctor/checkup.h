// One run of trivsel doctor: what it was told, what it has learned, and the
// steps that look.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DOCTOR_CHECKUP_H_
#define TRIVSEL_CLIENT_SDK_CLI_DOCTOR_CHECKUP_H_

#include <sys/socket.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/doctor/step.h"
#include "client-sdk/cli/doctor/tls_probe.h"
#include "trivsel/client/options.h"

namespace trivsel::cli::doctor {

// Where a name leads.
struct Address {
  sockaddr_storage socket = {};
  socklen_t size = 0;
  std::string text;  // "10.0.0.7"
};

// Each step adds to it what later ones need. Not thread safe.
struct Checkup {
  const DoctorArguments& arguments;
  const GatewayArguments& gateway;
  const absl::Time deadline;  // of it all

  std::string host;  // empty: a unix socket, which has neither name nor port
  std::string port = {};
  std::vector<Address> addresses = {};
  std::optional<TlsSeen> tls = std::nullopt;
  std::string token = {};  // empty = none is sent
  // A server's clock minus ours, to the second, and whose it is.
  std::optional<absl::Duration> clock_ahead = std::nullopt;
  std::string clock_of = {};

  // Time for one step.
  absl::Duration Patience(absl::Duration most) const {
    return std::clamp(deadline - absl::Now(), absl::Milliseconds(1), most);
  }
  client::TlsFiles tls_files() const {
    return {gateway.certificate_file, gateway.key_file, gateway.ca_file};
  }
};

// In the order in which they make sense. Each returns what it found and is
// only asked when those before it have not failed.
Finding CheckConfiguration(Checkup* checkup);
Finding CheckFiles(Checkup* checkup);
Finding CheckCertificate(Checkup* checkup);
Finding CheckDns(Checkup* checkup);
Finding CheckTcp(Checkup* checkup);  // and TLS, on the same connection
Finding CheckTls(Checkup* checkup);
Finding CheckAccepted(Checkup* checkup);
Finding CheckToken(Checkup* checkup);
Finding CheckHealth(Checkup* checkup);
Finding CheckAccess(Checkup* checkup);
Finding CheckAgreement(Checkup* checkup);
Finding CheckClock(Checkup* checkup);

// "HOST:PORT", "[::1]:7443" and "dns:///HOST:PORT" taken apart; both empty for
// a unix socket.
void SplitEndpoint(const std::string& endpoint, std::string* host,
                   std::string* port);

}  // namespace trivsel::cli::doctor

#endif  // TRIVSEL_CLIENT_SDK_CLI_DOCTOR_CHECKUP_H_
