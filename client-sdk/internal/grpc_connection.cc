#include "client-sdk/internal/grpc_connection.h"

#include <chrono>

#include "absl/time/clock.h"
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

void GrpcConnection::Submit(SubmitParams params, SubmitCallback done) {
  SubmitBatchParams batch;
  *batch.request.add_submissions() = std::move(params.submission);
  batch.deadline = params.deadline;
  done(std::move(SubmitBatch(batch).front()));
}

Outcomes GrpcConnection::SubmitBatch(const SubmitBatchParams& params) {
  const int count = params.request.submissions_size();
  grpc::ClientContext context;
  context.set_deadline(MachineDeadline(params.deadline));
  v1::SubmitReportsResponse response;
  const grpc::Status status =
      stub_->SubmitReports(&context, params.request, &response);
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
  grpc::ClientContext context;
  context.set_deadline(MachineDeadline(params.deadline));
  v1::ValidateReportsResponse response;
  const grpc::Status status =
      stub_->ValidateReports(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::StatusOr<v1::Report> GrpcConnection::GetReport(
    const GetReportParams& params) {
  grpc::ClientContext context;
  context.set_deadline(MachineDeadline(params.deadline));
  v1::GetReportResponse response;
  const grpc::Status status =
      stub_->GetReport(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return std::move(*response.mutable_report());
}

absl::StatusOr<v1::ListReportsResponse> GrpcConnection::ListReports(
    const ListReportsParams& params) {
  grpc::ClientContext context;
  context.set_deadline(MachineDeadline(params.deadline));
  v1::ListReportsResponse response;
  const grpc::Status status =
      stub_->ListReports(&context, params.request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::Status GrpcConnection::Watch(const WatchParams& params) {
  grpc::ClientContext context;
  context.set_deadline(MachineDeadline(params.deadline));
  const auto reader = stub_->WatchReceipts(&context, params.request);
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
  if (channel_->WaitForConnected(MachineDeadline(deadline))) {
    return absl::OkStatus();
  }
  // Only a call is told why there is no connection.
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kWhyNot);
  v1::GetReportResponse response;
  const grpc::Status status = stub_->GetReport(&context, {}, &response);
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
