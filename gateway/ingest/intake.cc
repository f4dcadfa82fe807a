#include "gateway/ingest/intake.h"

#include <utility>

#include "gateway/ingest/receipt_codec.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using telemetry::ReportOutcome;
using validator::Strictness;

// By the book that the judge goes by, or stricter.
Judgement RunJudge(JudgePool* judges, v1::Submission* submission,
                   const access::Caller& caller, absl::Time now, bool strict) {
  JudgePool::Lease judge(*judges);
  return judge->Run(submission, caller, now,
                    strict ? Strictness::kGuide : judge->rules().strictness);
}

}  // namespace

// What is kept of a report while it is on its way to disk.
struct Intake::Waiting {
  v1::Receipt receipt;
  std::string submitter;
  int32_t municipality_id;  // of a caller with a token: its one; else 0
  absl::Time since;
  Done done;
};

void Intake::Submit(v1::Submission* submission, const access::Caller& caller,
                    Done done) {
  const absl::Time now = clock_.Now();
  metrics_.Received(caller.submitter, 1);
  Judgement judgement =
      RunJudge(&judges_, submission, caller, now, /*strict=*/false);
  if (const auto* refusal = std::get_if<Refusal>(&judgement)) {
    const bool denied =
        refusal->reason == v1::ERROR_REASON_MUNICIPALITY_NOT_ALLOWED;
    metrics_.Outcome(caller.submitter,
                     denied ? ReportOutcome::kDenied : ReportOutcome::kFailed);
    if (denied && trace_denial_) trace_denial_(caller, refusal->report_id);
    done(*refusal);
    return;
  }
  Judged& judged = std::get<Judged>(judgement);
  auto waiting = std::make_shared<Waiting>(
      Waiting{std::move(judged.receipt), caller.submitter,
              caller.by_token() ? judged.draft.municipality_id : 0, now,
              std::move(done)});
  sink_.Submit(std::move(judged.draft),
               [this, waiting](absl::StatusOr<queue::Committed> committed) {
                 Settle(waiting.get(), std::move(committed));
               });
}

// The id is taken by a report about a municipality that the caller's token is
// not for: it is told no more than that.
bool Intake::IsAnothers(const Waiting& waiting,
                        const queue::Committed& committed) {
  return waiting.municipality_id != 0 &&
         committed.outcome == queue::CommitOutcome::kReplayed &&
         committed.municipality_id.value_or(waiting.municipality_id) !=
             waiting.municipality_id;
}

void Intake::Settle(Waiting* waiting,
                    absl::StatusOr<queue::Committed> committed) {
  metrics_.CommitTook(clock_.Now() - waiting->since);
  if (!committed.ok()) {
    metrics_.Outcome(waiting->submitter, ReportOutcome::kFailed);
    waiting->done(FromStoreStatus(committed.status()));
    return;
  }
  if (committed->outcome == queue::CommitOutcome::kIdReused ||
      IsAnothers(*waiting, *committed)) {
    metrics_.Outcome(waiting->submitter, ReportOutcome::kIdReused);
    waiting->done(Refusal{v1::ERROR_REASON_REPORT_ID_REUSED});
    return;
  }
  v1::Receipt& receipt = waiting->receipt;
  SetTime(committed->received_at, receipt.mutable_receive_time());
  if (committed->outcome == queue::CommitOutcome::kReplayed) {
    RestoreReceipt(*committed, &receipt);
    metrics_.Outcome(waiting->submitter, ReportOutcome::kReplayed);
  } else {
    for (const v1::Finding& finding : receipt.findings()) {
      metrics_.Finding(finding.code());
    }
    metrics_.Outcome(waiting->submitter,
                     receipt.verdict() == v1::VERDICT_ACCEPTED
                         ? ReportOutcome::kAccepted
                         : ReportOutcome::kRejected);
  }
  waiting->done(std::move(receipt));
}

Intake::Answer Intake::DryRun(v1::Submission* submission,
                              const access::Caller& caller, bool strict) {
  Judgement judgement =
      RunJudge(&judges_, submission, caller, clock_.Now(), strict);
  if (const auto* refusal = std::get_if<Refusal>(&judgement)) return *refusal;
  return std::move(std::get<Judged>(judgement).receipt);
}

}  // namespace trivsel::gateway::ingest
