// Breaking cases on the encounter and the referral.
#include "tests/validator/good_report.h"
#include "tests/validator/rule_case_parts.h"

namespace trivsel::validator {
namespace {

using ltt::v1::DeliveryReport;

ltt::v1::Citizen* Citizen(DeliveryReport* r) {
  return r->mutable_entry(kCitizen)->mutable_citizen();
}

ltt::v1::Encounter* Encounter(DeliveryReport* r) {
  return r->mutable_entry(kEncounter)->mutable_encounter();
}

ltt::v1::Referral* Referral(DeliveryReport* r) {
  return r->mutable_entry(kReferral)->mutable_referral();
}

ltt::v1::CodeableConcept* Who(ltt::v1::Encounter* encounter) {
  return encounter->mutable_participant()->mutable_type();
}

}  // namespace

std::vector<RuleCase> EncounterCases() {
  return {
      {"BasedOnPlanMissing", Severity::kError,
       "LTT-ENCOUNTER-BASEDONCAREPLAN-MISSING",
       "entry[2].encounter.based_on_care_plan",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-based-on-care-plan').valueReference",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->clear_based_on_care_plan();
       }},
      {"BasedOnReferral", Severity::kError,
       "LTT-ENCOUNTER-BASEDONCAREPLAN-REFERENCE-WRONG-TYPE",
       "entry[2].encounter.based_on_care_plan",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-based-on-care-plan').valueReference",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_based_on_care_plan()->set_reference(
             "CarePlan/" + r->entry(3).referral().id());
       }},
      {"DeliveryOutside", Severity::kError,
       "LTT-ENCOUNTER-DELIVERYTYPE-NOT-IN-VALUESET",
       "entry[2].encounter.delivery_type.coding[0]",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-delivery-type').valueCodeableConcept.coding[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_delivery_type()->mutable_coding(0)->set_code(
             "34cdd6ab-3da9-49e8-84dc-1cbf683d4fcf");
       }},
      {"DeliverySecondOutside", Severity::kError,
       "LTT-ENCOUNTER-DELIVERYTYPE-NOT-IN-VALUESET",
       "entry[2].encounter.delivery_type.coding[1]",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-delivery-type').valueCodeableConcept.coding[1]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         auto* d = e->mutable_delivery_type()->add_coding();
         d->set_system("http://x.dk");
         d->set_code("1");
       }},
      {"DeliverySystemMissing", Severity::kError,
       "LTT-ENCOUNTER-DELIVERYTYPE-CODING-SYSTEM-SYSTEM-MISSING",
       "entry[2].encounter.delivery_type.coding[0].system",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-delivery-type').valueCodeableConcept.coding[0]."
       "system",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_delivery_type()->mutable_coding(0)->clear_system();
       }},
      {"DeliveryTwoCodings", Severity::kWarning,
       "LTT-ENCOUNTER-DELIVERYTYPE-NOT-ONE-CODING",
       "entry[2].encounter.delivery_type",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-delivery-type').valueCodeableConcept",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         auto* d = e->mutable_delivery_type();
         *d->add_coding() = d->coding(0);
       }},
      {"DeliveryMissing", Severity::kError,
       "LTT-ENCOUNTER-DELIVERYTYPE-MISSING-FOR-TREATMENT",
       "entry[2].encounter.delivery_type",
       "Bundle.entry[2].resource.extension('http://fhir.kl.dk/ltt/"
       "StructureDefinition/"
       "klgateway-ltt-encounter-delivery-type').valueCodeableConcept",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->clear_delivery_type();
       }},
      {"ParticipantMissing", Severity::kError,
       "LTT-ENCOUNTER-PARTICIPANT-MISSING-FOR-TREATMENT",
       "entry[2].encounter.participant", "Bundle.entry[2].resource.participant",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->clear_participant();
       }},
      {"ParticipantTypeMissing", Severity::kError,
       "LTT-ENCOUNTER-PARTICIPANT-TYPE-MISSING",
       "entry[2].encounter.participant.type",
       "Bundle.entry[2].resource.participant[0].type",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_participant()->clear_type();
       }},
      {"ParticipantOutside", Severity::kError,
       "LTT-ENCOUNTER-PARTICIPANT-TYPE-NOT-IN-VALUESET",
       "entry[2].encounter.participant.type",
       "Bundle.entry[2].resource.participant[0].type[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         Who(e)->mutable_coding(0)->set_code(
             "880028ec-5f16-4242-ba53-57a902094d5b");
       }},
      {"ParticipantNoCoding", Severity::kError,
       "LTT-ENCOUNTER-PARTICIPANT-TYPE-NOT-IN-VALUESET",
       "entry[2].encounter.participant.type",
       "Bundle.entry[2].resource.participant[0].type[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         Who(e)->clear_coding();
       }},
      {"ParticipantTwoCodings", Severity::kWarning,
       "LTT-ENCOUNTER-PARTICIPANT-TYPE-NOT-ONE-CODING",
       "entry[2].encounter.participant.type",
       "Bundle.entry[2].resource.participant[0].type",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         auto* d = Who(e)->add_coding();
         d->set_system("http://x.dk");
         d->set_code("1");
       }},
      {"ParticipantUnknownCode", Severity::kError,
       "LTT-ENCOUNTER-PARTICIPANT-TYPE-CODING-CODE-UNKNOWN-CODE",
       "entry[2].encounter.participant.type.coding[1].code",
       "Bundle.entry[2].resource.participant[0].type[0].coding[1].code",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         auto* d = Who(e)->add_coding();
         d->set_system(kLtt);
         d->set_code("1");
       }},
      {"EncounterStatus", Severity::kWarning,
       "LTT-ENCOUNTER-STATUS-NOT-IN-GUIDE", "entry[2].encounter.status",
       "Bundle.entry[2].resource.status",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->set_status(ltt::v1::ENCOUNTER_STATUS_PLANNED);
       }},
      {"EncounterClassMissing", Severity::kError, "LTT-ENCOUNTER-CLASS-MISSING",
       "entry[2].encounter.class", "Bundle.entry[2].resource.class",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->clear_class_();
       }},
      {"EncounterClassCode", Severity::kError,
       "LTT-ENCOUNTER-CLASS-CODE-NOT-FIXED", "entry[2].encounter.class.code",
       "Bundle.entry[2].resource.class.code",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_class_()->set_code("IMP");
       }},
      {"EncounterClassSystem", Severity::kError,
       "LTT-ENCOUNTER-CLASS-SYSTEM-MISSING", "entry[2].encounter.class.system",
       "Bundle.entry[2].resource.class.system",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_class_()->clear_system();
       }},
      {"EncounterTypeUiTerm", Severity::kError,
       "LTT-ENCOUNTER-TYPE-NOT-IN-VALUESET", "entry[2].encounter.type",
       "Bundle.entry[2].resource.type[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_type()->mutable_coding(0)->set_code(
             "ca52f015-193e-4d31-9471-7385717dfa44");
       }},
      {"EncounterTypeSystem", Severity::kError,
       "LTT-ENCOUNTER-TYPE-NOT-IN-VALUESET", "entry[2].encounter.type",
       "Bundle.entry[2].resource.type[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_type()->mutable_coding(0)->set_system(
             "https://fhir.kl.dk/term/CodeSystem/LTT");
       }},
      {"EncounterTypeUpperCase", Severity::kError,
       "LTT-ENCOUNTER-TYPE-NOT-IN-VALUESET", "entry[2].encounter.type",
       "Bundle.entry[2].resource.type[0]",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_type()->mutable_coding(0)->set_code(
             "B7F9217C-2315-4D6F-BBA5-5117E202302C");
       }},
      {"EncounterSubjectMissing", Severity::kWarning,
       "LTT-ENCOUNTER-SUBJECT-MISSING", "entry[2].encounter.subject",
       "Bundle.entry[2].resource.subject",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->clear_subject();
       }},
      {"EncounterEnd", Severity::kError, "LTT-ENCOUNTER-PERIOD-END-FORBIDDEN",
       "entry[2].encounter.period.end", "Bundle.entry[2].resource.period.end",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_period()->set_end("2025-07-07T14:28:17Z");
       }},
      {"EncounterFuture", Severity::kWarning,
       "LTT-ENCOUNTER-PERIOD-START-FUTURE", "entry[2].encounter.period.start",
       "Bundle.entry[2].resource.period.start",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_period()->set_start("2025-12-02");
       }},
      {"EncounterBefore", Severity::kWarning,
       "LTT-ENCOUNTER-PERIOD-START-BEFORE-CAREPLAN",
       "entry[2].encounter.period.start",
       "Bundle.entry[2].resource.period.start",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_period()->set_start("2025-05-13");
       }},
      {"EncounterAge", Severity::kWarning, "LTT-ENCOUNTER-CITIZEN-AGE",
       "entry[2].encounter.period.start",
       "Bundle.entry[2].resource.period.start",
       [](DeliveryReport* r) {
         Citizen(r)->mutable_identifier()->set_value("0505239996");
       }},
      {"EncounterAgeOld", Severity::kWarning, "LTT-ENCOUNTER-CITIZEN-AGE",
       "entry[2].encounter.period.start",
       "Bundle.entry[2].resource.period.start",
       [](DeliveryReport* r) {
         Citizen(r)->mutable_identifier()->set_value("0505059996");
       }},
      {"UnknownField", Severity::kWarning, "LTT-ENCOUNTER-PERIOD-UNKNOWN-FIELD",
       "entry[2].encounter.period", "Bundle.entry[2].resource.period",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         auto* m = e->mutable_period();
         m->GetReflection()->MutableUnknownFields(m)->AddVarint(99, 1);
       }},
      {"ReferralBasedOnMissing", Severity::kError,
       "LTT-REFERRAL-BASEDON-MISSING", "entry[3].referral.based_on",
       "Bundle.entry[3].resource.basedOn",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->clear_based_on();
       }},
      {"ReferralBasedOnItself", Severity::kError,
       "LTT-REFERRAL-BASEDON-REFERENCE-WRONG-TYPE",
       "entry[3].referral.based_on", "Bundle.entry[3].resource.basedOn[0]",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_based_on()->set_reference("CarePlan/" + f->id());
       }},
      {"ReferralStatus", Severity::kWarning, "LTT-REFERRAL-STATUS-NOT-IN-GUIDE",
       "entry[3].referral.status", "Bundle.entry[3].resource.status",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->set_status(ltt::v1::REQUEST_STATUS_ACTIVE);
       }},
      {"ReferralActivityStatus", Severity::kError,
       "LTT-REFERRAL-ACTIVITY-DETAIL-STATUS-NOT-FIXED",
       "entry[3].referral.activity.detail.status",
       "Bundle.entry[3].resource.activity[0].detail.status",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_activity()->mutable_detail()->set_status(
             ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR);
       }},
      {"ReferralCodeTheme", Severity::kError,
       "LTT-REFERRAL-ACTIVITY-DETAIL-CODE-NOT-IN-VALUESET",
       "entry[3].referral.activity.detail.code",
       "Bundle.entry[3].resource.activity[0].detail.code",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_activity()
             ->mutable_detail()
             ->mutable_code()
             ->mutable_coding(0)
             ->set_code("cc829c98-5904-45da-b777-2af5693e78e9");
       }},
      {"ReferralEnd", Severity::kError, "LTT-REFERRAL-PERIOD-END-FORBIDDEN",
       "entry[3].referral.period.end", "Bundle.entry[3].resource.period.end",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_period()->set_end("2025-07-08");
       }},
      {"ReferralFuture", Severity::kWarning, "LTT-REFERRAL-PERIOD-START-FUTURE",
       "entry[3].referral.period.start",
       "Bundle.entry[3].resource.period.start",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_period()->set_start("2026");
       }},
      {"ReferralBefore", Severity::kWarning,
       "LTT-REFERRAL-PERIOD-START-BEFORE-CAREPLAN",
       "entry[3].referral.period.start",
       "Bundle.entry[3].resource.period.start",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->mutable_period()->set_start("2025-04");
       }},
  };
}

}  // namespace trivsel::validator
