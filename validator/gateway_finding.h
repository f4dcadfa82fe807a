// The gateway's own findings with their sentences, from their proto: gateway,
// SDK and dictionary say the same.
#ifndef TRIVSEL_VALIDATOR_GATEWAY_FINDING_H_
#define TRIVSEL_VALIDATOR_GATEWAY_FINDING_H_

#include <string>
#include <vector>

#include "trivsel/gateway/v1/gateway_finding.pb.h"
#include "validator/finding.h"

namespace trivsel::validator {

// The finding, without a path. Thread safe.
Finding GatewayFindingOf(gateway::v1::GatewayFinding finding);

// One of each, for the table of all codes.
std::vector<Finding> AllGatewayFindings();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_GATEWAY_FINDING_H_
