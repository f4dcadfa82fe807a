#include "gateway/ingest/batch_reactor.h"

#include <utility>
#include <variant>

#include "gateway/ingest/batch_size.h"
#include "gateway/ingest/grpc_batch.h"
#include "gateway/ingest/grpc_status.h"
#include "gateway/ingest/report_outcome.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

struct BatchReactor::Batch {
  v1::SubmitReportsRequest request;
  v1::SubmitReportsResponse response;
};

BatchReactor::BatchReactor(const Parts& parts,
                           const grpc::CallbackServerContext& context)
    : parts_(parts), context_(context) {}

BatchReactor::~BatchReactor() = default;

void BatchReactor::GiveBackRoom() {
  batch_ = nullptr;
  admitted_.reset();
  seat_.Leave();
}

void BatchReactor::Refuse(const Refusal& refusal, bool counted) {
  if (!counted) parts_.metrics.Refused(ReasonName(refusal.reason));
  GiveBackRoom();
  Finish(ToGrpcStatus(refusal));
}

void BatchReactor::Begin(std::string_view method) {
  Guard::Verdict verdict = parts_.guard.Check(context_, method);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    return Refuse(*refusal, /*counted=*/true);
  }
  caller_ = std::get<0>(std::move(verdict));
  auto seat = parts_.gate.Sit(*caller_);
  if (const auto* refusal = std::get_if<Refusal>(&seat)) {
    return Refuse(*refusal, /*counted=*/true);
  }
  seat_ = std::get<CallLimit::Ticket>(std::move(seat));
  if (const auto refusal = parts_.admission.Foresee(
          ShareOf(*caller_), parts_.guard.TimeLeft(context_))) {
    return Refuse(*refusal);
  }
  StartRead(&bytes_);
}

std::optional<Refusal> BatchReactor::Enter(int reports) {
  if (auto refusal = parts_.gate.Charge(*caller_, bytes_.Length(), reports)) {
    return refusal;
  }
  auto admitted = parts_.admission.Admit(
      ShareOf(*caller_), static_cast<int64_t>(bytes_.Length()), reports,
      parts_.guard.TimeLeft(context_));
  if (auto* refusal = std::get_if<Refusal>(&admitted)) {
    parts_.gate.GiveBack(*caller_, reports);
    parts_.metrics.Refused(ReasonName(refusal->reason));
    return std::move(*refusal);
  }
  admitted_.emplace(std::get<Admission::Ticket>(std::move(admitted)));
  return std::nullopt;
}

void BatchReactor::OnReadDone(bool ok) {
  if (!ok && context_.IsCancelled()) {
    GiveBackRoom();
    return Finish(grpc::Status::CANCELLED);
  }
  const std::optional<int> reports =
      ok ? CountSubmissions(bytes_) : std::nullopt;
  if (!reports) return Refuse({v1::ERROR_REASON_REQUEST_UNREADABLE});
  if (!IsBatchSize(*reports)) return Refuse({v1::ERROR_REASON_BATCH_SIZE});
  if (const auto refusal = Enter(*reports)) {
    return Refuse(*refusal, /*counted=*/true);
  }
  unanswered_ = *reports;
  if (IsJudgedOnArrival(*reports)) return Judge();
  const bool taken = parts_.workers.Run(ShareOf(*caller_), [this] {
    parts_.intake.AwaitRoom();
    Judge();
  });
  if (!taken) {
    parts_.gate.GiveBack(*caller_, *reports);
    Refuse({v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)});
  }
}

void BatchReactor::Judge() {
  const int reports = unanswered_;
  if (context_.IsCancelled()) {
    // Nobody waits for the answer any more.
    parts_.gate.GiveBack(*caller_, reports);
    GiveBackRoom();
    return Finish(grpc::Status::CANCELLED);
  }
  batch_ = std::make_unique<Batch>();
  if (!ReadSubmissions(&bytes_, &batch_->request) ||
      batch_->request.submissions_size() != reports) {
    parts_.gate.GiveBack(*caller_, reports);
    return Refuse({v1::ERROR_REASON_REQUEST_UNREADABLE});
  }
  batch_->response.mutable_outcomes()->Reserve(reports);
  for (const v1::Submission& submission : batch_->request.submissions()) {
    batch_->response.add_outcomes()->set_report_id(submission.report_id());
  }
  // One for this loop: the last answer may come while it is in it.
  unanswered_ = reports + 1;
  for (int i = 0; i < reports; ++i) {
    parts_.intake.Submit(
        batch_->request.mutable_submissions(i), *caller_,
        [this, i](Intake::Answer answer) { Answer(i, std::move(answer)); });
  }
  OneLess();
}

void BatchReactor::Answer(int index, Intake::Answer answer) {
  SetOutcome(std::move(answer), batch_->response.mutable_outcomes(index));
  OneLess();
}

void BatchReactor::OneLess() {
  if (unanswered_.fetch_sub(1) != 1) return;
  bytes_.Clear();
  if (!WriteOutcomes(batch_->response, &bytes_)) {
    return Refuse({v1::ERROR_REASON_INTERNAL});
  }
  GiveBackRoom();
  StartWriteAndFinish(&bytes_, grpc::WriteOptions(), grpc::Status::OK);
}

}  // namespace trivsel::gateway::ingest
