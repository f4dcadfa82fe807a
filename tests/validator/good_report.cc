#include "tests/validator/good_report.h"

#include <string>

namespace trivsel::validator {
namespace {

using ltt::v1::CodeableConcept;
using ltt::v1::DeliveryReport;
using ltt::v1::Entry;

constexpr char kBase[] = "https://test.fhir.dk/";
constexpr char kPatientId[] = "407ceb16-acb4-43ea-a4f5-d415c17faded";
constexpr char kCarePlanId[] = "857ea1d6-c212-4c89-a2f4-9e2bfa8c288d";
constexpr char kEncounterId[] = "1e301099-74bc-468b-8878-31839f201eb3";
constexpr char kReferralId[] = "fc350499-9e8d-4236-b4e2-4f9d47174b85";
constexpr char kChanged[] = "2025-07-07T14:30:00Z";

void SetCode(const char* system, const char* code, const char* display,
             CodeableConcept* concept_) {
  auto* coding = concept_->add_coding();
  coding->set_system(system);
  coding->set_code(code);
  coding->set_display(display);
}

Entry* AddEntry(const std::string& type, const std::string& id,
                DeliveryReport* report) {
  Entry* entry = report->add_entry();
  entry->set_full_url(kBase + type + "/" + id);
  return entry;
}

template <typename Record>
void SetCommon(const char* id, Record* record) {
  record->set_id(id);
  record->mutable_meta()->set_last_updated(kChanged);
}

void AddCitizen(DeliveryReport* report) {
  auto* citizen = AddEntry("Patient", kPatientId, report)->mutable_citizen();
  SetCommon(kPatientId, citizen);
  auto* cpr = citizen->mutable_identifier();
  cpr->set_use(ltt::v1::IDENTIFIER_USE_OFFICIAL);
  cpr->set_system("urn:oid:1.2.208.176.1.2");
  cpr->set_value("0505149996");
  citizen->set_active(true);
  auto* sor = citizen->mutable_managing_organization()->mutable_identifier();
  sor->set_use(ltt::v1::IDENTIFIER_USE_OFFICIAL);
  sor->set_system("urn:oid:1.2.208.176.1.1");
  sor->set_value("451000016003");
}

void AddCarePlan(DeliveryReport* report) {
  auto* plan = AddEntry("CarePlan", kCarePlanId, report)->mutable_care_plan();
  SetCommon(kCarePlanId, plan);
  plan->set_status(ltt::v1::REQUEST_STATUS_ACTIVE);
  plan->set_intent(ltt::v1::CARE_PLAN_INTENT_PLAN);
  plan->mutable_subject()->set_reference(std::string("Patient/") + kPatientId);
  plan->mutable_period()->set_start("2025-05-14T09:12:05Z");
  auto* detail = plan->mutable_activity()->mutable_detail();
  SetCode(kCareSocialCodes, "01302bcb-c7f3-42c4-8ded-68e33da064eb",
          "Lettilgængelige tilbud til børn og unge i psykisk mistrivsel",
          detail->mutable_code());
  SetCode(kLtt, "bf4df811-805a-4309-8394-7d9ea31b8af7", "Krop og mad",
          detail->add_reason_code());
  SetCode(kLtt, "95c5e9fc-33b7-4d85-9417-64fc3164eb4c", "Bekymring",
          detail->add_reason_code());
  detail->set_status(ltt::v1::ACTIVITY_STATUS_IN_PROGRESS);
}

void AddEncounter(DeliveryReport* report) {
  auto* encounter =
      AddEntry("Encounter", kEncounterId, report)->mutable_encounter();
  SetCommon(kEncounterId, encounter);
  encounter->mutable_based_on_care_plan()->set_reference(
      std::string("CarePlan/") + kCarePlanId);
  SetCode(kCareSocialCodes, "8d12d74c-17da-47a7-a4fe-e69dbaec0a8c",
          "Individuel indsats", encounter->mutable_delivery_type());
  encounter->set_status(ltt::v1::ENCOUNTER_STATUS_FINISHED);
  auto* encounter_class = encounter->mutable_class_();
  encounter_class->set_system(
      "http://terminology.hl7.org/CodeSystem/v3-ActCode");
  encounter_class->set_code("AMB");
  encounter_class->set_display("ambulatory");
  SetCode(kLtt, "b7f9217c-2315-4d6f-bba5-5117e202302c", "Behandling",
          encounter->mutable_type());
  encounter->mutable_subject()->set_reference(std::string("Patient/") +
                                              kPatientId);
  SetCode(kCareSocialCodes, "ca228a58-bd0e-4b0e-81ce-3866adc26535",
          "Barn/ung deltager",
          encounter->mutable_participant()->mutable_type());
  encounter->mutable_period()->set_start("2025-07-07T13:28:17Z");
}

void AddReferral(DeliveryReport* report) {
  auto* referral =
      AddEntry("CarePlan", kReferralId, report)->mutable_referral();
  SetCommon(kReferralId, referral);
  referral->mutable_based_on()->set_reference(std::string("CarePlan/") +
                                              kCarePlanId);
  referral->set_status(ltt::v1::REQUEST_STATUS_COMPLETED);
  referral->set_intent(ltt::v1::CARE_PLAN_INTENT_PLAN);
  referral->mutable_subject()->set_reference(std::string("Patient/") +
                                             kPatientId);
  referral->mutable_period()->set_start("2025-07-07T14:28:17Z");
  auto* detail = referral->mutable_activity()->mutable_detail();
  SetCode(kLtt, "f3d5cb7b-e059-4fbc-9514-a53299c2e3cf", "Civilsamfund",
          detail->mutable_code());
  detail->set_status(ltt::v1::ACTIVITY_STATUS_COMPLETED);
}

}  // namespace

DeliveryReport GoodReport() {
  DeliveryReport report;
  report.set_id("4b1f6f0e-0f3e-4a55-9a0c-3c8f5b0d7a11");
  report.mutable_meta()->set_last_updated("2025-07-07T23:45:51Z");
  report.set_type(ltt::v1::BUNDLE_TYPE_COLLECTION);
  report.set_timestamp("2025-07-07T23:45:51Z");
  AddCitizen(&report);
  AddCarePlan(&report);
  AddEncounter(&report);
  AddReferral(&report);
  return report;
}

Context GoodContext() {
  Context context;
  context.now_seconds = 1764547200;
  return context;
}

}  // namespace trivsel::validator
