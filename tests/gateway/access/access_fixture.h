// A registry in memory, a clock that is set, a folder of files: for the tests
// of who is calling.
#ifndef TRIVSEL_TESTS_GATEWAY_ACCESS_ACCESS_FIXTURE_H_
#define TRIVSEL_TESTS_GATEWAY_ACCESS_ACCESS_FIXTURE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gateway/access/registry_source.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// Thread safe.
class SetClock final : public Clock {
 public:
  absl::Time Now() const override {
    return absl::FromUnixMicros(micros_.load());
  }
  void Set(absl::Time now) { micros_ = absl::ToUnixMicros(now); }
  void Advance(absl::Duration by) { Set(Now() + by); }

 private:
  std::atomic<int64_t> micros_{absl::ToUnixMicros(absl::Now())};
};

// Thread safe.
class FakeRegistry final : public RegistrySource {
 public:
  absl::StatusOr<int64_t> Version() override {
    std::lock_guard lock(mutex_);
    if (!status_.ok()) return status_;
    return snapshot_.version;
  }
  absl::StatusOr<RegistrySnapshot> Load() override {
    std::lock_guard lock(mutex_);
    if (!status_.ok()) return status_;
    return snapshot_;
  }
  void Put(RegistrySnapshot snapshot) {
    std::lock_guard lock(mutex_);
    snapshot_ = std::move(snapshot);
  }
  void Fail(absl::Status status) {
    std::lock_guard lock(mutex_);
    status_ = std::move(status);
  }

 private:
  std::mutex mutex_;
  RegistrySnapshot snapshot_;
  absl::Status status_;
};

// A folder that goes with it.
class Folder {
 public:
  Folder() {
    std::string path =
        std::filesystem::temp_directory_path() / "trivsel-access-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) std::abort();
    path_ = path;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string In(const std::string& name) const { return path_ + "/" + name; }
  // Written beside and renamed in place, as everybody should.
  void Put(const std::string& name, const std::string& octets) const {
    std::ofstream(In(name + ".new"), std::ios::binary) << octets;
    std::filesystem::rename(In(name + ".new"), In(name));
  }

 private:
  std::string path_;
};

// Looks often until it holds; whether it came to hold in time.
inline bool Eventually(
    const std::function<bool()>& condition,
    std::chrono::seconds patience = std::chrono::seconds(30)) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// "TOKEN_EXPIRED"; "" if it is none.
template <typename T>
std::string FaultIn(const std::variant<T, validator::token::Fault>& answer) {
  const auto* fault = std::get_if<validator::token::Fault>(&answer);
  return fault == nullptr ? "" : validator::token::FaultName(fault->code);
}

// "expected | found" of it.
template <typename T>
std::string Told(const std::variant<T, validator::token::Fault>& answer) {
  const auto* fault = std::get_if<validator::token::Fault>(&answer);
  return fault == nullptr ? "" : fault->expected + " | " + fault->found;
}

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_TESTS_GATEWAY_ACCESS_ACCESS_FIXTURE_H_
