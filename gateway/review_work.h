// Review's work on reports, put together for this gateway: judging again, and
// the jobs that do it in the background.
#ifndef TRIVSEL_GATEWAY_REVIEW_WORK_H_
#define TRIVSEL_GATEWAY_REVIEW_WORK_H_

#include <cstdint>
#include <functional>
#include <string>

#include "gateway/access/access_directory.h"
#include "gateway/ingest/rule_shelf.h"
#include "gateway/rejudge.h"
#include "gateway/review/job_ledger.h"
#include "gateway/review/job_runner.h"
#include "gateway/review/postgres_revalidation.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway {

// Thread safe.
class ReviewWork {
 public:
  struct Parts {
    std::string database;
    store::Pool& pool;
    const ingest::RuleShelf& shelf;
    const access::AccessDirectory& directory;
    // Its name among the gateways on one database.
    std::string owner;
    // Whether reports are on their way in now.
    std::function<bool()> intake_busy;
    // Told which lanes have something new, a bit each; must not block.
    std::function<void(uint64_t lanes)> on_accepted;
  };

  // Works from now on. The parts must outlive it.
  explicit ReviewWork(Parts parts);
  ~ReviewWork() { Stop(); }
  // Finishes what is under way; jobs stay where they are.
  void Stop() { runner_.Stop(); }

  review::Revalidation& revalidation() { return revalidation_; }
  review::ReviewJobs& jobs() { return jobs_; }

 private:
  StoredReportJudge judge_;
  const review::Rejudge rejudge_;
  const std::function<std::string()> rule_set_;
  review::PostgresRevalidation revalidation_;
  review::JobRunner runner_;
  review::JobLedger jobs_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_REVIEW_WORK_H_
