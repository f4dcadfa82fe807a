// Why an act was not done: what another did, by whom and when.
#ifndef TRIVSEL_GATEWAY_REVIEW_CONFLICT_TEXT_H_
#define TRIVSEL_GATEWAY_REVIEW_CONFLICT_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::review {

// The last act on a rejection.
struct LastEvent {
  trivsel::gateway::v1::ReviewEvent::Kind kind =
      trivsel::gateway::v1::ReviewEvent::KIND_UNSPECIFIED;  // there is none
  absl::Time time;
  std::string who;
};

// What to call somebody: by name, else by the actor without what it is
// ("operator:Drift" is "Drift").
std::string CallActor(const std::string& actor, const std::string& name);

// Sets the sentences of a conflict on `conflict->now()`, or on none. `seen`:
// the version is the one that was seen, so it is its state that does not allow
// the act.
void ExplainConflict(const LastEvent& last, bool seen, absl::Time now,
                     trivsel::gateway::v1::ReviewConflict* conflict);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_CONFLICT_TEXT_H_
