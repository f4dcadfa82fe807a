// A SubmitReportsRequest as it came over the wire, before it is read: a call
// that is refused for its size should cost no more than its way through TLS.
#ifndef TRIVSEL_GATEWAY_INGEST_GRPC_BATCH_H_
#define TRIVSEL_GATEWAY_INGEST_GRPC_BATCH_H_

#include <grpcpp/support/byte_buffer.h>

#include <optional>

#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// How many submissions the bytes hold, found by their outermost tags alone;
// nothing: these are no SubmitReportsRequest.
std::optional<int> CountSubmissions(const grpc::ByteBuffer& bytes);

// Reads them; false: they cannot be read. The bytes are gone either way.
bool ReadSubmissions(grpc::ByteBuffer* bytes,
                     trivsel::gateway::v1::SubmitReportsRequest* request);

// The answer's bytes; false: no memory.
bool WriteOutcomes(const trivsel::gateway::v1::SubmitReportsResponse& response,
                   grpc::ByteBuffer* bytes);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_GRPC_BATCH_H_
