// Drafts for the tests of the queue, and a way to wait for their answers.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_DRAFTS_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_DRAFTS_H_

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::queue {

// An accepted report whose content, digest and citizen follow from its id, the
// content and the lane.
inline Draft MakeDraft(const std::string& id,
                       const std::string& content = "content",
                       int16_t lane = 7) {
  Draft draft;
  draft.submitter_id = 1;
  draft.municipality_id = 2;
  draft.report_id = id;
  for (size_t i = 0; i < content.size(); ++i) {
    draft.digest[i % draft.digest.size()] += static_cast<uint8_t>(content[i]);
  }
  draft.verdict = Verdict::kAccepted;
  draft.lane = lane;
  draft.citizen.fill(static_cast<uint8_t>(lane));
  draft.content = content;
  draft.canonical = "canonical of " + id;
  draft.findings = "findings of " + id;
  draft.kle = {"29.24.16", "G01", "ltt-care-plan", "2025-05-01"};
  draft.rule_set = "ltt-1.0.1";
  draft.resources = {{"CarePlan", "plan-" + id, "2025-01-01T10:00:00Z"}};
  return draft;
}

inline Draft MakeRejected(const std::string& id) {
  Draft draft = MakeDraft(id, "bad content");
  draft.verdict = Verdict::kRejected;
  draft.error_codes = {"LTT-CAREPLAN-PERIOD-END-MISSING"};
  return draft;
}

// Submits and gives the answer to come. A second answer would end the test.
inline std::future<absl::StatusOr<Committed>> SubmitTo(ReportSink* sink,
                                                       Draft draft) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<Committed>>>();
  auto future = promise->get_future();
  sink->Submit(std::move(draft), [promise](absl::StatusOr<Committed> outcome) {
    promise->set_value(std::move(outcome));
  });
  return future;
}

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_DRAFTS_H_
