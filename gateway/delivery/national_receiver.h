// The national receiver, over HTTPS with mutual TLS.
//
// Its real protocol is not public, and the authority is being renamed. What is
// here is our own convention, small enough to be changed in this one room:
//
//   PUT {base_url}/Bundle/{batch name}
//   Content-Type: application/fhir+json
//   Idempotency-Key: {batch name}
//   body: Bundle, profile klgateway-ltt-incremental-delivery
//         (incremental_delivery.h)
//   200 with an acknowledgement for each report (receiver_answer.h)
//
// The receiver drops a repeat of a batch name or of a report id and answers as
// it did before. Other statuses: ClassifyHttpStatus (send_policy.h).
#ifndef TRIVSEL_GATEWAY_DELIVERY_NATIONAL_RECEIVER_H_
#define TRIVSEL_GATEWAY_DELIVERY_NATIONAL_RECEIVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/delivery/destination.h"
#include "gateway/system/clock.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway::delivery {

struct DestinationConfig {
  // Ours, stored with every delivery: "national".
  std::string name = "national";
  // "https://host:port/path", without a slash at the end; only https.
  std::string base_url;
  // PEM files. Read again at every new connection, and no connection is used
  // for longer than five minutes: so a renewed certificate needs no restart.
  std::string ca_file;           // whom we trust to be the receiver
  std::string certificate_file;  // who we are, with the chain
  std::string key_file;
  // Of one send, from connect to the last byte of the answer. An orderly stop
  // waits this long at most.
  absl::Duration timeout = absl::Seconds(20);
  absl::Duration connect_timeout = absl::Seconds(5);
  // Begins every batch name; what this installation is called at the receiver.
  std::string sender = "trivsel";
};

// INVALID_ARGUMENT names the setting that cannot be used; the files need not be
// there yet.
absl::Status CheckReceiver(const DestinationConfig& config);

// `mapping` and `clock` must outlive the destination. Fails as CheckReceiver.
absl::StatusOr<std::unique_ptr<Destination>> MakeNationalReceiver(
    DestinationConfig config, const validator::fhir::FhirMapping* mapping,
    const Clock* clock);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_NATIONAL_RECEIVER_H_
