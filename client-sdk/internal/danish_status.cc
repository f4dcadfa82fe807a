#include "client-sdk/internal/danish_status.h"

#include "client-sdk/internal/error_details.h"
#include "google/rpc/error_details.pb.h"

namespace trivsel::client::internal {

absl::Status DanishStatus(absl::StatusCode code, const std::string& danish,
                          const std::string& english) {
  absl::Status status(code, english);
  google::rpc::LocalizedMessage message;
  message.set_locale("da-DK");
  message.set_message(danish);
  AddDetail(message, &status);
  return status;
}

}  // namespace trivsel::client::internal
