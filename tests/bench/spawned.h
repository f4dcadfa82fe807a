// A program that a benchmark runs beside itself.
#ifndef TRIVSEL_TESTS_BENCH_SPAWNED_H_
#define TRIVSEL_TESTS_BENCH_SPAWNED_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::bench {

// Ends the benchmark if the program does not get ready. Stopped with SIGTERM
// when it goes.
class Spawned {
 public:
  // Waits until the program has written `ready_file` (NAME=VALUE a line).
  Spawned(const std::vector<std::string>& command, const std::string& log,
          const std::string& ready_file);
  ~Spawned();
  Spawned(const Spawned&) = delete;
  Spawned& operator=(const Spawned&) = delete;

  pid_t process() const { return process_; }
  // From the ready file; empty if it is not there.
  std::string Value(const std::string& name) const;
  // From the start to the ready file.
  absl::Duration took() const { return took_; }

 private:
  pid_t process_ = 0;
  std::map<std::string, std::string> values_;
  absl::Duration took_;
};

// A folder of its own on a real disk, which others may pass through.
std::string NewBenchFolder();

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_SPAWNED_H_
