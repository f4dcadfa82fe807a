// What operators do with rejections: each operation as the RPC of
// ReviewService of that name, without gRPC. The console and trivselctl call
// them too.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVIEW_OPERATIONS_H_
#define TRIVSEL_GATEWAY_REVIEW_REVIEW_OPERATIONS_H_

#include "absl/status/status.h"
#include "gateway/access/operator.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

// Thread safe; waits for the database. Checks rights and scope itself, whoever
// calls: PERMISSION_DENIED without the right for anybody's reports; what is
// outside the scope is NOT_FOUND, exactly as what is not there. Messages are
// "dansk / English". Else INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE
// (a page token), UNAVAILABLE, ABORTED or INTERNAL, as the registry's.
class ReviewOperations {
 public:
  virtual ~ReviewOperations() = default;

  virtual absl::Status ListRejections(const access::Operator& who,
                                      const v1::ListRejectionsRequest& request,
                                      v1::ListRejectionsResponse* response) = 0;
  virtual absl::Status ListRejectionGroups(
      const access::Operator& who,
      const v1::ListRejectionGroupsRequest& request,
      v1::ListRejectionGroupsResponse* response) = 0;
  virtual absl::Status GetReviewedReport(
      const access::Operator& who, const v1::GetReviewedReportRequest& request,
      v1::GetReviewedReportResponse* response) = 0;
  virtual absl::Status RevealCitizen(const access::Operator& who,
                                     const v1::RevealCitizenRequest& request,
                                     v1::RevealCitizenResponse* response) = 0;
  virtual absl::Status GetOverview(const access::Operator& who,
                                   const v1::GetOverviewRequest& request,
                                   v1::GetOverviewResponse* response) = 0;
  virtual absl::Status ReviewRejections(
      const access::Operator& who, const v1::ReviewRejectionsRequest& request,
      v1::ReviewRejectionsResponse* response) = 0;
  virtual absl::Status StartReviewJob(const access::Operator& who,
                                      const v1::StartReviewJobRequest& request,
                                      v1::StartReviewJobResponse* response) = 0;
  virtual absl::Status GetReviewJob(const access::Operator& who,
                                    const v1::GetReviewJobRequest& request,
                                    v1::GetReviewJobResponse* response) = 0;
  virtual absl::Status ListReviewJobs(const access::Operator& who,
                                      const v1::ListReviewJobsRequest& request,
                                      v1::ListReviewJobsResponse* response) = 0;
  virtual absl::Status CancelReviewJob(
      const access::Operator& who, const v1::CancelReviewJobRequest& request,
      v1::CancelReviewJobResponse* response) = 0;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVIEW_OPERATIONS_H_
