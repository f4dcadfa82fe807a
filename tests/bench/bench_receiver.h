// The sandbox receiver, as a process of its own.
#ifndef TRIVSEL_TESTS_BENCH_BENCH_RECEIVER_H_
#define TRIVSEL_TESTS_BENCH_BENCH_RECEIVER_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/spawned.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::bench {

// Ends the benchmark on any failure.
class BenchReceiver {
 public:
  BenchReceiver();
  ~BenchReceiver();

  // A gateway's options for delivering to it.
  std::vector<std::string> GatewayOptions() const;
  pid_t process() const { return receiver_->process(); }

 private:
  testing::DevCertificates certificates_{"receiver"};
  testing::CertifiedKey server_ = certificates_.Server("receiver");
  testing::CertifiedKey client_ = certificates_.Client("gateway");
  const std::string folder_ = NewBenchFolder();
  std::optional<Spawned> receiver_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_BENCH_RECEIVER_H_
