#include "client-sdk/internal/invalid_report.h"

#include "client-sdk/internal/error_details.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::client::internal {

namespace v1 = trivsel::gateway::v1;

absl::Status InvalidReport(const std::vector<v1::Finding>& findings) {
  absl::Status status = absl::InvalidArgumentError(
      "the standard refuses the report (" + findings.front().code() + ")");
  google::rpc::ErrorInfo info;
  info.set_reason("REPORT_INVALID");
  info.set_domain("trivsel.dk");
  AddDetail(info, &status);
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da");
  danish.set_message("Standarden afviser rapporten: " +
                     findings.front().danish());
  AddDetail(danish, &status);
  v1::Receipt receipt;
  receipt.set_verdict(v1::VERDICT_REJECTED);
  *receipt.mutable_findings() = {findings.begin(), findings.end()};
  AddDetail(receipt, &status);
  return status;
}

}  // namespace trivsel::client::internal
