// Judging one record by itself.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_CHECK_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_CHECK_H_

#include "absl/status/status.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::client::internal {

// Relative references as the builders write them: "Patient/{id}".
std::string CitizenReference(const std::string& id);
std::string CarePlanReference(const std::string& id);

// Puts the record into a report with a citizen and a care plan for it to point
// at, and keeps what is said about the record itself. Paths are of the record:
// "period.start".
absl::Status CheckRecord(ltt::v1::Entry entry);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_CHECK_H_
