// Numbers for the first page and for groups of rejections, out of counts.
#ifndef TRIVSEL_GATEWAY_REVIEW_OVERVIEW_H_
#define TRIVSEL_GATEWAY_REVIEW_OVERVIEW_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/review/code_book.h"
#include "gateway/review/day_counts.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

// Thread safe. Looks at counts only, never at reports.
class OverviewReader {
 public:
  // Both must outlive it.
  OverviewReader(store::Pool& pool, const CodeBook& book)
      : pool_(pool), book_(book), days_(pool) {}

  // Of the scope.
  absl::Status Read(const access::Scope& scope, absl::Time now,
                    v1::Overview* overview);

  // Reads what does not change until the next day, if it has not been; so that
  // no page has to wait for it. Blocks for the database.
  absl::Status Prepare(absl::Time now) { return days_.Prepare(now); }

  // Open rejections of the scope by code and submitter (0: any).
  absl::Status ReadGroups(const access::Scope& scope, int32_t submitter_id,
                          absl::Time now,
                          v1::ListRejectionGroupsResponse* response);

 private:
  absl::Status ReadOpen(const access::Scope& scope, v1::Overview* overview);
  absl::Status ReadDays(const access::Scope& scope, absl::Time now,
                        v1::Overview* overview);

  store::Pool& pool_;
  const CodeBook& book_;
  DayCounts days_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_OVERVIEW_H_
