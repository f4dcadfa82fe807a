// Reads an IncrementalDelivery as strictly as an authority would.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DELIVERY_READER_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DELIVERY_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/validator.h"

namespace trivsel::sandbox {

struct Issue {
  std::string code;
  std::string text;
};

// One report of a delivery, judged.
struct ReceivedReport {
  std::string id;
  std::string digest;         // of its JSON, white space aside
  std::string citizen;        // CitizenHash; empty if there is none to be found
  std::vector<Issue> issues;  // errors; empty = it is all right
};

struct ReceivedDelivery {
  std::string id;
  std::vector<ReceivedReport> reports;  // in the order of the delivery
};

// Thread safe.
class DeliveryReader {
 public:
  // `salt` is for CitizenHash.
  static absl::StatusOr<std::unique_ptr<const DeliveryReader>> Create(
      std::string salt);

  // INVALID_ARGUMENT: the delivery as a whole is not of its profile; the
  // message holds nothing of the content. What is wrong with one report is in
  // its issues.
  absl::StatusOr<ReceivedDelivery> Read(std::string_view body,
                                        int64_t now_seconds) const;

 private:
  DeliveryReader() = default;

  std::string salt_;
  std::unique_ptr<const validator::Validator> validator_;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DELIVERY_READER_H_
