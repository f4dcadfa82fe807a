// A gateway of its own process for benchmarks, with mutual TLS.
#ifndef TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_
#define TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry.h"
#include "tests/bench/spawned.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::bench {

// Ends the process on any failure.
class BenchGateway {
 public:
  // `options` are added to its command line. With no --database among them it
  // runs a PostgreSQL of its own. Holbæk and the submitter "bench" are
  // registered.
  explicit BenchGateway(const std::vector<std::string>& options);
  ~BenchGateway();

  // Registers a municipality that all submitters may report for.
  void AddMunicipality(const std::string& cvr, const std::string& sor);
  // Registers one more submitter, for all municipalities so far.
  testing::CertifiedKey AddSubmitter(const std::string& name);
  // Registers somebody who may review the reports of all municipalities.
  testing::CertifiedKey AddOperator(const std::string& name);
  // Until the gateway has noticed what was registered.
  void AwaitRegistry() const;

  // Connections with mTLS, one each, of "bench" or of whom the key is.
  std::vector<std::shared_ptr<grpc::Channel>> Channels(int count) const {
    return Channels(count, client_);
  }
  std::vector<std::shared_ptr<grpc::Channel>> Channels(
      int count, const testing::CertifiedKey& client) const;

  // "host=/… dbname=…"
  const std::string& database() const { return database_; }
  pid_t process() const { return gateway_->process(); }
  // "127.0.0.1:41234"; empty without --https-listen among the options.
  std::string https_address() const { return gateway_->Value("https"); }
  // Whom its certificate is signed by.
  const std::string& ca_pem() const { return certificates_.ca().cert_pem; }
  // From its start until it served.
  absl::Duration started_in() const { return gateway_->took(); }

 private:
  void Register(const std::string& name, const testing::CertifiedKey& client);

  testing::DevCertificates certificates_;
  testing::CertifiedKey server_ = certificates_.Server("gateway");
  testing::CertifiedKey client_ = certificates_.Client("bench");
  const std::string folder_ = NewBenchFolder();
  std::optional<Spawned> gateway_;
  std::string database_;
  std::unique_ptr<gateway::store::Pool> pool_;
  std::vector<std::string> municipalities_, submitters_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_
