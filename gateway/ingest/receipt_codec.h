// Receipts out of what the store says.
#ifndef TRIVSEL_GATEWAY_INGEST_RECEIPT_CODEC_H_
#define TRIVSEL_GATEWAY_INGEST_RECEIPT_CODEC_H_

#include "absl/time/time.h"
#include "gateway/queue/report_sink.h"
#include "google/protobuf/timestamp.pb.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::ingest {

void SetTime(absl::Time time, google::protobuf::Timestamp* out);

void SetKle(const queue::KleTag& tag, trivsel::gateway::v1::Receipt* receipt);

// Makes `receipt` say what was said when the report was first stored.
void RestoreReceipt(const queue::Committed& committed,
                    trivsel::gateway::v1::Receipt* receipt);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RECEIPT_CODEC_H_
