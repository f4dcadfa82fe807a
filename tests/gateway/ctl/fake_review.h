// Rejections in memory, for tests of what the review commands ask and show.
#ifndef TRIVSEL_TESTS_GATEWAY_CTL_FAKE_REVIEW_H_
#define TRIVSEL_TESTS_GATEWAY_CTL_FAKE_REVIEW_H_

#include <string>
#include <vector>

#include "gateway/review/review_operations.h"

namespace trivsel::gateway::review {

// Holds so many rejections, numbers 1…count, each at version 3; pages them by
// a number; a job needs three looks. Not thread safe.
class FakeReview final : public ReviewOperations {
 public:
  explicit FakeReview(int count) : count_(count) {}

  absl::Status ListRejections(const access::Operator& who,
                              const v1::ListRejectionsRequest& request,
                              v1::ListRejectionsResponse* response) override;
  absl::Status ListRejectionGroups(
      const access::Operator& who,
      const v1::ListRejectionGroupsRequest& request,
      v1::ListRejectionGroupsResponse* response) override;
  absl::Status GetReviewedReport(
      const access::Operator& who, const v1::GetReviewedReportRequest& request,
      v1::GetReviewedReportResponse* response) override;
  absl::Status RevealCitizen(const access::Operator&,
                             const v1::RevealCitizenRequest&,
                             v1::RevealCitizenResponse*) override {
    return absl::UnimplementedError("");
  }
  absl::Status GetOverview(const access::Operator& who,
                           const v1::GetOverviewRequest& request,
                           v1::GetOverviewResponse* response) override;
  // A rejection of another version than 3 is a conflict.
  absl::Status ReviewRejections(
      const access::Operator& who, const v1::ReviewRejectionsRequest& request,
      v1::ReviewRejectionsResponse* response) override;
  absl::Status StartReviewJob(const access::Operator& who,
                              const v1::StartReviewJobRequest& request,
                              v1::StartReviewJobResponse* response) override;
  absl::Status GetReviewJob(const access::Operator& who,
                            const v1::GetReviewJobRequest& request,
                            v1::GetReviewJobResponse* response) override;
  absl::Status ListReviewJobs(const access::Operator& who,
                              const v1::ListReviewJobsRequest& request,
                              v1::ListReviewJobsResponse* response) override;
  absl::Status CancelReviewJob(const access::Operator& who,
                               const v1::CancelReviewJobRequest& request,
                               v1::CancelReviewJobResponse* response) override;

  // What was asked for, the last of each.
  v1::RejectionFilter filter;
  std::vector<v1::ReviewRejectionsRequest> acts;
  std::vector<v1::StartReviewJobRequest> jobs;
  access::Operator caller;

 private:
  v1::Rejection Make(int number) const;

  const int count_;
  int looks_ = 0;
  v1::ReviewJob job_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_TESTS_GATEWAY_CTL_FAKE_REVIEW_H_
