#include "client-sdk/internal/grpc_connection.h"

#include <chrono>

#include "absl/time/clock.h"
#include "client-sdk/internal/authorization.h"
#include "client-sdk/internal/rpc_status.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::chrono::milliseconds kWhyNot(500);

Outcomes AllFailed(int count, const absl::Status& status) {
  return Outcomes(static_cast<size_t>(count), status);
}

absl::StatusOr<v1::Receipt> OutcomeOf(v1::ReportOutcome* outcome) {
  if (outcome->has_receipt()) return std::move(*outcome->mutable_receipt());
  absl::Status status = FromRpcStatus(outcome->error());
  if (!status.ok()) return status;
  return absl::InternalError("the gateway gave neither a receipt nor an error");
}

}  // namespace

std::chrono::system_clock::time_point GrpcConnection::MachineDeadline(
    absl::Time deadline) const {
  if (deadline == absl::InfiniteFuture()) {
    return std::chrono::system_clock::time_point::max();
  }
  return absl::ToChronoTime(absl::Now() + (deadline - time_->Now()));
}

absl::Status GrpcConnection::Prepare(absl::Time deadline,
                                     grpc::ClientContext* context) const {
  context->set_deadline(MachineDeadline(deadline));
  if (token_ == nullptr) return absl::OkStatus();
  const auto token = token_->Token(/*refresh=*/false);
  if (!token.ok()) return token.status();
  const auto authorization = AuthorizationOf(*token);
  if (!authorization.ok()) return authorization.status();
  context->AddMetadata("authorization", *authorization);
  return absl::OkStatus();
}

void GrpcConnection::Submit(SubmitParams params, SubmitCallback done) {
  SubmitBatchParams batch;
  *batch.request.add_submissions() = std::move(params.submission);
  batch.deadline = params.deadline;
  done(std::move(SubmitBatch(batch).front()));
}

Outcomes GrpcConnection::SubmitBatch(const SubmitBatchParams& params) {
  const int count = params.request.submissions_size();
  const auto link = links_->Current();
  grpc::ClientContext context;
  const absl::Status prepared = Prepare(params.deadline, &context);
  if (!prepared.ok()) return AllFailed(count, prepared);
  v1::SubmitReportsResponse response;
  const grpc::Status status =
      link->stub->SubmitReports(&context, params.request, &response);
  if (!status.ok()) return AllFailed(count, FromGrpcStatus(status));
  if (response.outcomes_size() != count) {
    return AllFailed(count, absl::InternalError(
                                "the gateway did not answer for each report"));
  }
  Outcomes outcomes;
  outcomes.reserve(static_cast<size_t>(count));
  for (auto& outcome : *response.mutable_outcomes()) {
    outcomes.push_back(OutcomeOf(&outcome));
  }
  return outcomes;
}

absl::StatusOr<v1::ValidateReportsResponse> GrpcConnection::Validate(
    const ValidateParams& params) {
  const auto link = links_->Current();
  grpc::ClientContext context;
  const absl::Status prepared = Prepare(params.deadline, &context);
  if (!prepared.ok()) return prepared;
  v1::ValidateReportsResponse response;
  const grpc::Status status =
      link->stub->ValidateReports(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::StatusOr<v1::Report> GrpcConnection::GetReport(
    const GetReportParams& params) {
  const auto link = links_->Current();
  grpc::ClientContext context;
  const absl::Status prepared = Prepare(params.deadline, &context);
  if (!prepared.ok()) return prepared;
  v1::GetReportResponse response;
  const grpc::Status status =
      link->stub->GetReport(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return std::move(*response.mutable_report());
}

absl::StatusOr<v1::ListReportsResponse> GrpcConnection::ListReports(
    const ListReportsParams& params) {
  const auto link = links_->Current();
  grpc::ClientContext context;
  const absl::Status prepared = Prepare(params.deadline, &context);
  if (!prepared.ok()) return prepared;
  v1::ListReportsResponse response;
  const grpc::Status status =
      link->stub->ListReports(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::Status GrpcConnection::Watch(const WatchParams& params) {
  const auto link = links_->Current();
  grpc::ClientContext context;
  const absl::Status prepared = Prepare(params.deadline, &context);
  if (!prepared.ok()) return prepared;
  const auto reader = link->stub->WatchReceipts(&context, params.request);
  v1::WatchReceiptsResponse response;
  bool enough = false;
  while (!enough && reader->Read(&response)) {
    enough = !params.on_report(response.report());
  }
  if (enough) context.TryCancel();
  const grpc::Status status = reader->Finish();
  return enough ? absl::OkStatus() : FromGrpcStatus(status);
}

absl::Status GrpcConnection::AwaitReady(absl::Time deadline) {
  const auto link = links_->Current();
  if (link->channel->WaitForConnected(MachineDeadline(deadline))) {
    return absl::OkStatus();
  }
  // Only a call is told why there is no connection.
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kWhyNot);
  v1::GetReportResponse response;
  const grpc::Status status = link->stub->GetReport(&context, {}, &response);
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return absl::UnavailableError(status.error_message());
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return absl::UnavailableError("no connection to the gateway");
    default:
      return absl::OkStatus();  // it answered after all
  }
}

}  // namespace trivsel::client::internal
