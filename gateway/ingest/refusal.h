// Why a report, or a call, gets no receipt: a reason of error_reason.proto.
#ifndef TRIVSEL_GATEWAY_INGEST_REFUSAL_H_
#define TRIVSEL_GATEWAY_INGEST_REFUSAL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "trivsel/gateway/v1/error_reason.pb.h"

namespace trivsel::gateway::ingest {

struct Refusal {
  trivsel::gateway::v1::ErrorReason reason =
      trivsel::gateway::v1::ERROR_REASON_INTERNAL;
  // When trying again helps; zero = it does not.
  absl::Duration retry_after = absl::ZeroDuration();
  // Only of MUNICIPALITY_NOT_ALLOWED: which report it was, for the journal.
  std::string report_id = {};
  // For ErrorInfo: what was expected and what was found. Never of a report.
  std::vector<std::pair<std::string, std::string>> metadata = {};
};

// The reason's name without its prefix, "REPORT_ID_MISSING".
std::string ReasonName(trivsel::gateway::v1::ErrorReason reason);

// With ErrorInfo (domain "trivsel.dk"), LocalizedMessage in Danish and, where
// it helps, RetryInfo.
google::rpc::Status ToRpcStatus(const Refusal& refusal);

// What the store's status means to a caller. `status` is not OK.
Refusal FromStoreStatus(const absl::Status& status);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REFUSAL_H_
