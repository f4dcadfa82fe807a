#include "gateway/review/review_service.h"

namespace trivsel::gateway::review {

grpc::ServerUnaryReactor* ReviewService::ListRejections(
    grpc::CallbackServerContext* context,
    const v1::ListRejectionsRequest* request,
    v1::ListRejectionsResponse* response) {
  return rpcs_.Run(context, "ListRejections", operations_,
                   &ReviewOperations::ListRejections, request, response);
}

grpc::ServerUnaryReactor* ReviewService::ListRejectionGroups(
    grpc::CallbackServerContext* context,
    const v1::ListRejectionGroupsRequest* request,
    v1::ListRejectionGroupsResponse* response) {
  return rpcs_.Run(context, "ListRejectionGroups", operations_,
                   &ReviewOperations::ListRejectionGroups, request, response);
}

grpc::ServerUnaryReactor* ReviewService::GetReviewedReport(
    grpc::CallbackServerContext* context,
    const v1::GetReviewedReportRequest* request,
    v1::GetReviewedReportResponse* response) {
  return rpcs_.Run(context, "GetReviewedReport", operations_,
                   &ReviewOperations::GetReviewedReport, request, response);
}

grpc::ServerUnaryReactor* ReviewService::RevealCitizen(
    grpc::CallbackServerContext* context,
    const v1::RevealCitizenRequest* request,
    v1::RevealCitizenResponse* response) {
  return rpcs_.Run(context, "RevealCitizen", operations_,
                   &ReviewOperations::RevealCitizen, request, response);
}

grpc::ServerUnaryReactor* ReviewService::GetOverview(
    grpc::CallbackServerContext* context, const v1::GetOverviewRequest* request,
    v1::GetOverviewResponse* response) {
  return rpcs_.Run(context, "GetOverview", operations_,
                   &ReviewOperations::GetOverview, request, response);
}

grpc::ServerUnaryReactor* ReviewService::ReviewRejections(
    grpc::CallbackServerContext* context,
    const v1::ReviewRejectionsRequest* request,
    v1::ReviewRejectionsResponse* response) {
  return rpcs_.Run(context, "ReviewRejections", operations_,
                   &ReviewOperations::ReviewRejections, request, response);
}

grpc::ServerUnaryReactor* ReviewService::StartReviewJob(
    grpc::CallbackServerContext* context,
    const v1::StartReviewJobRequest* request,
    v1::StartReviewJobResponse* response) {
  return rpcs_.Run(context, "StartReviewJob", operations_,
                   &ReviewOperations::StartReviewJob, request, response);
}

grpc::ServerUnaryReactor* ReviewService::GetReviewJob(
    grpc::CallbackServerContext* context,
    const v1::GetReviewJobRequest* request,
    v1::GetReviewJobResponse* response) {
  return rpcs_.Run(context, "GetReviewJob", operations_,
                   &ReviewOperations::GetReviewJob, request, response);
}

grpc::ServerUnaryReactor* ReviewService::ListReviewJobs(
    grpc::CallbackServerContext* context,
    const v1::ListReviewJobsRequest* request,
    v1::ListReviewJobsResponse* response) {
  return rpcs_.Run(context, "ListReviewJobs", operations_,
                   &ReviewOperations::ListReviewJobs, request, response);
}

grpc::ServerUnaryReactor* ReviewService::CancelReviewJob(
    grpc::CallbackServerContext* context,
    const v1::CancelReviewJobRequest* request,
    v1::CancelReviewJobResponse* response) {
  return rpcs_.Run(context, "CancelReviewJob", operations_,
                   &ReviewOperations::CancelReviewJob, request, response);
}

}  // namespace trivsel::gateway::review
