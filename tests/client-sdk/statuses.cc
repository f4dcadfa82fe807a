#include "tests/client-sdk/statuses.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace trivsel::client {

google::rpc::Status RpcError(absl::StatusCode code, const std::string& reason,
                             absl::Duration retry) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message("said in English");
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("trivsel.dk");
  info.mutable_metadata()->insert({"limit", std::string(1, '7')});
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da-DK");
  danish.set_message("sagt på dansk");
  status.add_details()->PackFrom(danish);
  if (retry > absl::ZeroDuration()) {
    google::rpc::RetryInfo when;
    when.mutable_retry_delay()->set_nanos(
        static_cast<int>(absl::ToInt64Nanoseconds(retry)));
    status.add_details()->PackFrom(when);
  }
  return status;
}

google::rpc::Status Refusal(absl::StatusCode code, const std::string& reason) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message("refused in English");
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("trivsel.dk");
  auto& metadata = *info.mutable_metadata();
  metadata["expected"] = "what is right";
  metadata["found"] = "what it is";
  metadata["help"] = "https://example.dk/help#" + reason;
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da-DK");
  danish.set_message("afvist på dansk");
  status.add_details()->PackFrom(danish);
  return status;
}

}  // namespace trivsel::client
