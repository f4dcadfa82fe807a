#include "gateway/rpc/operator_fault.h"

#include <string>

#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "trivsel/gateway/v1/error_reason.pb.h"

namespace trivsel::gateway::rpc {
namespace {

namespace v1 = trivsel::gateway::v1;
using absl::StatusCode;

struct Answer {
  v1::ErrorReason reason = v1::ERROR_REASON_INTERNAL;
  StatusCode code = StatusCode::kInternal;
  std::string danish =
      "Der er en fejl i gatewayen; dens driftsfolk har fået besked.";
  std::string english =
      "There is a fault in the gateway; its operators have been told.";
  int retry_milliseconds = 0;
};

// "dansk / English" in its two parts; without " / " it is both. A service that
// has no reason for it does not mean its callers to see it.
Answer Said(v1::ErrorReason reason, StatusCode code,
            const std::string& message) {
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return {};
  const size_t between = message.find(" / ");
  if (between == std::string::npos) return {reason, code, message, message};
  return {reason, code, message.substr(0, between),
          message.substr(between + 3)};
}

Answer AnswerTo(const absl::Status& status, const OperatorFaults& faults) {
  const std::string message(status.message());
  switch (status.code()) {
    case StatusCode::kNotFound:
      return Said(faults.not_found, status.code(), message);
    case StatusCode::kInvalidArgument:
      return Said(faults.value_invalid, status.code(), message);
    case StatusCode::kFailedPrecondition:
      return Said(faults.state, status.code(), message);
    case StatusCode::kAlreadyExists:
      return Said(faults.taken, status.code(), message);
    case StatusCode::kPermissionDenied:
      return Said(faults.not_allowed, status.code(), message);
    case StatusCode::kOutOfRange:
      return Said(v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                  StatusCode::kInvalidArgument, message);
    case StatusCode::kResourceExhausted:
      return {v1::ERROR_REASON_OVERLOADED, StatusCode::kUnavailable,
              "Gatewayen har for meget i gang; prøv igen lidt senere.",
              "The gateway has too much in flight; try again a little later.",
              250};
    case StatusCode::kUnavailable:
    case StatusCode::kAborted:
    case StatusCode::kDeadlineExceeded:
      return {v1::ERROR_REASON_STORE_UNAVAILABLE, StatusCode::kUnavailable,
              "Lageret kan ikke nås; ændringen er måske ikke gemt. Gentag den.",
              "The store cannot be reached; the change may not be stored. "
              "Repeat it.",
              1000};
    default:
      return {};
  }
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status,
                                const OperatorFaults& faults) {
  const Answer answer = AnswerTo(status, faults);
  google::rpc::Status out;
  out.set_code(static_cast<int>(answer.code));
  out.set_message(answer.english);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(
      absl::StripPrefix(v1::ErrorReason_Name(answer.reason), "ERROR_REASON_")));
  info.set_domain("trivsel.dk");
  out.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da-DK");
  danish.set_message(answer.danish);
  out.add_details()->PackFrom(danish);
  if (answer.retry_milliseconds > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(answer.retry_milliseconds / 1000);
    retry.mutable_retry_delay()->set_nanos(answer.retry_milliseconds % 1000 *
                                           1000000);
    out.add_details()->PackFrom(retry);
  }
  return out;
}

}  // namespace trivsel::gateway::rpc
