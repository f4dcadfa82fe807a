// Building a report record by record. Codes are chosen by name, references
// and the fixed values of the standard are filled in, and Build() judges the
// result: INVALID_ARGUMENT, with FindingsOf() (error.h), if the standard
// refuses it.
//
//   auto citizen = CitizenBuilder(citizen_id).Cpr(cpr).Sor(sor).Build();
//   auto plan = CarePlanBuilder(plan_id).Start(start)
//                   .Theme(Theme::kBekymring).Build();
//   auto contact = EncounterBuilder(contact_id, ContactType::kForsamtale)
//                      .BasedOn(*plan).Start(when).Build();
//   auto report = DeliveryReportBuilder("https://fagsystem.example.dk/fhir")
//                     .Citizen(*citizen).Add(*plan).Add(*contact)
//                     .Timestamp(now).Build();
//
// Ids are FHIR ids, best UUIDs; a record keeps its id in every report. Times
// are written in UTC, to the second. Not thread safe.
#ifndef TRIVSEL_CLIENT_BUILDERS_H_
#define TRIVSEL_CLIENT_BUILDERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/client/codes.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::client {

// The child or young person (Borger).
class CitizenBuilder {
 public:
  explicit CitizenBuilder(std::string id);

  // 10 digits, no hyphen.
  CitizenBuilder& Cpr(std::string cpr);
  // SOR code of the municipality or department that keeps the record.
  CitizenBuilder& Sor(std::string sor);
  // false withdraws a child that never should have been reported.
  CitizenBuilder& Active(bool active);
  CitizenBuilder& LastUpdated(absl::Time time);

  absl::StatusOr<ltt::v1::Citizen> Build() const;

 private:
  ltt::v1::Citizen citizen_;
};

// The course (Forløb); going on unless Completed or EnteredInError.
class CarePlanBuilder {
 public:
  explicit CarePlanBuilder(std::string id);

  CarePlanBuilder& Start(absl::Time time);
  // One call for each theme.
  CarePlanBuilder& Theme(client::Theme theme);
  CarePlanBuilder& Completed(absl::Time end);
  CarePlanBuilder& EnteredInError();
  CarePlanBuilder& LastUpdated(absl::Time time);

  absl::StatusOr<ltt::v1::CarePlan> Build() const;

 private:
  ltt::v1::CarePlan plan_;
};

// A contact that took place (Kontakt). ContactType::kBehandling needs a
// delivery type and participants.
class EncounterBuilder {
 public:
  EncounterBuilder(std::string id, ContactType type);

  EncounterBuilder& BasedOn(const ltt::v1::CarePlan& plan);
  EncounterBuilder& Start(absl::Time time);
  EncounterBuilder& DeliveryType(client::DeliveryType type);
  EncounterBuilder& Participants(client::Participants participants);
  EncounterBuilder& EnteredInError();
  EncounterBuilder& LastUpdated(absl::Time time);

  absl::StatusOr<ltt::v1::Encounter> Build() const;

 private:
  ltt::v1::Encounter encounter_;
};

// A recommendation to seek help elsewhere (Henvisning).
class ReferralBuilder {
 public:
  ReferralBuilder(std::string id, ReferralTarget target);

  ReferralBuilder& BasedOn(const ltt::v1::CarePlan& plan);
  ReferralBuilder& Start(absl::Time time);
  ReferralBuilder& EnteredInError();
  ReferralBuilder& LastUpdated(absl::Time time);

  absl::StatusOr<ltt::v1::Referral> Build() const;

 private:
  ltt::v1::Referral referral_;
};

// The report (Indberetningsrapport).
class DeliveryReportBuilder {
 public:
  // `base_url`: FHIR base of the fagsystem, "https://host/path"; entries are
  // addressed as base_url/Type/id.
  explicit DeliveryReportBuilder(std::string base_url);

  // Unique in the whole country; a random UUID if it is not set.
  DeliveryReportBuilder& Id(std::string id);
  // When the report was collected.
  DeliveryReportBuilder& Timestamp(absl::Time time);
  DeliveryReportBuilder& Citizen(ltt::v1::Citizen citizen);
  DeliveryReportBuilder& Add(ltt::v1::CarePlan plan);
  DeliveryReportBuilder& Add(ltt::v1::Encounter encounter);
  DeliveryReportBuilder& Add(ltt::v1::Referral referral);

  // Points every record without a subject at the citizen, and judges. Times
  // are held against the machine's clock.
  absl::StatusOr<ltt::v1::DeliveryReport> Build() const;

 private:
  ltt::v1::Entry* AddEntry(const char* type, const std::string& id);

  const std::string base_url_;
  ltt::v1::DeliveryReport report_;
};

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_BUILDERS_H_
