#include "gateway/ingest/submit_rpcs.h"

#include <atomic>
#include <utility>

#include "gateway/ingest/grpc_status.h"

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

bool IsBatchSize(int size) {
  return size >= 1 && size <= SubmitRpcs::kMaxBatch;
}

void SetOutcome(Intake::Answer answer, v1::ReportOutcome* outcome) {
  if (auto* refusal = std::get_if<Refusal>(&answer)) {
    *outcome->mutable_error() = ToRpcStatus(*refusal);
    return;
  }
  *outcome->mutable_receipt() = std::get<v1::Receipt>(std::move(answer));
  outcome->set_report_id(outcome->receipt().report_id());
}

}  // namespace

grpc::ServerUnaryReactor* SubmitRpcs::Refuse(grpc::ServerUnaryReactor* reactor,
                                             const Refusal& refusal) {
  metrics_.Refused(ReasonName(refusal.reason));
  reactor->Finish(ToGrpcStatus(refusal));
  return reactor;
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
  auto admitted = admission_.Admit(
      caller.submitter_id, static_cast<int64_t>(request->ByteSizeLong()), 1,
      guard_.TimeLeft(*context));
  if (const auto* refusal = std::get_if<Refusal>(&admitted)) {
    return Refuse(reactor, *refusal);
  }
  auto ticket = std::make_shared<Admission::Ticket>(
      std::get<Admission::Ticket>(std::move(admitted)));
  intake_.Submit(Own(request)->mutable_submission(), caller,
                 [reactor, response, ticket](Intake::Answer answer) {
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

// A batch on its way: answered when its last report is.
struct SubmitRpcs::Batch {
  CallerPtr caller;
  v1::SubmitReportsRequest* request;
  v1::SubmitReportsResponse* response;
  grpc::ServerUnaryReactor* reactor;
  Admission::Ticket ticket;
  std::atomic<int> unanswered;

  void Answer(int index, Intake::Answer answer) {
    SetOutcome(std::move(answer), response->mutable_outcomes(index));
    if (unanswered.fetch_sub(1) == 1) reactor->Finish(grpc::Status::OK);
  }
};

void SubmitRpcs::JudgeBatch(const std::shared_ptr<Batch>& batch) {
  const int size = batch->request->submissions_size();
  for (int i = 0; i < size; ++i) {
    v1::Submission* submission = batch->request->mutable_submissions(i);
    batch->response->mutable_outcomes(i)->set_report_id(
        submission->report_id());
    intake_.Submit(submission, *batch->caller,
                   [batch, i](Intake::Answer answer) {
                     batch->Answer(i, std::move(answer));
                   });
  }
}

bool SubmitRpcs::RunSized(int reports, std::function<void()> work) {
  if (reports > kInlineBatch) return workers_.Run(std::move(work));
  work();
  return true;
}

grpc::ServerUnaryReactor* SubmitRpcs::SubmitReports(
    grpc::CallbackServerContext* context,
    const v1::SubmitReportsRequest* request,
    v1::SubmitReportsResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Guard::Verdict verdict = guard_.Check(*context, kSubmitReports);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  const int size = request->submissions_size();
  if (!IsBatchSize(size)) return Refuse(reactor, {v1::ERROR_REASON_BATCH_SIZE});
  auto& caller = std::get<CallerPtr>(verdict);
  auto admitted = admission_.Admit(
      caller->submitter_id, static_cast<int64_t>(request->ByteSizeLong()), size,
      guard_.TimeLeft(*context));
  if (const auto* refusal = std::get_if<Refusal>(&admitted)) {
    return Refuse(reactor, *refusal);
  }
  response->mutable_outcomes()->Reserve(size);
  for (int i = 0; i < size; ++i) response->add_outcomes();
  auto batch = std::shared_ptr<Batch>(
      new Batch{std::move(caller), Own(request), response, reactor,
                std::get<Admission::Ticket>(std::move(admitted)), size});
  if (!RunSized(size, [this, batch] { JudgeBatch(batch); })) {
    return Refuse(reactor,
                  {v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)});
  }
  return reactor;
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
  auto work = [this, reactor, response, own = Own(request),
               caller = std::get<CallerPtr>(verdict)] {
    for (v1::Submission& submission : *own->mutable_submissions()) {
      v1::ReportOutcome* outcome = response->add_outcomes();
      outcome->set_report_id(submission.report_id());
      SetOutcome(intake_.DryRun(&submission, *caller, own->strict()), outcome);
    }
    reactor->Finish(grpc::Status::OK);
  };
  if (!RunSized(size, work)) {
    return Refuse(reactor,
                  {v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)});
  }
  return reactor;
}

}  // namespace trivsel::gateway::ingest
