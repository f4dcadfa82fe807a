// Stored reports as the services show them.
#ifndef TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_
#define TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_

#include <string>

#include "gateway/queue/stored_report.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// With the content if `stored` has it. `standard_url`: the page that explains
// finding codes, for a report that has some; empty: there is none.
void ToReport(queue::StoredReport stored, const std::string& standard_url,
              trivsel::gateway::v1::Report* report);

// Nothing more will happen to it unless operators act: rejected, or answered
// for by every destination.
bool IsSettled(const queue::StoredReport& stored);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_
