// What a list of rejections is asked for, and which of some rejections that is.
#ifndef TRIVSEL_GATEWAY_REVIEW_REJECTION_QUERY_H_
#define TRIVSEL_GATEWAY_REVIEW_REJECTION_QUERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "gateway/review/code_book.h"
#include "gateway/review/rejection_rows.h"
#include "gateway/store/params.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

// A filter that has been looked at, with numbers instead of names.
struct RejectionQuery {
  std::vector<int16_t> states;  // distinct; empty only when `nothing`
  access::Scope scope;          // narrowed to the municipality asked for
  int32_t submitter_id = 0;     // 0: any
  bool nothing = false;         // that there is can match
  std::vector<std::string> words;
  std::vector<std::string> codes;  // that the words are about
  v1::RejectionFilter filter;

  bool only_open() const;     // all states are open or in review
  bool has_accepted() const;  // among the states, of which there are the most
  // Words among everybody's open ones, and nothing else that shows a way.
  bool searches_everybody() const;
  // Whether a rejection of the scope matches.
  bool Matches(const CodeBook& book, const RejectionRow& row) const;
};

// As the statements take them.
store::ArrayWriter StatesOf(const RejectionQuery& query);
// Code, origin, assignee, the span of time, and `codes` (null without words).
void AddNarrowing(const RejectionQuery& query, store::Params* params);

// Those of `ids` that match, the newest first.
absl::StatusOr<std::vector<int64_t>> MatchRejections(
    store::Pool& pool, const CodeBook& book, const RejectionQuery& query,
    const std::vector<int64_t>& ids);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REJECTION_QUERY_H_
