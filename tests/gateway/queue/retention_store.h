// A database with months of old reports, for the tests of retention.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_RETENTION_STORE_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_RETENTION_STORE_H_

#include <functional>
#include <string>

#include "gateway/queue/report_reader.h"
#include "gateway/store/retention.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {

// How far the reports of a month have come.
enum class Fate {
  kConfirmed,
  kPending,
  kInBatch,        // unsettled; one batch
  kRefusedOpen,    // by the receiver; with the operators
  kRefusedClosed,  // the operators are done with it
  kRejectedOpen,   // by us
  kRejectedClosed,
  kUnanswered,  // neither pending nor answered for
};

class RetentionStore : public QueueStore {
 protected:
  RetentionStore();

  // `count` reports "<prefix>-1" … of the month ("2025-01"), which gets its
  // partition; submitter 1, with findings and content "content of <id>" of
  // some kilobytes.
  void AddMonth(const std::string& month, const std::string& prefix, int count,
                Fate fate);

  // Keeps content for a month; `change` what is to be otherwise.
  store::Retention::Options Options() const;
  absl::StatusOr<std::vector<store::RetentionMonth>> DropReady(
      const std::function<void(store::Retention::Options*)>& change =
          [](auto*) {});
  store::RetentionMonth LookAt(const std::string& month);

  StoredReport Get(const std::string& id);
  // Reports of the month that still have content.
  int64_t WithContent(const std::string& month);
  // All of the submitter's, page by page.
  std::vector<std::string> ListAll();

  const ReportReader reader_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_RETENTION_STORE_H_
