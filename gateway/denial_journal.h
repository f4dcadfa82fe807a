// Writes into the journal that a report was for a municipality that its
// submitter may not report for.
#ifndef TRIVSEL_GATEWAY_DENIAL_JOURNAL_H_
#define TRIVSEL_GATEWAY_DENIAL_JOURNAL_H_

#include <string>

#include "gateway/access/caller.h"
#include "gateway/ingest/executor.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway {

// Thread safe. A storm of denials does not slow those who may: what does not
// fit in the line is left to the metric and the log.
class DenialJournal {
 public:
  // `pool` must outlive it.
  explicit DenialJournal(store::Pool& pool) : pool_(pool) {}

  // Never blocks.
  void Trace(const access::Caller& caller, const std::string& report_id);

 private:
  static constexpr size_t kMaxWaiting = 1000;

  void Write(const std::string& actor, const std::string& subject);

  store::Pool& pool_;
  ingest::Executor writer_{1, kMaxWaiting};
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_DENIAL_JOURNAL_H_
