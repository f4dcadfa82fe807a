// The review commands that look: lists, groups, one report, today's numbers.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_COMMANDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/ctl/review_filter.h"
#include "gateway/ctl/table.h"
#include "gateway/ctl/terminal.h"
#include "gateway/review/review_operations.h"

namespace trivsel::gateway::ctl {

// What a command of review has to work with. The operations must outlive it.
// Not thread safe.
struct ReviewSession {
  review::ReviewOperations& operations;
  access::Operator who;
  Terminal terminal;
  Output output = Output::kText;
  absl::Time now;
};

// Somebody at the gateway's own machine: all rights for all municipalities.
access::Operator LocalOperator(const std::string& actor);

// What to show of a report.
struct ShowArguments {
  std::string rejection = {};  // "4711" or "4711@3"; empty: by the report
  int64_t report_key = 0;      // our number of the report
  bool record = false;         // the record too
};

// Each prints tables for people, or one JSON object a line. Errors are
// ReviewOperations'.

// Rejections that match, the newest first, at most `limit`.
absl::Status ListRejections(ReviewSession& session, const FilterWords& words,
                            int limit);
// The open ones by code and vendor system, those of a municipality or a
// submitter if the words name them.
absl::Status ListGroups(ReviewSession& session, const FilterWords& words);
absl::Status ShowReviewed(ReviewSession& session,
                          const ShowArguments& arguments);
absl::Status ShowNumbers(ReviewSession& session);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_COMMANDS_H_
