// Trying out rules on what is stored: which verdicts would be others.
#ifndef TRIVSEL_GATEWAY_CTL_RULE_TRIAL_H_
#define TRIVSEL_GATEWAY_CTL_RULE_TRIAL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/access_book.h"
#include "gateway/ctl/table.h"
#include "gateway/ingest/rule_book.h"
#include "gateway/queue/report_sink.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::ctl {

// What another rule set would change; reports.
struct TrialResult {
  struct Changes {
    int64_t to_accepted = 0;
    int64_t to_rejected = 0;
    int64_t findings = 0;  // the verdict stays
    int64_t kle = 0;       // nothing but the tag
    int64_t total() const { return to_accepted + to_rejected + findings + kle; }
  };
  struct CodeChanges {
    int64_t comes = 0;  // reports that get a finding of this code
    int64_t goes = 0;   // reports that get none of it any more
  };
  struct Example {
    std::string report_id, submitter, change;
  };

  std::string rule_set_now, rule_set_new;
  int64_t judged = 0;
  int64_t content_gone = 0;  // cannot be judged: no longer kept
  Changes changes;
  std::map<std::string, CodeChanges> by_code;
  std::map<std::string, Changes> by_submitter;
  std::vector<Example> examples;
};

// For people, or one JSON object a line.
std::string ShowTrial(const TrialResult& result, Output output);

// Judges stored reports under both books. Reads page by page, so that memory
// does not grow with the number of reports; changes nothing. Not thread safe.
class RuleTrial {
 public:
  struct Question {
    absl::Time since;
    std::string municipality;  // CVR number; empty: all
    int max_examples = 20;
  };
  using Book = std::shared_ptr<const ingest::RuleBook>;
  // Told how many are done of about how many.
  using OnProgress = std::function<void(int64_t done, int64_t about)>;

  // `pool` must outlive it.
  RuleTrial(store::Pool& pool,
            std::shared_ptr<const access::AccessBook> registry, Book now,
            Book next)
      : pool_(pool),
        registry_(std::move(registry)),
        now_(std::move(now)),
        next_(std::move(next)) {}

  absl::StatusOr<TrialResult> Run(const Question& question,
                                  const OnProgress& on_progress);

 private:
  store::Pool& pool_;
  const std::shared_ptr<const access::AccessBook> registry_;
  const Book now_, next_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_RULE_TRIAL_H_
