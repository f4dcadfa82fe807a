// Which stored reports a caller may see.
#ifndef TRIVSEL_GATEWAY_INGEST_REPORT_SCOPE_H_
#define TRIVSEL_GATEWAY_INGEST_REPORT_SCOPE_H_

#include "gateway/access/caller.h"
#include "gateway/queue/report_reader.h"

namespace trivsel::gateway::ingest {

// Those of its own submitter, about the municipalities that its credential is
// for now.
inline queue::ReportScope ScopeOf(const access::Caller& caller) {
  return {caller.submitter_id, caller.VisibleMunicipalityIds()};
}

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REPORT_SCOPE_H_
