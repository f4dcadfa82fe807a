// Rejections in memory, for looking at pages without a database: a few hundred
// of four municipalities and three vendor systems, some of them with hostile
// text in every field that comes from outside.
#ifndef TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_REVIEW_H_
#define TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_REVIEW_H_

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/review/review_operations.h"

namespace trivsel::gateway::console {

// In every field that a submitter or a receiver fills in.
inline constexpr char kHostile[] =
    "<script>window.hacked=1</script><img src=x "
    "onerror=\"window.hacked=1\">'\"";

struct FakeMunicipality {
  int32_t id;
  const char* cvr;
  const char* name;
};
inline constexpr FakeMunicipality kFakeMunicipalities[] = {
    {1, "11111111", "Korsbæk Kommune"},
    {2, "22222222", "Bjergby Kommune"},
    {3, "33333333", "Sandholm Kommune"},
    {4, "44444444", "Skovlund Kommune"}};
inline constexpr const char* kFakeSubmitters[] = {
    "Fagsystem A/S", "Kommunesystemer ApS", "Omsorg Online"};

// Thread safe. Follows the contract on scope, versions and conflicts.
class FakeReview final : public review::ReviewOperations {
 public:
  // `record`: the FHIR JSON of all reports.
  FakeReview(absl::Time now, std::string record);

  absl::Status ListRejections(
      const access::Operator& who,
      const review::v1::ListRejectionsRequest& request,
      review::v1::ListRejectionsResponse* response) override;
  absl::Status ListRejectionGroups(
      const access::Operator& who,
      const review::v1::ListRejectionGroupsRequest& request,
      review::v1::ListRejectionGroupsResponse* response) override;
  absl::Status GetReviewedReport(
      const access::Operator& who,
      const review::v1::GetReviewedReportRequest& request,
      review::v1::GetReviewedReportResponse* response) override;
  absl::Status RevealCitizen(
      const access::Operator& who,
      const review::v1::RevealCitizenRequest& request,
      review::v1::RevealCitizenResponse* response) override;
  absl::Status GetOverview(const access::Operator& who,
                           const review::v1::GetOverviewRequest& request,
                           review::v1::GetOverviewResponse* response) override;
  absl::Status ReviewRejections(
      const access::Operator& who,
      const review::v1::ReviewRejectionsRequest& request,
      review::v1::ReviewRejectionsResponse* response) override;
  absl::Status StartReviewJob(
      const access::Operator& who,
      const review::v1::StartReviewJobRequest& request,
      review::v1::StartReviewJobResponse* response) override;
  absl::Status GetReviewJob(
      const access::Operator& who,
      const review::v1::GetReviewJobRequest& request,
      review::v1::GetReviewJobResponse* response) override;
  absl::Status ListReviewJobs(
      const access::Operator& who,
      const review::v1::ListReviewJobsRequest& request,
      review::v1::ListReviewJobsResponse* response) override;
  absl::Status CancelReviewJob(
      const access::Operator& who,
      const review::v1::CancelReviewJobRequest& request,
      review::v1::CancelReviewJobResponse* response) override;

  // What was revealed, by whom and why; for tests.
  std::vector<std::string> revealed() const;

 private:
  struct Case {
    review::v1::Rejection rejection;
    int32_t municipality_id = 0;
    std::vector<review::v1::ReviewEvent> events = {};
  };
  struct Job {
    review::v1::ReviewJob job;
    std::vector<int64_t> left;
  };

  void MakeCases();
  Case* FindReport(const access::Operator& who, int64_t key, int64_t id);
  std::vector<Case*> Matching(const access::Operator& who, access::Right right,
                              const review::v1::RejectionFilter& filter);
  void Act(const access::Operator& who,
           const review::v1::ReviewRejectionsRequest& request, Case* one);
  void GoOn(Job* job);
  void FillReport(const Case& one, review::v1::ReviewedReport* report) const;

  const absl::Time now_;
  const std::string record_;
  mutable std::mutex mutex_;
  std::map<int64_t, Case> cases_;      // guarded by mutex_
  std::map<int64_t, Job> jobs_;        // guarded by mutex_
  std::vector<std::string> revealed_;  // guarded by mutex_
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_TESTS_GATEWAY_CONSOLE_FAKE_REVIEW_H_
