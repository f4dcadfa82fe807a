// What has been received and decided: batches and reports, each once.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_LEDGER_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "deploy/sandbox/receiver/delivery_reader.h"

namespace trivsel::sandbox {

// A report with what was decided about it when it first came.
struct Decision {
  ReceivedReport report;  // `issues`: why it was rejected
  bool accepted = false;
  std::string reference;  // ours: "NR-000017"
  // How often it came; repeats from before a restart are not counted.
  int64_t arrivals = 0;
  // Only in an answer: it is not told yet what was decided.
  bool pending = false;
};

struct Batch {
  std::string id;
  std::string digest;           // of the body's bytes
  std::vector<size_t> reports;  // places in Ledger::reports()
  int64_t arrivals = 0;
};

// In memory; the Journal makes it durable. Not thread safe.
class Ledger {
 public:
  // In the order of first arrival.
  const std::vector<Decision>& reports() const { return reports_; }
  size_t batch_count() const { return batches_.size(); }

  const Batch* FindBatch(std::string_view id) const;
  // The decision about a report; null if it never came.
  const Decision* FindReport(std::string_view id) const;

  void CountRepeat(std::string_view batch_id);
  // Takes a batch in: decisions about reports that came before are kept as
  // they were and counted.
  void Add(std::string_view batch_id, std::string_view digest,
           const std::vector<Decision>& decisions);

  std::string NextReference(size_t offset) const;

 private:
  std::vector<Decision> reports_;
  std::map<std::string, size_t, std::less<>> report_by_id_;
  std::map<std::string, Batch, std::less<>> batches_;
};

// One line of the journal about a batch, and back.
std::string WriteJournalLine(std::string_view batch_id, std::string_view digest,
                             const std::vector<Decision>& decisions);
absl::Status ReadJournalLine(std::string_view line, Ledger* ledger);

// The acknowledgement that goes to the sender.
std::string WriteAnswer(std::string_view batch_id,
                        const std::vector<Decision>& decisions);

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_LEDGER_H_
