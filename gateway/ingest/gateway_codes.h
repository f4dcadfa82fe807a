// Codes of the gateway's own findings, "GW-…", with their sentences.
#ifndef TRIVSEL_GATEWAY_INGEST_GATEWAY_CODES_H_
#define TRIVSEL_GATEWAY_INGEST_GATEWAY_CODES_H_

#include <string_view>
#include <vector>

#include "validator/finding.h"

namespace trivsel::gateway::ingest {

enum class GatewayCode {
  kProtoUnreadable,   // GW-PROTO-UNREADABLE
  kReportIdMismatch,  // GW-REPORT-ID-MISMATCH
  kKleNoRule,         // GW-KLE-NO-RULE
  kFindingsLeftOut,   // GW-FINDINGS-LEFT-OUT
};

// The finding of a code; its path is that of the report as a whole or of its
// id.
validator::Finding MakeFinding(GatewayCode code);

// One of each, for the table of all codes.
std::vector<validator::Finding> AllGatewayFindings();

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_GATEWAY_CODES_H_
