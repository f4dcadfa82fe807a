// Reading and validating on this machine, without a gateway.
#ifndef TRIVSEL_CLIENT_SDK_CLI_LOCAL_JUDGE_H_
#define TRIVSEL_CLIENT_SDK_CLI_LOCAL_JUDGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client-sdk/cli/report_reader.h"
#include "client-sdk/cli/verdict_view.h"
#include "validator/validator.h"

namespace trivsel::cli {

// Judges one file after the other with the same rules as the gateway. Not
// thread safe.
class LocalJudge {
 public:
  // `terminology`: files of code systems and value sets over the built-in
  // ones.
  static absl::StatusOr<std::unique_ptr<LocalJudge>> Create(
      bool strict, const std::vector<std::string>& terminology = {});

  // Takes its bytes: they are reader()'s then. The findings and the report
  // are good until the next call.
  FileVerdict Judge(RawReport* raw, ReportForm form);
  // Only reads: kValid or kUnreadable, and what reading found.
  FileVerdict Read(RawReport* raw, ReportForm form);

  const validator::Findings& findings() const { return findings_; }
  const ltt::v1::DeliveryReport& report() const { return report_; }
  ReportReader& reader() { return *reader_; }

 private:
  LocalJudge(std::unique_ptr<ReportReader> reader,
             std::unique_ptr<const validator::Validator> validator,
             validator::Context context)
      : reader_(std::move(reader)),
        validator_(std::move(validator)),
        context_(context) {}

  std::unique_ptr<ReportReader> reader_;
  std::unique_ptr<const validator::Validator> validator_;
  const validator::Context context_;
  ltt::v1::DeliveryReport report_;
  validator::Findings findings_;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_LOCAL_JUDGE_H_
