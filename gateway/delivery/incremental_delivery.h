// A sealed batch as a FHIR Bundle of delivery reports.
#ifndef TRIVSEL_GATEWAY_DELIVERY_INCREMENTAL_DELIVERY_H_
#define TRIVSEL_GATEWAY_DELIVERY_INCREMENTAL_DELIVERY_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/queue/lane_queue.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway::delivery {

// The batch's name at the receiver: "<sender>-<batch number>-<sealed at, µs>".
// A FHIR id. The time is in it because numbers begin again when a gateway is
// set up anew on an empty database, and a receiver must never take the new
// batch 1 for the old one.
std::string BatchName(std::string_view sender, const queue::SealedBatch& batch);

// Whether `sender` may begin a batch name: 1-24 characters of A-Z a-z 0-9 . -
bool IsSenderName(std::string_view sender);

// Writes the batch as profile klgateway-ltt-incremental-delivery: type
// collection, timestamp = when it was sealed (UTC), one entry a report in the
// order of their commit, fullUrl "urn:uuid:<id>" for an id that is a UUID and
// "https://trivsel.dk/fhir/Bundle/<id>" otherwise. Made of nothing but the
// batch, so the same batch gives the same bytes. INTERNAL: a stored report
// cannot be read; says which batch, not what is in it.
absl::StatusOr<std::string> WriteIncrementalDelivery(
    const validator::fhir::FhirMapping& mapping, std::string_view sender,
    const queue::SealedBatch& batch);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_INCREMENTAL_DELIVERY_H_
