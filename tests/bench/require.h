// A benchmark that cannot do its work says so and ends.
#ifndef TRIVSEL_TESTS_BENCH_REQUIRE_H_
#define TRIVSEL_TESTS_BENCH_REQUIRE_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::bench {

[[noreturn]] inline void Die(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(1);
}

inline void Require(const absl::Status& status) {
  if (!status.ok()) Die(std::string(status.message()));
}

template <typename T>
T Require(absl::StatusOr<T> value) {
  Require(value.status());
  return *std::move(value);
}

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_REQUIRE_H_
