// Findings as they go over the wire and onto disk.
#ifndef TRIVSEL_GATEWAY_INGEST_FINDING_CODEC_H_
#define TRIVSEL_GATEWAY_INGEST_FINDING_CODEC_H_

#include <string>
#include <string_view>
#include <vector>

#include "trivsel/gateway/v1/receipt.pb.h"
#include "validator/finding.h"

namespace trivsel::gateway::ingest {

// Appends all findings to the receipt.
void ToReceipt(const validator::Findings& findings,
               trivsel::gateway::v1::Receipt* receipt);

// The stored form: a Receipt with only its findings, serialized. Empty if
// there are none.
std::string SerializeFindings(const trivsel::gateway::v1::Receipt& receipt);

// Appends findings from the stored form; false if it cannot be read.
bool ReadFindings(std::string_view stored,
                  trivsel::gateway::v1::Receipt* receipt);

// Distinct codes of the errors, sorted.
std::vector<std::string> ErrorCodes(const validator::Findings& findings);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_FINDING_CODEC_H_
