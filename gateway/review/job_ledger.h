// ReviewJobs on the database: jobs are begun, shown and stopped here, and done
// by JobRunner.
#ifndef TRIVSEL_GATEWAY_REVIEW_JOB_LEDGER_H_
#define TRIVSEL_GATEWAY_REVIEW_JOB_LEDGER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/review/review_jobs.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::review {

// Thread safe.
class JobLedger final : public ReviewJobs {
 public:
  static constexpr int32_t kMostRunning = 20;

  // `rule_set`: the edition of the rules that is judged by now. `on_started`
  // may be null; must not block. `pool` must outlive it.
  JobLedger(store::Pool* pool, std::function<std::string()> rule_set,
            std::function<void()> on_started)
      : pool_(*pool),
        rule_set_(std::move(rule_set)),
        on_started_(std::move(on_started)) {}

  absl::StatusOr<v1::ReviewJob> Start(const access::Operator& who,
                                      const access::Scope& scope,
                                      v1::ReviewJob::Kind kind,
                                      const v1::RejectionFilter& filter,
                                      const std::string& text) override;
  absl::StatusOr<v1::ReviewJob> Get(const access::Scope& scope,
                                    int64_t job_id) override;
  absl::StatusOr<std::vector<v1::ReviewJob>> List(const access::Scope& scope,
                                                  int64_t before,
                                                  int limit) override;
  absl::StatusOr<v1::ReviewJob> Cancel(const access::Operator& who,
                                       const access::Scope& scope,
                                       int64_t job_id) override;

 private:
  absl::StatusOr<std::vector<v1::ReviewJob>> Load(const access::Scope& scope,
                                                  int64_t job_id,
                                                  int64_t before, int limit);

  store::Pool& pool_;
  const std::function<std::string()> rule_set_;
  const std::function<void()> on_started_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_JOB_LEDGER_H_
