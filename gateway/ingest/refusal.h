// Why a report, or a call, gets no receipt: a reason of error_reason.proto, or
// of access_fault.proto when it is about who is calling.
#ifndef TRIVSEL_GATEWAY_INGEST_REFUSAL_H_
#define TRIVSEL_GATEWAY_INGEST_REFUSAL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "trivsel/gateway/v1/error_reason.pb.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::ingest {

struct Refusal {
  trivsel::gateway::v1::ErrorReason reason =
      trivsel::gateway::v1::ERROR_REASON_INTERNAL;
  // When trying again helps; zero = it does not.
  absl::Duration retry_after = absl::ZeroDuration();
  // Only of MUNICIPALITY_NOT_ALLOWED: which report it was, for the journal.
  std::string report_id = {};
  // Who is calling, or what it may do, is the reason: in the place of `reason`.
  std::optional<validator::token::Fault> fault = {};
  // Only with `fault`: the page that tells more; empty: none.
  std::string help = {};
};

// The reason's name without its prefix, "REPORT_ID_MISSING".
std::string ReasonName(trivsel::gateway::v1::ErrorReason reason);
// The reason that a refusal gives in ErrorInfo.
std::string ReasonName(const Refusal& refusal);

// With ErrorInfo (domain "trivsel.dk"), LocalizedMessage in Danish and, where
// it helps, RetryInfo. Of a fault: ErrorInfo's metadata have what was expected,
// what was found and where help is, and google.rpc.Help links there.
google::rpc::Status ToRpcStatus(const Refusal& refusal);

// What the store's status means to a caller. `status` is not OK.
Refusal FromStoreStatus(const absl::Status& status);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REFUSAL_H_
