// Acts of operators on rejections: all in one transaction, with history and
// journal; who comes second is told what the first did.
#ifndef TRIVSEL_GATEWAY_REVIEW_REJECTION_ACTS_H_
#define TRIVSEL_GATEWAY_REVIEW_REJECTION_ACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/review/conflict_text.h"
#include "gateway/review/revalidation.h"
#include "gateway/store/connection.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

// INVALID_ARGUMENT unless `text` is `least` to 4000 characters without control
// characters (but newline and tab) and without what may be a CPR number: it
// would stay in the history for good.
absl::Status CheckText(const std::string& text, int least, int most = 4000);

// Thread safe.
class RejectionActs {
 public:
  // `revalidation` may be null: FAILED_PRECONDITION. Both must outlive it.
  RejectionActs(store::Pool& pool, Revalidation* revalidation)
      : pool_(pool), revalidation_(revalidation) {}

  // `scope`: what `who` may operate on; not empty. As
  // ReviewService.ReviewRejections.
  absl::Status Review(const access::Operator& who, const access::Scope& scope,
                      const v1::ReviewRejectionsRequest& request,
                      absl::Time now, v1::ReviewRejectionsResponse* response);

 private:
  // What an act does, in the database's terms.
  struct Act;
  // How each of those asked for came out.
  struct Outcome;

  static absl::StatusOr<Act> ActOf(const access::Operator& who,
                                   const v1::ReviewRejectionsRequest& request);
  absl::Status Try(const access::Operator& who, const access::Scope& scope,
                   const Act& act, Outcome* outcome);
  static absl::Status Do(store::Connection& connection,
                         const access::Operator& who, const Act& act,
                         const std::vector<int64_t>& ids);
  absl::Status Revalidate(const access::Operator& who,
                          const access::Scope& scope, const std::string& reason,
                          Outcome* outcome);
  // Reads how those asked for are now.
  static absl::Status Conclude(store::Connection& connection,
                               const access::Scope& scope, Outcome* outcome);

  store::Pool& pool_;
  Revalidation* const revalidation_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REJECTION_ACTS_H_
