// Rejections as they are read from the database.
#ifndef TRIVSEL_GATEWAY_REVIEW_REJECTION_ROWS_H_
#define TRIVSEL_GATEWAY_REVIEW_REJECTION_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/store/connection.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/receipt.pb.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

struct RejectionRow {
  v1::Rejection rejection;
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;  // 0: not known
  int64_t accepted_as = 0;      // key of a report; 0: none
  absl::Time received_at;
  absl::Time opened_at;
  // A receiver's: gateway.v1.Receipt with only findings, serialized; empty
  // unless asked for.
  std::string findings;
};

// Those of the numbers that there are in the scope, the newest first.
absl::StatusOr<std::vector<RejectionRow>> LoadRejections(
    store::Connection& connection, const access::Scope& scope,
    const std::vector<int64_t>& ids, bool with_findings);
absl::StatusOr<std::vector<RejectionRow>> LoadRejections(
    store::Pool& pool, const access::Scope& scope,
    const std::vector<int64_t>& ids, bool with_findings);

// Says the names of those who have taken them.
absl::Status NameAssignees(store::Connection& connection,
                           std::vector<RejectionRow>* rows);
absl::Status NameAssignees(store::Pool& pool, std::vector<RejectionRow>* rows);

// Microseconds are what the database keeps.
void SetTime(absl::Time time, google::protobuf::Timestamp* out);

// Appends findings from their stored form; what cannot be read adds nothing.
void ReadFindings(std::string_view stored,
                  google::protobuf::RepeatedPtrField<v1::Finding>* findings);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REJECTION_ROWS_H_
