// Stored reports as the services show them.
#ifndef TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_
#define TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_

#include "gateway/queue/stored_report.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// With the content if `stored` has it.
void ToReport(queue::StoredReport stored, trivsel::gateway::v1::Report* report);

// Nothing more will happen to it: rejected, or answered for by every
// destination.
bool IsSettled(const queue::StoredReport& stored);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_STORED_REPORT_CODEC_H_
