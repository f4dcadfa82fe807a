#include "gateway/ingest/submit_rpcs.h"

#include <utility>

#include "gateway/ingest/batch_size.h"
#include "gateway/ingest/grpc_status.h"
#include "gateway/ingest/report_outcome.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using CallerPtr = std::shared_ptr<const access::Caller>;

constexpr char kSubmitReport[] =
    "trivsel.gateway.v1.ReportService.SubmitReport";
constexpr char kSubmitReports[] =
    "trivsel.gateway.v1.ReportService.SubmitReports";
constexpr char kValidateReports[] =
    "trivsel.gateway.v1.ReportService.ValidateReports";

// gRPC made the request for this call and reads it no more: its bytes may be
// taken instead of copied.
template <typename Request>
Request* Own(const Request* request) {
  return const_cast<Request*>(request);
}

}  // namespace

grpc::ServerUnaryReactor* SubmitRpcs::Refuse(grpc::ServerUnaryReactor* reactor,
                                             const Refusal& refusal) {
  metrics_.Refused(ReasonName(refusal.reason));
  reactor->Finish(ToGrpcStatus(refusal));
  return reactor;
}

std::variant<SubmitRpcs::Room, Refusal> SubmitRpcs::Enter(
    const grpc::CallbackServerContext& context, const access::Caller& caller,
    size_t bytes, int reports) {
  auto seat = gate_.Enter(caller, bytes, reports);
  if (auto* refusal = std::get_if<Refusal>(&seat)) return std::move(*refusal);
  auto admitted = admission_.Admit(ShareOf(caller), static_cast<int64_t>(bytes),
                                   reports, guard_.TimeLeft(context));
  if (auto* refusal = std::get_if<Refusal>(&admitted)) {
    gate_.GiveBack(caller, reports);
    metrics_.Refused(ReasonName(refusal->reason));
    return std::move(*refusal);
  }
  return Room{std::get<CallLimit::Ticket>(std::move(seat)),
              std::get<Admission::Ticket>(std::move(admitted))};
}

grpc::ServerUnaryReactor* SubmitRpcs::SubmitReport(
    grpc::CallbackServerContext* context,
    const v1::SubmitReportRequest* request,
    v1::SubmitReportResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const Guard::Verdict verdict = guard_.Check(*context, kSubmitReport);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  const access::Caller& caller = *std::get<CallerPtr>(verdict);
  auto entered = Enter(*context, caller, request->ByteSizeLong(), 1);
  if (const auto* refusal = std::get_if<Refusal>(&entered)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  auto room = std::make_shared<Room>(std::get<Room>(std::move(entered)));
  intake_.Submit(Own(request)->mutable_submission(), caller,
                 [reactor, response, room](Intake::Answer answer) {
                   room->seat.Leave();
                   if (auto* refusal = std::get_if<Refusal>(&answer)) {
                     reactor->Finish(ToGrpcStatus(*refusal));
                     return;
                   }
                   *response->mutable_receipt() =
                       std::get<v1::Receipt>(std::move(answer));
                   reactor->Finish(grpc::Status::OK);
                 });
  return reactor;
}

BatchReactor* SubmitRpcs::SubmitReports(grpc::CallbackServerContext* context) {
  auto* call = new BatchReactor(
      {guard_, gate_, intake_, admission_, workers_, metrics_}, *context);
  call->Begin(kSubmitReports);
  return call;
}

grpc::ServerUnaryReactor* SubmitRpcs::ValidateReports(
    grpc::CallbackServerContext* context,
    const v1::ValidateReportsRequest* request,
    v1::ValidateReportsResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Guard::Verdict verdict = guard_.Check(*context, kValidateReports);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  const int size = request->submissions_size();
  if (!IsBatchSize(size)) return Refuse(reactor, {v1::ERROR_REASON_BATCH_SIZE});
  const CallerPtr& caller = std::get<CallerPtr>(verdict);
  auto entered = gate_.Enter(*caller, request->ByteSizeLong(), size);
  if (const auto* refusal = std::get_if<Refusal>(&entered)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  auto seat = std::make_shared<CallLimit::Ticket>(
      std::get<CallLimit::Ticket>(std::move(entered)));
  auto work = [this, reactor, response, own = Own(request), caller, seat] {
    for (v1::Submission& submission : *own->mutable_submissions()) {
      v1::ReportOutcome* outcome = response->add_outcomes();
      outcome->set_report_id(submission.report_id());
      SetOutcome(intake_.DryRun(&submission, *caller, own->strict()), outcome);
    }
    seat->Leave();
    reactor->Finish(grpc::Status::OK);
  };
  if (IsJudgedOnArrival(size)) {
    work();
  } else if (!workers_.Run(ShareOf(*caller), std::move(work))) {
    seat->Leave();
    gate_.GiveBack(*caller, size);
    return Refuse(reactor,
                  {v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)});
  }
  return reactor;
}

}  // namespace trivsel::gateway::ingest
