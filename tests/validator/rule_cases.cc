#include "tests/validator/rule_cases.h"

#include "tests/validator/good_report.h"
#include "tests/validator/rule_case_parts.h"

namespace trivsel::validator {
namespace {

using ltt::v1::DeliveryReport;

ltt::v1::Citizen* Citizen(DeliveryReport* r) {
  return r->mutable_entry(kCitizen)->mutable_citizen();
}

ltt::v1::CarePlan* CarePlan(DeliveryReport* r) {
  return r->mutable_entry(kCarePlan)->mutable_care_plan();
}

ltt::v1::Encounter* Encounter(DeliveryReport* r) {
  return r->mutable_entry(kEncounter)->mutable_encounter();
}

ltt::v1::Referral* Referral(DeliveryReport* r) {
  return r->mutable_entry(kReferral)->mutable_referral();
}

ltt::v1::CarePlanActivityDetail* Detail(ltt::v1::CarePlan* plan) {
  return plan->mutable_activity()->mutable_detail();
}

ltt::v1::Identifier* Sor(ltt::v1::Citizen* citizen) {
  return citizen->mutable_managing_organization()->mutable_identifier();
}

}  // namespace

std::vector<RuleCase> BreakingCases() {
  std::vector<RuleCase> all = ReportCases();
  for (const RuleCase& rule : CarePlanCases()) all.push_back(rule);
  for (const RuleCase& rule : EncounterCases()) all.push_back(rule);
  return all;
}

std::vector<AllowedCase> AllowedCases() {
  return {
      {"Unchanged", [](DeliveryReport* r) { static_cast<void>(r); }},
      {"NoReportId", [](DeliveryReport* r) { r->clear_id(); }},
      {"TimestampWithinSkew",
       [](DeliveryReport* r) { r->set_timestamp("2025-12-01T00:05:00Z"); }},
      {"TimestampOffset",
       [](DeliveryReport* r) {
         r->set_timestamp("2025-07-08T01:45:51.123+02:00");
       }},
      {"CitizenAlone",
       [](DeliveryReport* r) { r->mutable_entry()->DeleteSubrange(1, 3); }},
      {"UseAbsent",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->clear_use();
         Sor(c)->clear_use();
       }},
      {"Inactive",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->set_active(false);
       }},
      {"NoMeta",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->clear_meta();
         r->clear_meta();
       }},
      {"NoTheme",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->clear_reason_code();
       }},
      {"PlanDisplayAbsent",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->mutable_coding(0)->clear_display();
       }},
      {"PlanPartialStart",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_start("2025-05");
       }},
      {"PlanCompleted",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_status(ltt::v1::REQUEST_STATUS_COMPLETED);
         Detail(p)->set_status(ltt::v1::ACTIVITY_STATUS_COMPLETED);
         p->mutable_period()->set_end("2025-11-08T15:36:22Z");
       }},
      {"PlanWithdrawnKeepsEnd",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_status(ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR);
         Detail(p)->set_status(ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR);
         p->mutable_period()->set_end("2025-11-08T15:36:22Z");
       }},
      {"ReferenceAbsolute",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->set_reference(r->entry(0).full_url());
       }},
      {"FullUrlNotRest",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         r->mutable_entry(2)->set_full_url("https://x/y");
         e->mutable_subject()->set_reference(r->entry(0).full_url());
         e->mutable_based_on_care_plan()->set_reference(r->entry(1).full_url());
       }},
      {"UrnFullUrls",
       [](DeliveryReport* r) {
         for (auto& x : *r->mutable_entry())
           x.set_full_url("urn:uuid:" +
                          x.full_url().substr(x.full_url().rfind('/') + 1));
       }},
      {"EncounterDisplayFree",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_class_()->set_display("hvad som helst");
       }},
      {"EncounterDate",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_period()->set_start("2025-07-07");
       }},
      {"EncounterSameDayAsPlan",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_period()->set_start("2025-05-14");
       }},
      {"ContactWithoutParticipant",
       [](DeliveryReport* r) {
         auto* e = Encounter(r);
         e->mutable_type()->mutable_coding(0)->set_code(
             "404665f4-3488-4225-953e-3f1c5a061829");
         e->mutable_type()->mutable_coding(0)->set_display("Screening");
         e->clear_participant();
         e->clear_delivery_type();
       }},
      {"ThemeWithoutDisplay",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_reason_code(0)->mutable_coding(0)->clear_display();
       }},
      {"ReferralWithdrawn",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         f->set_status(ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR);
       }},
      {"ReferralOtherAndet",
       [](DeliveryReport* r) {
         auto* f = Referral(r);
         auto* k = f->mutable_activity()
                       ->mutable_detail()
                       ->mutable_code()
                       ->mutable_coding(0);
         k->set_code("e961ba32-9e1e-4bfd-82aa-d73c8653d170");
         k->set_display("Andet");
       }},
      {"TwoEncounters",
       [](DeliveryReport* r) {
         auto* x = r->add_entry();
         *x = r->entry(2);
         x->set_full_url("https://test.fhir.dk/Encounter/2");
         x->mutable_encounter()->set_id("2");
       }},
  };
}

}  // namespace trivsel::validator
