// What is stored of a report, and judging it again, as this room sees it: who
// puts the gateway together knows the judge.
#ifndef TRIVSEL_GATEWAY_REVIEW_STORED_CONTENT_H_
#define TRIVSEL_GATEWAY_REVIEW_STORED_CONTENT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::review {

struct StoredContent {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;  // 0: not known, it could not be read
  std::string report_id;
  queue::ContentForm form = queue::ContentForm::kFhirJson;
  std::string content;  // as received
  absl::Time received_at;
};

// Judges as if the content came now, but for time: as of when it was received.
// Nothing: it is about a municipality that it may not be about. Thread safe;
// must not throw.
using Rejudge = std::function<std::optional<queue::Draft>(StoredContent)>;

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_STORED_CONTENT_H_
