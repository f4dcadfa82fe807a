// What a call for many says of one of its reports.
#ifndef TRIVSEL_GATEWAY_INGEST_REPORT_OUTCOME_H_
#define TRIVSEL_GATEWAY_INGEST_REPORT_OUTCOME_H_

#include <utility>
#include <variant>

#include "gateway/ingest/intake.h"
#include "gateway/ingest/refusal.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// A receipt, or why there is none.
inline void SetOutcome(Intake::Answer answer,
                       trivsel::gateway::v1::ReportOutcome* outcome) {
  if (auto* refusal = std::get_if<Refusal>(&answer)) {
    *outcome->mutable_error() = ToRpcStatus(*refusal);
    return;
  }
  *outcome->mutable_receipt() =
      std::get<trivsel::gateway::v1::Receipt>(std::move(answer));
  outcome->set_report_id(outcome->receipt().report_id());
}

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REPORT_OUTCOME_H_
