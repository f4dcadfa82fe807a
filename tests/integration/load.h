// Submitters that never give up: the load of the fault scenarios.
#ifndef TRIVSEL_TESTS_INTEGRATION_LOAD_H_
#define TRIVSEL_TESTS_INTEGRATION_LOAD_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/submitter.h"
#include "tests/integration/world.h"

namespace trivsel::testing {

// What the submitters saw.
struct LoadTally {
  int64_t acknowledged = 0;
  int64_t replayed = 0;            // of those, answered as stored before
  int64_t unavailable = 0;         // answered UNAVAILABLE by the gateway itself
  int64_t without_retry_info = 0;  // of those, without RetryInfo
  int64_t connection_failures = 0;  // no answer of the gateway at all
  // Other statuses and rejected reports, first ten in words.
  std::vector<std::string> wrong;
};

// `count` reports of a ReportFactory, one submitter thread a child, over mutual
// TLS. Each sends its child's reports in order, the next when the last is
// acknowledged, and sends again until it is: as a fagsystem should.
class Load {
 public:
  // To all gateways that the world has started.
  Load(const World& world, uint64_t seed, int count);
  ~Load();

  void Start();
  // Thread safe.
  LoadTally tally() const;
  // Waits until everything is acknowledged; false if it takes too long.
  bool Finish(std::chrono::seconds patience);

  // Empty if the receiver has each report once, accepted, each child's in the
  // order that it was sent, and no violations; else what is wrong.
  std::string CheckArrivals(const World& world) const;

 private:
  struct Item {
    std::string id;
    std::string content;  // SubmitReportRequest, serialized
  };
  void SendChild(int child);

  std::vector<std::vector<Item>> children_;
  int64_t count_;
  // One a gateway; a submitter goes to the next when one does not answer.
  std::vector<std::unique_ptr<Submitter>> channels_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  LoadTally tally_;  // guarded by mutex_
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_INTEGRATION_LOAD_H_
