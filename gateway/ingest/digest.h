// SHA-256 over the form and the content of a report: whether two submissions
// under one id are the same.
#ifndef TRIVSEL_GATEWAY_INGEST_DIGEST_H_
#define TRIVSEL_GATEWAY_INGEST_DIGEST_H_

#include <string_view>

#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::ingest {

// `content`: FHIR JSON as received; a proto in its deterministic serialization,
// so that the message and its binary form count as the same.
queue::Digest ContentDigest(queue::ContentForm form, std::string_view content);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_DIGEST_H_
