// Which rejections, as operators write it on the command line.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_FILTER_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_FILTER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::ctl {

// Each empty: not asked for.
struct FilterWords {
  std::vector<std::string> states = {};  // "open", "in_review", "returned", …
  std::string code = {}, submitter = {};
  std::string municipality = {};  // CVR number
  std::string origin = {};        // "validator", "receiver"
  std::string assignee = {};
  std::string since = {}, before = {};  // times as ParseSince takes them
  std::string text = {};
  bool all = false;  // everything is meant, not forgotten

  // Nothing says which.
  bool empty() const;
};

// As ParseOperatorTime, or a span back from `now`: "36h", "14d", "90m".
// INVALID_ARGUMENT.
absl::StatusOr<absl::Time> ParseSince(std::string_view text, absl::Time now);

// INVALID_ARGUMENT.
absl::StatusOr<trivsel::gateway::v1::RejectionFilter> ToFilter(
    const FilterWords& words, absl::Time now);

// A rejection as it was seen: "4711@3"; "4711" has version 0: whatever it is
// now. INVALID_ARGUMENT.
absl::StatusOr<trivsel::gateway::v1::RejectionRef> ParseRejection(
    std::string_view text);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_FILTER_H_
