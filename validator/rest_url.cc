#include "validator/rest_url.h"

#include <algorithm>
#include <array>

#include "validator/formats.h"

namespace trivsel::validator {
namespace {

// Sorted.
constexpr auto kResourceTypes = std::to_array<std::string_view>({
    "Account",
    "ActivityDefinition",
    "AdverseEvent",
    "AllergyIntolerance",
    "Appointment",
    "AppointmentResponse",
    "AuditEvent",
    "Basic",
    "Binary",
    "BiologicallyDerivedProduct",
    "BodyStructure",
    "Bundle",
    "CapabilityStatement",
    "CarePlan",
    "CareTeam",
    "CatalogEntry",
    "ChargeItem",
    "ChargeItemDefinition",
    "Claim",
    "ClaimResponse",
    "ClinicalImpression",
    "CodeSystem",
    "Communication",
    "CommunicationRequest",
    "CompartmentDefinition",
    "Composition",
    "ConceptMap",
    "Condition",
    "Consent",
    "Contract",
    "Coverage",
    "CoverageEligibilityRequest",
    "CoverageEligibilityResponse",
    "DetectedIssue",
    "Device",
    "DeviceDefinition",
    "DeviceMetric",
    "DeviceRequest",
    "DeviceUseStatement",
    "DiagnosticReport",
    "DocumentManifest",
    "DocumentReference",
    "EffectEvidenceSynthesis",
    "Encounter",
    "Endpoint",
    "EnrollmentRequest",
    "EnrollmentResponse",
    "EpisodeOfCare",
    "EventDefinition",
    "Evidence",
    "EvidenceVariable",
    "ExampleScenario",
    "ExplanationOfBenefit",
    "FamilyMemberHistory",
    "Flag",
    "Goal",
    "GraphDefinition",
    "Group",
    "GuidanceResponse",
    "HealthcareService",
    "ImagingStudy",
    "Immunization",
    "ImmunizationEvaluation",
    "ImmunizationRecommendation",
    "ImplementationGuide",
    "InsurancePlan",
    "Invoice",
    "Library",
    "Linkage",
    "List",
    "Location",
    "Measure",
    "MeasureReport",
    "Media",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationKnowledge",
    "MedicationRequest",
    "MedicationStatement",
    "MedicinalProduct",
    "MedicinalProductAuthorization",
    "MedicinalProductContraindication",
    "MedicinalProductIndication",
    "MedicinalProductIngredient",
    "MedicinalProductInteraction",
    "MedicinalProductManufactured",
    "MedicinalProductPackaged",
    "MedicinalProductPharmaceutical",
    "MedicinalProductUndesirableEffect",
    "MessageDefinition",
    "MessageHeader",
    "MolecularSequence",
    "NamingSystem",
    "NutritionOrder",
    "Observation",
    "ObservationDefinition",
    "OperationDefinition",
    "OperationOutcome",
    "Organization",
    "OrganizationAffiliation",
    "Parameters",
    "Patient",
    "PaymentNotice",
    "PaymentReconciliation",
    "Person",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Procedure",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "RelatedPerson",
    "RequestGroup",
    "ResearchDefinition",
    "ResearchElementDefinition",
    "ResearchStudy",
    "ResearchSubject",
    "RiskAssessment",
    "RiskEvidenceSynthesis",
    "Schedule",
    "SearchParameter",
    "ServiceRequest",
    "Slot",
    "Specimen",
    "SpecimenDefinition",
    "StructureDefinition",
    "StructureMap",
    "Subscription",
    "Substance",
    "SubstanceNucleicAcid",
    "SubstancePolymer",
    "SubstanceProtein",
    "SubstanceReferenceInformation",
    "SubstanceSourceMaterial",
    "SubstanceSpecification",
    "SupplyDelivery",
    "SupplyRequest",
    "Task",
    "TerminologyCapabilities",
    "TestReport",
    "TestScript",
    "ValueSet",
    "VerificationResult",
    "VisionPrescription",
});
static_assert(std::is_sorted(kResourceTypes.begin(), kResourceTypes.end()));

bool IsBaseCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '\\' || c == '.' ||
         c == ':' || c == '%' || c == '$' || c == '/';
}

// Takes the last segment off `url`; all of it if there is no slash.
std::string_view TakeSegment(std::string_view* url) {
  const size_t slash = url->rfind('/');
  if (slash == std::string_view::npos) {
    const std::string_view all = *url;
    *url = {};
    return all;
  }
  const std::string_view last = url->substr(slash + 1);
  *url = url->substr(0, slash);
  return last;
}

}  // namespace

bool IsResourceType(std::string_view name) {
  return std::binary_search(kResourceTypes.begin(), kResourceTypes.end(), name);
}

bool IsRestUrl(std::string_view url) {
  std::string_view rest = url;
  std::string_view id = TakeSegment(&rest);
  std::string_view type = TakeSegment(&rest);
  if (type == "_history" && IsId(id)) {
    id = TakeSegment(&rest);
    type = TakeSegment(&rest);
  }
  if (!IsId(id) || !IsResourceType(type)) return false;
  if (rest.empty()) return url.front() != '/';
  const size_t scheme = rest.substr(0, 7) == "http://"    ? 7
                        : rest.substr(0, 8) == "https://" ? 8
                                                          : 0;
  return scheme > 0 && std::all_of(rest.begin() + static_cast<long>(scheme),
                                   rest.end(), IsBaseCharacter);
}

bool EndsInTypeAndId(std::string_view url, std::string_view type,
                     std::string_view id) {
  const size_t tail = type.size() + id.size() + 2;
  if (url.size() < tail) return false;
  const std::string_view end = url.substr(url.size() - tail);
  return end[0] == '/' && end.substr(1, type.size()) == type &&
         end[type.size() + 1] == '/' && end.substr(type.size() + 2) == id;
}

}  // namespace trivsel::validator
