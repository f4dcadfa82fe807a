#include "client-sdk/cli/doctor/dry_run_report.h"

#include <utility>

#include "client-sdk/cli/report_reader.h"
#include "trivsel/client/builders.h"
#include "trivsel/client/client.h"

namespace trivsel::cli::doctor {

absl::StatusOr<gateway::v1::Submission> MakeUpReport(const std::string& sor,
                                                     absl::Time now) {
  // Josefine of KL's guide; the ids are hers there.
  auto citizen = client::CitizenBuilder("407ceb16-acb4-43ea-a4f5-d415c17faded")
                     .Cpr("0505149996")
                     .Sor(sor)
                     .LastUpdated(now)
                     .Build();
  if (!citizen.ok()) return citizen.status();
  auto plan = client::CarePlanBuilder("857ea1d6-c212-4c89-a2f4-9e2bfa8c288d")
                  .Start(now - absl::Hours(24))
                  .Theme(client::Theme::kBekymring)
                  .LastUpdated(now)
                  .Build();
  if (!plan.ok()) return plan.status();
  auto report =
      client::DeliveryReportBuilder("https://trivsel-doctor.example.dk/fhir")
          .Timestamp(now)
          .Citizen(*std::move(citizen))
          .Add(*std::move(plan))
          .Build();
  if (!report.ok()) return report.status();
  return client::SubmissionOf(*std::move(report));
}

absl::StatusOr<gateway::v1::Submission> ReadReport(const std::string& path) {
  auto reader = ReportReader::Create(validator::Strictness::kProfile);
  if (!reader.ok()) return reader.status();
  ltt::v1::DeliveryReport report;
  validator::Findings findings;
  if (!(*reader)->ReadFile(path, ReportForm::kDetect, &report, &findings)) {
    return absl::InvalidArgumentError(path + ": trivsel validate " + path);
  }
  return (*reader)->form() == ReportForm::kFhirJson
             ? client::SubmissionOfFhirJson((*reader)->TakeBytes(), report.id())
             : client::SubmissionOf(std::move(report));
}

}  // namespace trivsel::cli::doctor
