// Bytes in any form -> DeliveryReport.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_READER_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_READER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/report_source.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::cli {

// Reads one input after the other, reusing its buffers. Not thread safe.
class ReportReader {
 public:
  // As much as the gateway takes in one request.
  static constexpr size_t kMaxBytes = validator::fhir::FhirReader::kMaxBytes;

  static absl::StatusOr<std::unique_ptr<ReportReader>> Create(
      validator::Strictness strictness);

  // Reads a file ("-": standard input) into bytes() and from there into
  // `report`. false: it cannot be read, and a finding says why.
  bool ReadFile(const std::string& path, ReportForm form,
                ltt::v1::DeliveryReport* report, validator::Findings* findings);

  // The same for a report that is read already; takes its bytes.
  bool ReadRaw(RawReport* raw, ReportForm form, ltt::v1::DeliveryReport* report,
               validator::Findings* findings);

  // The input as it was.
  const std::string& bytes() const { return bytes_; }
  std::string TakeBytes() { return std::exchange(bytes_, std::string()); }
  // Its form, named or detected.
  ReportForm form() const { return form_; }
  const validator::fhir::FhirMapping& mapping() const { return *mapping_; }

 private:
  explicit ReportReader(
      std::unique_ptr<const validator::fhir::FhirMapping> mapping,
      validator::Strictness strictness);
  bool Read(const absl::Status& status, ltt::v1::DeliveryReport* report,
            validator::Findings* findings);
  bool ReadProto(ltt::v1::DeliveryReport* report,
                 validator::Findings* findings);

  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
  const validator::Strictness strictness_;
  validator::fhir::FhirReader fhir_;
  std::string bytes_;
  ReportForm form_ = ReportForm::kDetect;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_READER_H_
