// Putting google.rpc details on an absl::Status and finding them again.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_ERROR_DETAILS_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_ERROR_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"

namespace trivsel::client::internal {

template <typename Detail>
std::string DetailUrl() {
  return "type.googleapis.com/" + Detail::descriptor()->full_name();
}

template <typename Detail>
void AddDetail(const Detail& detail, absl::Status* status) {
  status->SetPayload(DetailUrl<Detail>(),
                     absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> FindDetail(const absl::Status& status) {
  const auto payload = status.GetPayload(DetailUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return detail;
}

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_ERROR_DETAILS_H_
