// Breaking cases on the care plan.
#include "tests/validator/good_report.h"
#include "tests/validator/rule_case_parts.h"

namespace trivsel::validator {
namespace {

using ltt::v1::DeliveryReport;

ltt::v1::CarePlan* CarePlan(DeliveryReport* r) {
  return r->mutable_entry(kCarePlan)->mutable_care_plan();
}

ltt::v1::CarePlanActivityDetail* Detail(ltt::v1::CarePlan* plan) {
  return plan->mutable_activity()->mutable_detail();
}

}  // namespace

std::vector<RuleCase> CarePlanCases() {
  return {
      {"PlanStatusMissing", Severity::kError, "LTT-CAREPLAN-STATUS-MISSING",
       "entry[1].care_plan.status", "Bundle.entry[1].resource.status",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->clear_status();
       }},
      {"PlanStatusUnknown", Severity::kError,
       "LTT-CAREPLAN-STATUS-UNKNOWN-CODE", "entry[1].care_plan.status",
       "Bundle.entry[1].resource.status",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_status(static_cast<ltt::v1::RequestStatus>(-1));
       }},
      {"PlanStatusDraft", Severity::kWarning,
       "LTT-CAREPLAN-STATUS-NOT-IN-GUIDE", "entry[1].care_plan.status",
       "Bundle.entry[1].resource.status",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_status(ltt::v1::REQUEST_STATUS_DRAFT);
       }},
      {"PlanActivityStatus", Severity::kWarning,
       "LTT-CAREPLAN-ACTIVITY-STATUS-NOT-IN-GUIDE",
       "entry[1].care_plan.activity.detail.status",
       "Bundle.entry[1].resource.activity[0].detail.status",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->set_status(ltt::v1::ACTIVITY_STATUS_STOPPED);
       }},
      {"PlanNotAligned", Severity::kWarning, "LTT-CAREPLAN-STATUS-NOT-ALIGNED",
       "entry[1].care_plan.activity.detail.status",
       "Bundle.entry[1].resource.activity[0].detail.status",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->set_status(ltt::v1::ACTIVITY_STATUS_COMPLETED);
       }},
      {"PlanIntent", Severity::kError, "LTT-CAREPLAN-INTENT-NOT-FIXED",
       "entry[1].care_plan.intent", "Bundle.entry[1].resource.intent",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_intent(ltt::v1::CARE_PLAN_INTENT_ORDER);
       }},
      {"PlanSubjectMissing", Severity::kError, "LTT-CAREPLAN-SUBJECT-MISSING",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->clear_subject();
       }},
      {"PlanSubjectUnresolved", Severity::kError,
       "LTT-CAREPLAN-SUBJECT-REFERENCE-UNRESOLVED",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->set_reference("Patient/1");
       }},
      {"PlanSubjectEmpty", Severity::kError,
       "LTT-CAREPLAN-SUBJECT-REFERENCE-UNRESOLVED",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->clear_reference();
       }},
      {"PlanSubjectLocal", Severity::kError,
       "LTT-CAREPLAN-SUBJECT-REFERENCE-UNRESOLVED",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->set_reference("#x");
       }},
      {"PlanSubjectVersion", Severity::kError,
       "LTT-CAREPLAN-SUBJECT-REFERENCE-UNRESOLVED",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->mutable_reference()->append("/_history/1");
       }},
      {"PlanSubjectWrong", Severity::kError,
       "LTT-CAREPLAN-SUBJECT-REFERENCE-WRONG-TYPE",
       "entry[1].care_plan.subject", "Bundle.entry[1].resource.subject",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_subject()->set_reference("Encounter/" +
                                             r->entry(2).encounter().id());
       }},
      {"PlanPeriodMissing", Severity::kError, "LTT-CAREPLAN-PERIOD-MISSING",
       "entry[1].care_plan.period", "Bundle.entry[1].resource.period",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->clear_period();
       }},
      {"PlanStartMissing", Severity::kError,
       "LTT-CAREPLAN-PERIOD-START-MISSING", "entry[1].care_plan.period.start",
       "Bundle.entry[1].resource.period.start",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->clear_start();
       }},
      {"PlanStartForm", Severity::kError, "LTT-CAREPLAN-PERIOD-START-FORMAT",
       "entry[1].care_plan.period.start",
       "Bundle.entry[1].resource.period.start",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_start("14-05-2025");
       }},
      {"PlanStartFuture", Severity::kWarning,
       "LTT-CAREPLAN-PERIOD-START-FUTURE", "entry[1].care_plan.period.start",
       "Bundle.entry[1].resource.period.start",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_start("2026");
       }},
      {"PlanEndMissing", Severity::kError, "LTT-CAREPLAN-PERIOD-END-MISSING",
       "entry[1].care_plan.period.end", "Bundle.entry[1].resource.period.end",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->set_status(ltt::v1::REQUEST_STATUS_COMPLETED);
         Detail(p)->set_status(ltt::v1::ACTIVITY_STATUS_COMPLETED);
       }},
      {"PlanEndOpen", Severity::kWarning,
       "LTT-CAREPLAN-PERIOD-END-NOT-COMPLETED", "entry[1].care_plan.period.end",
       "Bundle.entry[1].resource.period.end",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_end("2025-11-08");
       }},
      {"PlanEndFuture", Severity::kWarning, "LTT-CAREPLAN-PERIOD-END-FUTURE",
       "entry[1].care_plan.period.end", "Bundle.entry[1].resource.period.end",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_end("2026-01-01");
       }},
      {"PlanPeriodOrder", Severity::kError, "FHIR-PERIOD-START-AFTER-END",
       "entry[1].care_plan.period", "Bundle.entry[1].resource.period",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_end("2025-05-13");
       }},
      {"PlanPeriodUndecided", Severity::kError, "FHIR-PERIOD-START-AFTER-END",
       "entry[1].care_plan.period", "Bundle.entry[1].resource.period",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_period()->set_end("2025-05-14");
       }},
      {"PlanActivityMissing", Severity::kError, "LTT-CAREPLAN-ACTIVITY-MISSING",
       "entry[1].care_plan.activity", "Bundle.entry[1].resource.activity",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->clear_activity();
       }},
      {"PlanDetailMissing", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-MISSING",
       "entry[1].care_plan.activity.detail",
       "Bundle.entry[1].resource.activity[0].detail",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         p->mutable_activity()->clear_detail();
       }},
      {"PlanCodeMissing", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-MISSING",
       "entry[1].care_plan.activity.detail.code",
       "Bundle.entry[1].resource.activity[0].detail.code",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->clear_code();
       }},
      {"PlanCodingMissing", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-MISSING",
       "entry[1].care_plan.activity.detail.code.coding",
       "Bundle.entry[1].resource.activity[0].detail.code.coding",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->clear_coding();
       }},
      {"PlanCodingTwice", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-TOO-MANY",
       "entry[1].care_plan.activity.detail.code.coding",
       "Bundle.entry[1].resource.activity[0].detail.code.coding",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         auto* code = Detail(p)->mutable_code();
         *code->add_coding() = code->coding(0);
       }},
      {"PlanCodeSystem", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-SYSTEM-NOT-FIXED",
       "entry[1].care_plan.activity.detail.code.coding[0].system",
       "Bundle.entry[1].resource.activity[0].detail.code.coding[0].system",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->mutable_coding(0)->set_system(kLtt);
       }},
      {"PlanCodeSystemMissing", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-SYSTEM-SYSTEM-MISSING",
       "entry[1].care_plan.activity.detail.code.coding[0].system",
       "Bundle.entry[1].resource.activity[0].detail.code.coding[0].system",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->mutable_coding(0)->clear_system();
       }},
      {"PlanCodeOther", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-CODE-NOT-FIXED",
       "entry[1].care_plan.activity.detail.code.coding[0].code",
       "Bundle.entry[1].resource.activity[0].detail.code.coding[0].code",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->mutable_coding(0)->set_code(
             "e459386d-1474-4c31-89c5-c8bc7a25e3d4");
       }},
      {"PlanCodeDisplay", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-CODING-DISPLAY-NOT-FIXED",
       "entry[1].care_plan.activity.detail.code.coding[0].display",
       "Bundle.entry[1].resource.activity[0].detail.code.coding[0].display",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_code()->mutable_coding(0)->set_display("LTT");
       }},
      {"ThemeGroup", Severity::kError,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-REASONCODE-NOT-IN-VALUESET",
       "entry[1].care_plan.activity.detail.reason_code[1]",
       "Bundle.entry[1].resource.activity[0].detail.reasonCode[1]",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_reason_code(1)->mutable_coding(0)->set_code(
             "d09ad8c9-7ade-455f-b34a-54c8c6cce266");
       }},
      {"ThemeDisplay", Severity::kWarning,
       "LTT-CAREPLAN-ACTIVITY-DETAIL-REASONCODE-CODING-DISPLAY-DISPLAY-WRONG",
       "entry[1].care_plan.activity.detail.reason_code[1].coding[0].display",
       "Bundle.entry[1].resource.activity[0].detail.reasonCode[1].coding[0]."
       "display",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         Detail(p)->mutable_reason_code(1)->mutable_coding(0)->set_display(
             "bekymring");
       }},
      {"ThemeTwice", Severity::kWarning, "LTT-CAREPLAN-THEME-DUPLICATE",
       "entry[1].care_plan.activity.detail.reason_code",
       "Bundle.entry[1].resource.activity[0].detail.reasonCode",
       [](DeliveryReport* r) {
         auto* p = CarePlan(r);
         auto* d = Detail(p);
         *d->add_reason_code() = d->reason_code(0);
       }},
  };
}

}  // namespace trivsel::validator
