// The builders of the four records.
#include <utility>

#include "client-sdk/internal/record_check.h"
#include "client-sdk/internal/record_parts.h"
#include "trivsel/client/builders.h"

namespace trivsel::client {

using internal::FixedElement;
using internal::Instant;
using internal::SetConcept;

CitizenBuilder::CitizenBuilder(std::string id) {
  const auto* type = ltt::v1::Citizen::descriptor();
  citizen_.set_id(std::move(id));
  citizen_.set_active(true);
  ltt::v1::Identifier* cpr = citizen_.mutable_identifier();
  cpr->set_use(ltt::v1::IDENTIFIER_USE_OFFICIAL);
  cpr->set_system(FixedElement(type, "identifier", "system"));
  ltt::v1::Identifier* sor =
      citizen_.mutable_managing_organization()->mutable_identifier();
  sor->set_use(ltt::v1::IDENTIFIER_USE_OFFICIAL);
  sor->set_system(
      FixedElement(type, "managing_organization", "identifier.system"));
}

CitizenBuilder& CitizenBuilder::Cpr(std::string cpr) {
  citizen_.mutable_identifier()->set_value(std::move(cpr));
  return *this;
}

CitizenBuilder& CitizenBuilder::Sor(std::string sor) {
  citizen_.mutable_managing_organization()->mutable_identifier()->set_value(
      std::move(sor));
  return *this;
}

CitizenBuilder& CitizenBuilder::Active(bool active) {
  citizen_.set_active(active);
  return *this;
}

CitizenBuilder& CitizenBuilder::LastUpdated(absl::Time time) {
  citizen_.mutable_meta()->set_last_updated(Instant(time));
  return *this;
}

absl::StatusOr<ltt::v1::Citizen> CitizenBuilder::Build() const {
  ltt::v1::Entry entry;
  *entry.mutable_citizen() = citizen_;
  const absl::Status checked = internal::CheckRecord(std::move(entry));
  if (!checked.ok()) return checked;
  return citizen_;
}

CarePlanBuilder::CarePlanBuilder(std::string id) {
  plan_.set_id(std::move(id));
  plan_.set_status(ltt::v1::REQUEST_STATUS_ACTIVE);
  plan_.set_intent(ltt::v1::CARE_PLAN_INTENT_PLAN);
  auto* detail = plan_.mutable_activity()->mutable_detail();
  detail->set_status(ltt::v1::ACTIVITY_STATUS_IN_PROGRESS);
  SetConcept(kCarePlanKindCodes[0], detail->mutable_code());
}

CarePlanBuilder& CarePlanBuilder::Start(absl::Time time) {
  plan_.mutable_period()->set_start(Instant(time));
  return *this;
}

CarePlanBuilder& CarePlanBuilder::Theme(client::Theme theme) {
  SetConcept(CodeOf(theme),
             plan_.mutable_activity()->mutable_detail()->add_reason_code());
  return *this;
}

CarePlanBuilder& CarePlanBuilder::Completed(absl::Time end) {
  plan_.set_status(ltt::v1::REQUEST_STATUS_COMPLETED);
  plan_.mutable_activity()->mutable_detail()->set_status(
      ltt::v1::ACTIVITY_STATUS_COMPLETED);
  plan_.mutable_period()->set_end(Instant(end));
  return *this;
}

CarePlanBuilder& CarePlanBuilder::EnteredInError() {
  plan_.set_status(ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR);
  plan_.mutable_activity()->mutable_detail()->set_status(
      ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR);
  return *this;
}

CarePlanBuilder& CarePlanBuilder::LastUpdated(absl::Time time) {
  plan_.mutable_meta()->set_last_updated(Instant(time));
  return *this;
}

absl::StatusOr<ltt::v1::CarePlan> CarePlanBuilder::Build() const {
  ltt::v1::Entry entry;
  *entry.mutable_care_plan() = plan_;
  const absl::Status checked = internal::CheckRecord(std::move(entry));
  if (!checked.ok()) return checked;
  return plan_;
}

EncounterBuilder::EncounterBuilder(std::string id, ContactType type) {
  const auto* message = ltt::v1::Encounter::descriptor();
  encounter_.set_id(std::move(id));
  encounter_.set_status(ltt::v1::ENCOUNTER_STATUS_FINISHED);
  encounter_.mutable_class_()->set_system(
      FixedElement(message, "class", "system"));
  encounter_.mutable_class_()->set_code(FixedElement(message, "class", "code"));
  SetConcept(CodeOf(type), encounter_.mutable_type());
}

EncounterBuilder& EncounterBuilder::BasedOn(const ltt::v1::CarePlan& plan) {
  encounter_.mutable_based_on_care_plan()->set_reference(
      internal::CarePlanReference(plan.id()));
  return *this;
}

EncounterBuilder& EncounterBuilder::Start(absl::Time time) {
  encounter_.mutable_period()->set_start(Instant(time));
  return *this;
}

EncounterBuilder& EncounterBuilder::DeliveryType(client::DeliveryType type) {
  SetConcept(CodeOf(type), encounter_.mutable_delivery_type());
  return *this;
}

EncounterBuilder& EncounterBuilder::Participants(
    client::Participants participants) {
  SetConcept(CodeOf(participants),
             encounter_.mutable_participant()->mutable_type());
  return *this;
}

EncounterBuilder& EncounterBuilder::EnteredInError() {
  encounter_.set_status(ltt::v1::ENCOUNTER_STATUS_ENTERED_IN_ERROR);
  return *this;
}

EncounterBuilder& EncounterBuilder::LastUpdated(absl::Time time) {
  encounter_.mutable_meta()->set_last_updated(Instant(time));
  return *this;
}

absl::StatusOr<ltt::v1::Encounter> EncounterBuilder::Build() const {
  ltt::v1::Entry entry;
  *entry.mutable_encounter() = encounter_;
  const absl::Status checked = internal::CheckRecord(std::move(entry));
  if (!checked.ok()) return checked;
  return encounter_;
}

ReferralBuilder::ReferralBuilder(std::string id, ReferralTarget target) {
  referral_.set_id(std::move(id));
  referral_.set_status(ltt::v1::REQUEST_STATUS_COMPLETED);
  referral_.set_intent(ltt::v1::CARE_PLAN_INTENT_PLAN);
  auto* detail = referral_.mutable_activity()->mutable_detail();
  // Stays so also when the referral is withdrawn.
  detail->set_status(ltt::v1::ACTIVITY_STATUS_COMPLETED);
  SetConcept(CodeOf(target), detail->mutable_code());
}

ReferralBuilder& ReferralBuilder::BasedOn(const ltt::v1::CarePlan& plan) {
  referral_.mutable_based_on()->set_reference(
      internal::CarePlanReference(plan.id()));
  return *this;
}

ReferralBuilder& ReferralBuilder::Start(absl::Time time) {
  referral_.mutable_period()->set_start(Instant(time));
  return *this;
}

ReferralBuilder& ReferralBuilder::EnteredInError() {
  referral_.set_status(ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR);
  return *this;
}

ReferralBuilder& ReferralBuilder::LastUpdated(absl::Time time) {
  referral_.mutable_meta()->set_last_updated(Instant(time));
  return *this;
}

absl::StatusOr<ltt::v1::Referral> ReferralBuilder::Build() const {
  ltt::v1::Entry entry;
  *entry.mutable_referral() = referral_;
  const absl::Status checked = internal::CheckRecord(std::move(entry));
  if (!checked.ok()) return checked;
  return referral_;
}

}  // namespace trivsel::client
