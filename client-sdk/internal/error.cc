#include "trivsel/client/error.h"

#include "client-sdk/internal/error_details.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::client {

using internal::FindDetail;

std::string ErrorReasonNameOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "";
}

gateway::v1::ErrorReason ErrorReasonOf(const absl::Status& status) {
  gateway::v1::ErrorReason reason;
  const bool known = gateway::v1::ErrorReason_Parse(
      "ERROR_REASON_" + ErrorReasonNameOf(status), &reason);
  return known ? reason : gateway::v1::ERROR_REASON_UNSPECIFIED;
}

gateway::v1::AccessFault AccessFaultOf(const absl::Status& status) {
  gateway::v1::AccessFault fault;
  const bool known = gateway::v1::AccessFault_Parse(
      "ACCESS_FAULT_" + ErrorReasonNameOf(status), &fault);
  return known ? fault : gateway::v1::ACCESS_FAULT_UNSPECIFIED;
}

std::map<std::string, std::string> ErrorMetadataOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::ErrorInfo>(status);
  if (!info.has_value()) return {};
  return {info->metadata().begin(), info->metadata().end()};
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::RetryInfo>(status);
  if (!info.has_value() || !info->has_retry_delay()) return std::nullopt;
  return absl::Seconds(info->retry_delay().seconds()) +
         absl::Nanoseconds(info->retry_delay().nanos());
}

std::string DanishMessageOf(const absl::Status& status) {
  const auto message = FindDetail<google::rpc::LocalizedMessage>(status);
  return message.has_value() ? message->message() : "";
}

std::vector<gateway::v1::Finding> FindingsOf(const absl::Status& status) {
  const auto receipt = FindDetail<gateway::v1::Receipt>(status);
  if (!receipt.has_value()) return {};
  return {receipt->findings().begin(), receipt->findings().end()};
}

}  // namespace trivsel::client
