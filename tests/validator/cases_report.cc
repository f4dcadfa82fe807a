// Breaking cases on the report as a whole, its entries and its citizen.
#include "tests/validator/good_report.h"
#include "tests/validator/rule_case_parts.h"

namespace trivsel::validator {
namespace {

using ltt::v1::DeliveryReport;

ltt::v1::Citizen* Citizen(DeliveryReport* r) {
  return r->mutable_entry(kCitizen)->mutable_citizen();
}

ltt::v1::Identifier* Sor(ltt::v1::Citizen* citizen) {
  return citizen->mutable_managing_organization()->mutable_identifier();
}

}  // namespace

std::vector<RuleCase> ReportCases() {
  return {
      {"ReportId", Severity::kError, "LTT-REPORT-ID-FORMAT", "id", "Bundle.id",
       [](DeliveryReport* r) { r->set_id("a b"); }},
      {"ReportIdNoUuid", Severity::kInformation, "LTT-REPORT-ID-NOT-UUID", "id",
       "Bundle.id",
       [](DeliveryReport* r) { r->set_id("DeliveryReport-Josefine-4"); }},
      {"ReportTypeMissing", Severity::kError, "LTT-REPORT-TYPE-MISSING", "type",
       "Bundle.type", [](DeliveryReport* r) { r->clear_type(); }},
      {"ReportTypeOther", Severity::kError, "LTT-REPORT-TYPE-NOT-FIXED", "type",
       "Bundle.type",
       [](DeliveryReport* r) { r->set_type(ltt::v1::BUNDLE_TYPE_BATCH); }},
      {"ReportTypeUnknown", Severity::kError, "LTT-REPORT-TYPE-UNKNOWN-CODE",
       "type", "Bundle.type",
       [](DeliveryReport* r) {
         r->set_type(static_cast<ltt::v1::BundleType>(-1));
       }},
      {"TimestampMissing", Severity::kError, "LTT-REPORT-TIMESTAMP-MISSING",
       "timestamp", "Bundle.timestamp",
       [](DeliveryReport* r) { r->clear_timestamp(); }},
      {"TimestampDate", Severity::kError, "LTT-REPORT-TIMESTAMP-FORMAT",
       "timestamp", "Bundle.timestamp",
       [](DeliveryReport* r) { r->set_timestamp("2025-07-07"); }},
      {"TimestampFuture", Severity::kWarning, "LTT-REPORT-TIMESTAMP-FUTURE",
       "timestamp", "Bundle.timestamp",
       [](DeliveryReport* r) { r->set_timestamp("2025-12-01T00:05:01Z"); }},
      {"EntryMissing", Severity::kError, "LTT-REPORT-ENTRY-MISSING", "entry",
       "Bundle.entry", [](DeliveryReport* r) { r->clear_entry(); }},
      {"CitizenMissing", Severity::kError, "LTT-REPORT-ENTRY-CITIZEN-MISSING",
       "entry", "Bundle.entry",
       [](DeliveryReport* r) { r->mutable_entry()->DeleteSubrange(0, 1); }},
      {"CitizenTwice", Severity::kError, "LTT-REPORT-ENTRY-CITIZEN-TOO-MANY",
       "entry", "Bundle.entry",
       [](DeliveryReport* r) {
         auto* e = r->add_entry();
         *e = r->entry(0);
         e->set_full_url("https://x/Patient/2");
         e->mutable_citizen()->set_id("2");
       }},
      {"FullUrlMissing", Severity::kError, "FHIR-BUNDLE-FULLURL-MISSING",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) { r->mutable_entry(3)->clear_full_url(); }},
      {"FullUrlRelative", Severity::kError, "FHIR-BUNDLE-FULLURL-NOT-ABSOLUTE",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->set_full_url(
             "CarePlan/fc350499-9e8d-4236-b4e2-4f9d47174b85");
       }},
      {"FullUrlOtherId", Severity::kError, "FHIR-BUNDLE-FULLURL-MISMATCH",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->set_full_url("https://test.fhir.dk/CarePlan/1");
       }},
      {"FullUrlOtherType", Severity::kError, "FHIR-BUNDLE-FULLURL-MISMATCH",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->set_full_url(
             "https://test.fhir.dk/Encounter/"
             "fc350499-9e8d-4236-b4e2-4f9d47174b85");
       }},
      {"FullUrlWithoutId", Severity::kError, "FHIR-BUNDLE-FULLURL-WITHOUT-ID",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->mutable_referral()->clear_id();
       }},
      {"FullUrlVersioned", Severity::kError, "FHIR-BUNDLE-FULLURL-VERSIONED",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->mutable_full_url()->append("/_history/1");
       }},
      {"FullUrlTwice", Severity::kError, "FHIR-BUNDLE-FULLURL-DUPLICATE",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->set_full_url(r->entry(1).full_url());
       }},
      {"FullUrlUuid", Severity::kError, "LTT-REPORT-ENTRY-FULLURL-FORMAT",
       "entry[3].full_url", "Bundle.entry[3].fullUrl",
       [](DeliveryReport* r) {
         r->mutable_entry(3)->set_full_url("urn:uuid:fc350499");
       }},
      {"ResourceMissing", Severity::kError,
       "FHIR-BUNDLE-ENTRY-RESOURCE-MISSING", "entry[3]", "Bundle.entry[3]",
       [](DeliveryReport* r) { r->mutable_entry(3)->clear_resource(); }},
      {"CitizenId", Severity::kError, "LTT-CITIZEN-ID-FORMAT",
       "entry[0].citizen.id", "Bundle.entry[0].resource.id",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->set_id("a_b");
       }},
      {"CitizenLastUpdated", Severity::kError,
       "LTT-CITIZEN-META-LASTUPDATED-FORMAT",
       "entry[0].citizen.meta.last_updated",
       "Bundle.entry[0].resource.meta.lastUpdated",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_meta()->set_last_updated("2025-07-07");
       }},
      {"CprMissing", Severity::kError, "LTT-CITIZEN-IDENTIFIER-MISSING",
       "entry[0].citizen.identifier", "Bundle.entry[0].resource.identifier",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->clear_identifier();
       }},
      {"CprUse", Severity::kError, "LTT-CITIZEN-IDENTIFIER-USE-NOT-FIXED",
       "entry[0].citizen.identifier.use",
       "Bundle.entry[0].resource.identifier[0].use",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->set_use(ltt::v1::IDENTIFIER_USE_TEMP);
       }},
      {"CprSystemMissing", Severity::kError,
       "LTT-CITIZEN-IDENTIFIER-SYSTEM-MISSING",
       "entry[0].citizen.identifier.system",
       "Bundle.entry[0].resource.identifier[0].system",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->clear_system();
       }},
      {"CprSystemOther", Severity::kError,
       "LTT-CITIZEN-IDENTIFIER-SYSTEM-NOT-FIXED",
       "entry[0].citizen.identifier.system",
       "Bundle.entry[0].resource.identifier[0].system",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->set_system("urn:oid:1.2.208.176.1.1");
       }},
      {"CprReplacement", Severity::kError, "LTT-CITIZEN-CPR-REPLACEMENT",
       "entry[0].citizen.identifier", "Bundle.entry[0].resource.identifier",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->set_system("urn:oid:1.2.208.176.1.6.1.1");
       }},
      {"CprValueMissing", Severity::kError,
       "LTT-CITIZEN-IDENTIFIER-VALUE-MISSING",
       "entry[0].citizen.identifier.value",
       "Bundle.entry[0].resource.identifier[0].value",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->clear_value();
       }},
      {"CprHyphen", Severity::kError, "LTT-CITIZEN-IDENTIFIER-VALUE-FORMAT",
       "entry[0].citizen.identifier.value",
       "Bundle.entry[0].resource.identifier[0].value",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->set_value("050514-9996");
       }},
      {"CprDate", Severity::kWarning, "LTT-CITIZEN-CPR-DATE-IMPOSSIBLE",
       "entry[0].citizen.identifier.value",
       "Bundle.entry[0].resource.identifier[0].value",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_identifier()->set_value("2902159995");
       }},
      {"ActiveMissing", Severity::kError, "LTT-CITIZEN-ACTIVE-MISSING",
       "entry[0].citizen.active", "Bundle.entry[0].resource.active",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->clear_active();
       }},
      {"SorMissing", Severity::kError,
       "LTT-CITIZEN-MANAGINGORGANIZATION-MISSING",
       "entry[0].citizen.managing_organization",
       "Bundle.entry[0].resource.managingOrganization",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->clear_managing_organization();
       }},
      {"SorIdentifierMissing", Severity::kError,
       "LTT-CITIZEN-MANAGINGORGANIZATION-IDENTIFIER-MISSING",
       "entry[0].citizen.managing_organization.identifier",
       "Bundle.entry[0].resource.managingOrganization.identifier",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         c->mutable_managing_organization()->clear_identifier();
       }},
      {"SorSystem", Severity::kError,
       "LTT-CITIZEN-MANAGINGORGANIZATION-IDENTIFIER-SYSTEM-NOT-FIXED",
       "entry[0].citizen.managing_organization.identifier.system",
       "Bundle.entry[0].resource.managingOrganization.identifier.system",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         Sor(c)->set_system("urn:oid:1.2.208.176.1.2");
       }},
      {"SorUse", Severity::kError,
       "LTT-CITIZEN-MANAGINGORGANIZATION-IDENTIFIER-USE-NOT-FIXED",
       "entry[0].citizen.managing_organization.identifier.use",
       "Bundle.entry[0].resource.managingOrganization.identifier.use",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         Sor(c)->set_use(ltt::v1::IDENTIFIER_USE_USUAL);
       }},
      {"SorShort", Severity::kError,
       "LTT-CITIZEN-MANAGINGORGANIZATION-IDENTIFIER-VALUE-FORMAT",
       "entry[0].citizen.managing_organization.identifier.value",
       "Bundle.entry[0].resource.managingOrganization.identifier.value",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         Sor(c)->set_value("1234567890");
       }},
      {"SorCheckDigit", Severity::kWarning, "LTT-CITIZEN-SOR-CHECK-DIGIT",
       "entry[0].citizen.managing_organization.identifier.value",
       "Bundle.entry[0].resource.managingOrganization.identifier.value",
       [](DeliveryReport* r) {
         auto* c = Citizen(r);
         Sor(c)->set_value("12345678901");
       }},
  };
}

}  // namespace trivsel::validator
