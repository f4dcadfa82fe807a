// Judging rejected reports again, and sending on what is accepted now.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVALIDATION_H_
#define TRIVSEL_GATEWAY_REVIEW_REVALIDATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace trivsel::gateway::review {

// A rejection to judge again, as it was seen.
struct Candidate {
  int64_t rejection_id = 0;
  int32_t version = 0;  // 0: whatever it is now
};

// Who does it and why.
struct ActedBy {
  std::string actor;
  std::string name;  // for people; may be empty
  std::string reason;
};

// What became of it.
struct Revalidated {
  enum class Outcome {
    kAccepted,       // on its way; in the same transaction as all that says so
    kStillRejected,  // its findings as they are now stand in the history
    kContentGone,    // the content is no longer kept
    kChanged,        // another was quicker, or it is not open any more
  };
  int64_t rejection_id = 0;
  Outcome outcome = Outcome::kChanged;
};

// Thread safe; waits for the database. The accepted report is a new row with a
// new report key (numbers rise in the order in which a child's reports go
// out) under the same report id; `report` rows are never changed, `submission`
// points to the new one, and the rejection is closed and names it. A rejection
// by a receiver is queued for that receiver alone.
class Revalidation {
 public:
  virtual ~Revalidation() = default;

  // One transaction for all; one answer for each, in their order. At most 256,
  // and 64 MiB of accepted contents: INVALID_ARGUMENT. `by` goes to history and
  // journal. The rejections must lie within the caller's scope already.
  // UNAVAILABLE: nothing is known to be done, and repeating it is safe.
  virtual absl::StatusOr<std::vector<Revalidated>> Run(
      const std::vector<Candidate>& candidates, const ActedBy& by) = 0;

  // The edition of the rules that it judges by now.
  virtual std::string rule_set() const = 0;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVALIDATION_H_
