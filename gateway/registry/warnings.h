// What ends, as sentences for people.
#ifndef TRIVSEL_GATEWAY_REGISTRY_WARNINGS_H_
#define TRIVSEL_GATEWAY_REGISTRY_WARNINGS_H_

#include "absl/time/time.h"
#include "gateway/store/expiry.h"
#include "trivsel/gateway/v1/registry_onboarding.pb.h"

namespace trivsel::gateway::registry {

// As of `now`.
trivsel::gateway::v1::Warning ToWarning(const store::Ending& ending,
                                        absl::Time now);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_WARNINGS_H_
