// Rows of the registry as messages of RegistryService.
#ifndef TRIVSEL_GATEWAY_REGISTRY_REGISTRY_CODEC_H_
#define TRIVSEL_GATEWAY_REGISTRY_REGISTRY_CODEC_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/registry_rows.h"
#include "trivsel/gateway/v1/registry.pb.h"

namespace trivsel::gateway::registry {

google::protobuf::Timestamp ToTimestamp(absl::Time time);
// INVALID_ARGUMENT outside the years 1–9999.
absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& time);

trivsel::gateway::v1::Municipality ToProto(const store::MunicipalityRow& row);
trivsel::gateway::v1::MunicipalityContact ToProto(const store::ContactRow& row);
trivsel::gateway::v1::Submitter ToProto(const store::SubmitterRow& row);
trivsel::gateway::v1::Permission ToProto(const store::AgreementRow& row);
trivsel::gateway::v1::Agreement ToProto(const store::DocumentRow& row);
trivsel::gateway::v1::Credential ToProto(const store::CredentialRow& row);
trivsel::gateway::v1::RegistryOperator ToProto(const store::OperatorRow& row);

// "it" of CONTACT_ROLE_IT; empty for what is no role.
std::string ContactRoleName(trivsel::gateway::v1::ContactRole role);

// The period of a Permission or an Agreement. INVALID_ARGUMENT.
template <typename Message>
absl::StatusOr<store::Period> ToPeriod(const Message& message) {
  store::Period period;
  if (message.has_valid_from()) {
    absl::StatusOr<absl::Time> from = ToTime(message.valid_from());
    if (!from.ok()) return from.status();
    period.from = *from;
  }
  if (message.has_valid_until()) {
    absl::StatusOr<absl::Time> until = ToTime(message.valid_until());
    if (!until.ok()) return until.status();
    period.until = *until;
  }
  return period;
}

// INVALID_ARGUMENT where a value cannot be used; id and delete_on do not count.
absl::StatusOr<store::DocumentRow> ToRow(
    const trivsel::gateway::v1::Agreement& agreement);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_REGISTRY_CODEC_H_
