// All about one report, for operators.
#ifndef TRIVSEL_GATEWAY_REVIEW_REPORT_PAGE_H_
#define TRIVSEL_GATEWAY_REVIEW_REPORT_PAGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "gateway/review/rejection_rows.h"
#include "gateway/review/stored_review.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/review_service.pb.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway::review {

// Thread safe.
class ReportPage {
 public:
  // Both must outlive it.
  ReportPage(store::Pool& pool, const validator::fhir::FhirMapping& mapping)
      : pool_(pool), mapping_(mapping) {}

  // Within the scope; NOT_FOUND else.
  absl::Status Read(const access::Scope& scope,
                    const v1::GetReviewedReportRequest& request,
                    v1::ReviewedReport* report) const;

  // The CPR number of a report in the scope: in the journal before it is
  // given. FAILED_PRECONDITION: the report has none that can be read.
  absl::StatusOr<std::string> Reveal(
      const access::Scope& scope, const std::string& actor,
      const v1::RevealCitizenRequest& request) const;

 private:
  void AddContent(const StoredReview& stored, v1::ReviewedReport* report) const;
  // Of the report, and of those that it was `accepted` as when it was judged
  // again.
  absl::Status AddDeliveries(const StoredReview& stored,
                             const std::vector<int64_t>& accepted,
                             v1::ReviewedReport* report) const;
  absl::Status AddReview(const access::Scope& scope, const StoredReview& stored,
                         std::vector<int64_t>* accepted,
                         v1::ReviewedReport* report) const;
  absl::Status AddCitizenReports(const access::Scope& scope,
                                 const StoredReview& stored,
                                 v1::ReviewedReport* report) const;

  store::Pool& pool_;
  const validator::fhir::FhirMapping& mapping_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REPORT_PAGE_H_
