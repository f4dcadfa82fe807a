#include "gateway/rejudge.h"

#include <utility>
#include <variant>

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

// Who handed it in, as far as judging asks.
access::Caller CallerOf(const review::StoredContent& stored,
                        const access::AccessBook& book) {
  access::Caller caller;
  if (stored.municipality_id != 0) {
    auto owner = book.FindMunicipality(stored.municipality_id);
    if (owner != nullptr) caller.municipalities.push_back(std::move(owner));
  } else {
    auto found = book.ResolveAll(stored.submitter_id, stored.received_at,
                                 /*documents=*/false);
    const auto* whole =
        std::get_if<std::shared_ptr<const access::Caller>>(&found);
    if (whole != nullptr) caller = **whole;
  }
  caller.submitter_id = stored.submitter_id;
  return caller;
}

v1::Submission SubmissionOf(review::StoredContent stored) {
  v1::Submission submission;
  submission.set_report_id(std::move(stored.report_id));
  if (stored.form == queue::ContentForm::kFhirJson) {
    submission.set_fhir_json(std::move(stored.content));
  } else {
    submission.set_report_binary(std::move(stored.content));
  }
  return submission;
}

}  // namespace

std::optional<queue::Draft> StoredReportJudge::Run(
    review::StoredContent stored) {
  const access::Caller caller = CallerOf(stored, *books_());
  const absl::Time received_at = stored.received_at;
  v1::Submission submission = SubmissionOf(std::move(stored));
  ingest::JudgePool::Lease judge(judges_);
  ingest::Judgement judgement =
      judge->Run(&submission, caller, received_at, judge->rules().strictness,
                 /*digest=*/false);
  auto* judged = std::get_if<ingest::Judged>(&judgement);
  if (judged == nullptr) return std::nullopt;
  return std::move(judged->draft);
}

}  // namespace trivsel::gateway
