// A PostgreSQL of the benchmark's own, with our schema, on a real disk.
#ifndef TRIVSEL_TESTS_BENCH_BENCH_STORE_H_
#define TRIVSEL_TESTS_BENCH_BENCH_STORE_H_

#include <memory>
#include <string>

#include "gateway/store/embedded_cluster.h"
#include "gateway/store/pool.h"
#include "tests/bench/spawned.h"

namespace trivsel::bench {

// As the gateway starts it: fsync on. Ends the process on any failure.
class BenchStore {
 public:
  // In `kept`, which stays afterwards with what is in it; else in a folder that
  // goes.
  explicit BenchStore(std::string kept = "");
  ~BenchStore();

  // A new database with our schema; its connection string.
  std::string NewDatabase();
  // The one of that name, made if it is not there.
  std::string OpenDatabase(const std::string& name);
  std::unique_ptr<gateway::store::Pool> NewPool(const std::string& database,
                                                int connections = 16) const;
  // Milliseconds of one fdatasync of 8 KiB beside the cluster, median of many.
  double MedianSyncMilliseconds() const;

 private:
  const bool kept_;
  const std::string folder_;
  std::unique_ptr<gateway::store::EmbeddedCluster> server_;
  int databases_ = 0;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_BENCH_STORE_H_
