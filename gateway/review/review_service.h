// trivsel.gateway.v1.ReviewService: hands each RPC to its operation.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVIEW_SERVICE_H_
#define TRIVSEL_GATEWAY_REVIEW_REVIEW_SERVICE_H_

#include <utility>

#include "gateway/review/review_operations.h"
#include "gateway/rpc/operator_rpcs.h"
#include "trivsel/gateway/v1/review_service.grpc.pb.h"

namespace trivsel::gateway::review {

// What its operations answer, to those who call.
inline constexpr rpc::OperatorFaults kReviewFaults = {
    .not_found = v1::ERROR_REASON_REVIEW_NOT_FOUND,
    .value_invalid = v1::ERROR_REASON_REVIEW_VALUE_INVALID,
    .state = v1::ERROR_REASON_REVIEW_STATE,
    .not_allowed = v1::ERROR_REASON_REVIEW_NOT_ALLOWED};

// Thread safe. Decides nothing.
class ReviewService final
    : public trivsel::gateway::v1::ReviewService::CallbackService {
 public:
  // `operations` must outlive it, and all work that `rpcs` has under way.
  ReviewService(ReviewOperations& operations, rpc::OperatorRpcs rpcs)
      : operations_(operations), rpcs_(std::move(rpcs)) {}

  grpc::ServerUnaryReactor* ListRejections(
      grpc::CallbackServerContext* context,
      const v1::ListRejectionsRequest* request,
      v1::ListRejectionsResponse* response) override;
  grpc::ServerUnaryReactor* ListRejectionGroups(
      grpc::CallbackServerContext* context,
      const v1::ListRejectionGroupsRequest* request,
      v1::ListRejectionGroupsResponse* response) override;
  grpc::ServerUnaryReactor* GetReviewedReport(
      grpc::CallbackServerContext* context,
      const v1::GetReviewedReportRequest* request,
      v1::GetReviewedReportResponse* response) override;
  grpc::ServerUnaryReactor* RevealCitizen(
      grpc::CallbackServerContext* context,
      const v1::RevealCitizenRequest* request,
      v1::RevealCitizenResponse* response) override;
  grpc::ServerUnaryReactor* GetOverview(
      grpc::CallbackServerContext* context,
      const v1::GetOverviewRequest* request,
      v1::GetOverviewResponse* response) override;
  grpc::ServerUnaryReactor* ReviewRejections(
      grpc::CallbackServerContext* context,
      const v1::ReviewRejectionsRequest* request,
      v1::ReviewRejectionsResponse* response) override;
  grpc::ServerUnaryReactor* StartReviewJob(
      grpc::CallbackServerContext* context,
      const v1::StartReviewJobRequest* request,
      v1::StartReviewJobResponse* response) override;
  grpc::ServerUnaryReactor* GetReviewJob(
      grpc::CallbackServerContext* context,
      const v1::GetReviewJobRequest* request,
      v1::GetReviewJobResponse* response) override;
  grpc::ServerUnaryReactor* ListReviewJobs(
      grpc::CallbackServerContext* context,
      const v1::ListReviewJobsRequest* request,
      v1::ListReviewJobsResponse* response) override;
  grpc::ServerUnaryReactor* CancelReviewJob(
      grpc::CallbackServerContext* context,
      const v1::CancelReviewJobRequest* request,
      v1::CancelReviewJobResponse* response) override;

 private:
  ReviewOperations& operations_;
  rpc::OperatorRpcs rpcs_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVIEW_SERVICE_H_
