// What is done now and then while a back-load runs.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_HOUSEKEEPING_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_HOUSEKEEPING_H_

#include <condition_variable>
#include <mutex>
#include <thread>

#include "client-sdk/cli/backload/ledger.h"

namespace trivsel::cli::backload {

// Shows progress and keeps the resume file fresh, on a thread of its own, until
// it is destroyed.
class Housekeeping {
 public:
  explicit Housekeeping(Ledger* ledger)
      : ledger_(ledger), thread_([this] { Work(); }) {}
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void Work();

  Ledger* const ledger_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_HOUSEKEEPING_H_
