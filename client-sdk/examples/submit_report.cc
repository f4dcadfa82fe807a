// Builds a report about Josefine, submits it, and waits until the national
// receiver has confirmed it.
//
//   submit_report HOST:PORT CERT.pem KEY.pem CA.pem   submits
//   submit_report                                     only builds and judges
#include <iostream>

#include "absl/time/clock.h"
#include "trivsel/client/builders.h"
#include "trivsel/client/client.h"
#include "trivsel/client/error.h"

namespace client = trivsel::client;

namespace {

absl::StatusOr<trivsel::ltt::v1::DeliveryReport> BuildReport(absl::Time now) {
  // Josefine is the published test child of KL's guide; nobody real.
  auto citizen = client::CitizenBuilder("407ceb16-acb4-43ea-a4f5-d415c17faded")
                     .Cpr("0505149996")
                     .Sor("451000016003")
                     .LastUpdated(now)
                     .Build();
  if (!citizen.ok()) return citizen.status();
  auto plan = client::CarePlanBuilder("857ea1d6-c212-4c89-a2f4-9e2bfa8c288d")
                  .Start(now - absl::Hours(24))
                  .Theme(client::Theme::kBekymring)
                  .LastUpdated(now)
                  .Build();
  if (!plan.ok()) return plan.status();
  auto contact =
      client::EncounterBuilder("77bdc678-c508-43c3-bf39-4e2ced5ad70a",
                               client::ContactType::kForsamtale)
          .BasedOn(*plan)
          .Start(now - absl::Hours(1))
          .LastUpdated(now)
          .Build();
  if (!contact.ok()) return contact.status();
  return client::DeliveryReportBuilder("https://fagsystem.example.dk/fhir")
      .Timestamp(now)
      .Citizen(*std::move(citizen))
      .Add(*std::move(plan))
      .Add(*std::move(contact))
      .Build();
}

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  for (const auto& finding : client::FindingsOf(status)) {
    std::cerr << finding.code() << ": " << finding.danish() << "\n";
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  auto report = BuildReport(absl::Now());
  if (!report.ok()) return Fail(report.status());
  std::cout << "built " << report->id() << "\n";
  if (argc != 5) return 0;

  client::Options options;
  options.endpoint = argv[1];
  options.tls = {argv[2], argv[3], argv[4]};
  auto gateway = client::Client::Connect(options);
  if (!gateway.ok()) return Fail(gateway.status());

  const auto receipt = gateway->Submit(*report);
  if (!receipt.ok()) return Fail(receipt.status());
  std::cout << "accepted, KLE " << receipt->kle().subject() << "\n";

  const auto confirmed = gateway->AwaitConfirmed(
      {receipt->report_id()}, absl::Now() + absl::Seconds(60));
  if (!confirmed.ok()) return Fail(confirmed.status());
  std::cout << "confirmed\n";
  return 0;
}
