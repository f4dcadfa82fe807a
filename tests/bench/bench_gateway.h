// A gateway of its own process for benchmarks: TLS, embedded PostgreSQL, one
// registered submitter.
#ifndef TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_
#define TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/dev_certificates.h"

namespace trivsel::bench {

// Ends the process on any failure.
class BenchGateway {
 public:
  // `binary`: trivsel-gateway. `options` are added to its command line.
  BenchGateway(const std::string& binary,
               const std::vector<std::string>& options);
  ~BenchGateway();

  // Connections of the registered submitter, mTLS, one each.
  std::vector<std::shared_ptr<grpc::Channel>> Channels(int count) const;
  // "host=/… dbname=…"
  const std::string& database() const { return database_; }
  pid_t process() const { return process_; }

 private:
  void Register();

  testing::DevCertificates certificates_;
  testing::CertifiedKey server_ = certificates_.Server("gateway");
  testing::CertifiedKey client_ = certificates_.Client("bench");
  std::string folder_, address_, database_;
  pid_t process_ = 0;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_BENCH_GATEWAY_H_
