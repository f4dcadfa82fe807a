#include "gateway/delivery/national_receiver.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/delivery/https_client.h"
#include "gateway/delivery/incremental_delivery.h"
#include "gateway/delivery/receiver_answer.h"
#include "gateway/delivery/send_policy.h"

namespace trivsel::gateway::delivery {
namespace {

// When the receiver asks us to wait and does not say how long.
constexpr absl::Duration kUsualRest = absl::Seconds(1);

class NationalReceiver final : public Destination {
 public:
  NationalReceiver(DestinationConfig config,
                   const validator::fhir::FhirMapping* mapping,
                   const Clock* clock)
      : config_(std::move(config)),
        mapping_(*mapping),
        clock_(*clock),
        https_({.ca_file = config_.ca_file,
                .certificate_file = config_.certificate_file,
                .key_file = config_.key_file,
                .timeout = config_.timeout,
                .connect_timeout = config_.connect_timeout}) {}

  const std::string& name() const override { return config_.name; }

  SendResult Send(const queue::SealedBatch& batch) override {
    SendResult result;
    absl::StatusOr<std::string> body =
        WriteIncrementalDelivery(mapping_, config_.sender, batch);
    if (!body.ok()) {
      result.outcome = SendClass::kBatchFault;
      result.detail = std::string(body.status().message());
      return result;
    }
    const std::string batch_name = BatchName(config_.sender, batch);
    const HttpsAnswer answer = https_.Put(
        absl::StrCat(config_.base_url, "/Bundle/", batch_name),
        {"Content-Type: application/fhir+json", "Accept: application/json",
         absl::StrCat("Idempotency-Key: ", batch_name),
         // No waiting for "100 Continue": a batch is small.
         "Expect:"},
        *body);
    return Understand(answer, batch_name, batch);
  }

 private:
  SendResult Understand(const HttpsAnswer& answer,
                        const std::string& batch_name,
                        const queue::SealedBatch& batch) const {
    SendResult result;
    const std::optional<absl::Duration> rest =
        ParseRetryAfter(answer.retry_after, clock_.Now());
    result.outcome = ClassifyHttpStatus(answer.status, rest.has_value());
    if (result.outcome == SendClass::kOverloaded) {
      result.retry_after = rest.value_or(kUsualRest);
    }
    if (result.outcome != SendClass::kAnswered) {
      result.detail = answer.status == 0 ? answer.failure
                                         : absl::StrCat("HTTP ", answer.status);
      return result;
    }
    absl::StatusOr<std::vector<queue::ItemSettlement>> items =
        ReadReceiverAnswer(answer.body, batch_name, batch);
    if (!items.ok()) {
      // It was received, but we do not know what became of it. A repeat is
      // harmless and is the only way to find out.
      result.outcome = SendClass::kTransient;
      result.detail = std::string(items.status().message());
      return result;
    }
    result.items = *std::move(items);
    return result;
  }

  const DestinationConfig config_;
  const validator::fhir::FhirMapping& mapping_;
  const Clock& clock_;
  HttpsClient https_;
};

}  // namespace

absl::Status CheckReceiver(const DestinationConfig& config) {
  if (!absl::StartsWith(config.base_url, "https://") ||
      config.base_url.size() <= 8 || config.base_url.back() == '/') {
    return absl::InvalidArgumentError(
        "the receiver's address must be https://… without a slash at the end");
  }
  if (!IsSenderName(config.sender)) {
    return absl::InvalidArgumentError(
        "the sender's name must be 1-24 of A-Z a-z 0-9 . -");
  }
  for (const std::string& file :
       {config.ca_file, config.certificate_file, config.key_file}) {
    if (file.empty()) {
      return absl::InvalidArgumentError(
          "the receiver needs a CA, a certificate and a key file");
    }
  }
  if (config.timeout <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError(
        "the receiver's timeout must be positive");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Destination>> MakeNationalReceiver(
    DestinationConfig config, const validator::fhir::FhirMapping* mapping,
    const Clock* clock) {
  absl::Status usable = CheckReceiver(config);
  if (!usable.ok()) return usable;
  return std::make_unique<NationalReceiver>(std::move(config), mapping, clock);
}

}  // namespace trivsel::gateway::delivery
