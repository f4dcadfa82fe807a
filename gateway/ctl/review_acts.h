// The review commands that act: on some rejections at once, or in the
// background on all that match.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_ACTS_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_ACTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/ctl/review_commands.h"

namespace trivsel::gateway::ctl {

enum class Act { kAssign, kRelease, kComment, kReturn, kDismiss, kRevalidate };

struct ActArguments {
  Act act = Act::kComment;
  std::vector<std::string> rejections = {};  // "4711", "4711@3"; or
  FilterWords filter = {};                   // all that match
  std::string text =
      {};             // note, message, reason; assign: to whom, empty: oneself
  bool yes = false;   // do not ask
  bool wait = false;  // until the background job is over
};

// Judging again is always a job of the gateways', which know their rules; of
// numbers one for each row of them without a gap.
//
// INVALID_ARGUMENT: not said which, or this act cannot be done by a filter.
// FAILED_PRECONDITION: not confirmed, or some were not done (another was
// quicker; why stands on the terminal). Else ReviewOperations'.
absl::Status DoAct(ReviewSession& session, const ActArguments& arguments);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_ACTS_H_
