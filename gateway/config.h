// What the operators decide: from a file, the environment and the command
// line, the later winning.
#ifndef TRIVSEL_GATEWAY_CONFIG_H_
#define TRIVSEL_GATEWAY_CONFIG_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {

// Where accepted reports go.
struct DestinationConfig {
  std::string name = "national";
  std::string url;  // https://…; empty: reports wait until there is one
  std::string cert, key, ca;  // PEM files for mutual TLS
  int timeout_seconds = 30;
  int senders = 4;
  // How long a dead gateway keeps its lanes from the others.
  int lane_lease_ms = 15'000;
  // A report that comes alone goes out at once; with more to come, a lane's
  // batches are begun linger_ms apart, or when the one before is answered. At
  // most so much is in one.
  int batch_reports = 256;
  int64_t batch_bytes = 2 * 1024 * 1024;  // octets of the canonical forms
  int linger_ms = 25;
  // After so many, what holds a lane is given to the operators.
  int give_up_unanswered = 10;  // answers that leave a report out
  int give_up_refused = 5;      // refusals of a batch as a whole
};

// The HTTPS door: token endpoint and help pages.
struct HttpsConfig {
  std::string listen;     // "0.0.0.0:8443"; empty: there is no such door
  std::string cert, key;  // PEM files; empty: those of the gRPC door
  // As clients see it: https://gateway.example.dk:8443; empty: by the first
  // DNS name of the certificate.
  std::string url;
};

struct Config {
  std::string data;
  std::string database;                    // empty: the embedded cluster
  std::string database_user = "postgres";  // for the cluster, when we are root

  std::string listen = "0.0.0.0:7443";
  std::string tls_cert, tls_key, tls_client_ca;  // PEM files
  bool insecure = false;                         // loopback only
  std::string insecure_submitter;
  // Who may call: the policy file (access_policy.proto); the registered client
  // certificate alone. One of them is needed.
  std::string access_policy;
  bool certificate_login = false;
  // How people log into the console: the policy file (login_policy.proto);
  // empty: nobody does. Needs the HTTPS door.
  std::string login_policy;
  // The page that explains refusals: they link to it with their reason. Empty:
  // the HTTPS door's own, if there is one.
  std::string help_url;
  HttpsConfig https;

  std::string metrics_listen = "127.0.0.1:9464";  // empty: none
  std::string ready_file;  // written when it serves: one NAME=ADDRESS a line
  telemetry::LogLevel log_level = telemetry::LogLevel::kInfo;

  // How long the content of reports is kept: "13m", "400d"; empty: for ever.
  std::string keep_content;

  bool strict = false;  // --strictness=guide
  // Files of code systems and value sets over the built-in ones.
  std::vector<std::string> terminology;
  std::string kle_rules;  // file; empty: the built-in table
  std::string kle_facet;  // empty: as the table says

  DestinationConfig destination;

  int64_t max_in_flight_bytes = 64 * 1024 * 1024;
  int64_t max_in_flight_reports = 20'000;
  // Of one submitter, unless its registration says otherwise; 0: no limit.
  int submitter_reports_per_second = 0;
  int submitter_concurrent_calls = 512;
  int submitter_message_bytes = 0;  // a request's limit is 4 MiB anyway
  int committers = 2;
  int drain_seconds = 10;  // for calls under way when it stops
  int linger_seconds = 0;  // NOT_SERVING before it stops to listen

  bool check_only = false;  // --check-config
};

// Reads the command line; an int is the exit code of --help or of a wrong use,
// about which something has been printed.
std::variant<Config, int> ParseConfig(int argc, char** argv);

// What can be said against it without starting: FAILED_PRECONDITION with a
// sentence for people.
absl::Status CheckConfig(const Config& config);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_CONFIG_H_
