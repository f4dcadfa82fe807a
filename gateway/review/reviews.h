// The operations of review, put together: rights and scope first, then the
// work.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVIEWS_H_
#define TRIVSEL_GATEWAY_REVIEW_REVIEWS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/review/code_book.h"
#include "gateway/review/overview.h"
#include "gateway/review/rejection_acts.h"
#include "gateway/review/rejection_list.h"
#include "gateway/review/report_page.h"
#include "gateway/review/revalidation.h"
#include "gateway/review/review_jobs.h"
#include "gateway/review/review_operations.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway::review {

// Thread safe.
class Reviews final : public ReviewOperations {
 public:
  struct Parts {
    store::Pool& pool;
    const validator::fhir::FhirMapping& mapping;
    const Clock& clock;
    // Null: judging again, or jobs, are FAILED_PRECONDITION.
    Revalidation* revalidation = nullptr;
    ReviewJobs* jobs = nullptr;
  };

  // Compiles the sentences of the standard. The parts must outlive it.
  static absl::StatusOr<std::unique_ptr<Reviews>> Create(const Parts& parts);

  // Takes what has changed into the counts, when there is enough of it, and
  // reads the days that are over. To be called now and then; blocks for the
  // database.
  absl::Status FoldCounts();

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
  absl::Status RevealCitizen(const access::Operator& who,
                             const v1::RevealCitizenRequest& request,
                             v1::RevealCitizenResponse* response) override;
  absl::Status GetOverview(const access::Operator& who,
                           const v1::GetOverviewRequest& request,
                           v1::GetOverviewResponse* response) override;
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

 private:
  Reviews(const Parts& parts, std::unique_ptr<const CodeBook> book);

  const Parts parts_;
  const std::unique_ptr<const CodeBook> book_;
  RejectionList list_;
  OverviewReader overview_;
  RejectionActs acts_;
  ReportPage page_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVIEWS_H_
