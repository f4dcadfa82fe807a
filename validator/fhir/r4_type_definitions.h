// The table behind validator/fhir/r4_types.h, in a small notation:
//
//   Type=name:type name:type* name:type! name:code(a|b) name[x]:a|b
//
// `*` marks an array, `!` a required element, parentheses the codes of a
// required binding and [x] a choice of types. `id` and `extension` belong to
// every type, `modifierExtension` to those marked with a leading `+`.
#ifndef TRIVSEL_VALIDATOR_FHIR_R4_TYPE_DEFINITIONS_H_
#define TRIVSEL_VALIDATOR_FHIR_R4_TYPE_DEFINITIONS_H_

#include <string_view>

namespace trivsel::validator::fhir {

inline constexpr std::string_view kR4Primitives[] = {
    "boolean", "integer",   "unsignedInt", "positiveInt", "decimal",
    "string",  "markdown",  "code",        "id",          "uri",
    "url",     "canonical", "oid",         "uuid",        "base64Binary",
    "instant", "dateTime",  "date",        "time",        "xhtml"};

inline constexpr std::string_view kR4Types[] = {
    "Meta=versionId:id lastUpdated:instant source:uri profile:canonical* "
    "security:Coding* tag:Coding*",
    "Narrative=status:code(generated|extensions|additional|empty)! div:xhtml!",
    "Coding=system:uri version:string code:code display:string "
    "userSelected:boolean",
    "CodeableConcept=coding:Coding* text:string",
    "Identifier=use:code(usual|official|temp|secondary|old) "
    "type:CodeableConcept system:uri value:string period:Period "
    "assigner:Reference",
    "Reference=reference:string type:uri identifier:Identifier display:string",
    "Period=start:dateTime end:dateTime",
    "Quantity=value:decimal comparator:code(<|<=|>=|>) unit:string system:uri "
    "code:code",
    "Age=value:decimal comparator:code(<|<=|>=|>) unit:string system:uri "
    "code:code",
    "Count=value:decimal comparator:code(<|<=|>=|>) unit:string system:uri "
    "code:code",
    "Distance=value:decimal comparator:code(<|<=|>=|>) unit:string system:uri "
    "code:code",
    "Duration=value:decimal comparator:code(<|<=|>=|>) unit:string system:uri "
    "code:code",
    "Money=value:decimal currency:code",
    "Range=low:Quantity high:Quantity",
    "Ratio=numerator:Quantity denominator:Quantity",
    "Address=use:code(home|work|temp|old|billing) "
    "type:code(postal|physical|both) text:string line:string* city:string "
    "district:string state:string postalCode:string country:string "
    "period:Period",
    "Annotation=author[x]:Reference|string time:dateTime text:markdown!",
    "Attachment=contentType:code language:code data:base64Binary url:url "
    "size:unsignedInt hash:base64Binary title:string creation:dateTime",
    "ContactPoint=system:code(phone|fax|email|pager|url|sms|other) "
    "value:string use:code(home|work|temp|old|mobile) rank:positiveInt "
    "period:Period",
    "ContactDetail=name:string telecom:ContactPoint*",
    "Contributor=type:code(author|editor|reviewer|endorser)! name:string! "
    "contact:ContactDetail*",
    "DataRequirement=type:code! profile:canonical* "
    "subject[x]:CodeableConcept|Reference mustSupport:string* "
    "codeFilter:DataRequirementCodeFilter* "
    "dateFilter:DataRequirementDateFilter* limit:positiveInt "
    "sort:DataRequirementSort*",
    "DataRequirementCodeFilter=path:string searchParam:string "
    "valueSet:canonical code:Coding*",
    "DataRequirementDateFilter=path:string searchParam:string "
    "value[x]:dateTime|Period|Duration",
    "DataRequirementSort=path:string! direction:code(ascending|descending)!",
    "+Dosage=sequence:integer text:string "
    "additionalInstruction:CodeableConcept* patientInstruction:string "
    "timing:Timing asNeeded[x]:boolean|CodeableConcept site:CodeableConcept "
    "route:CodeableConcept method:CodeableConcept "
    "doseAndRate:DosageDoseAndRate* maxDosePerPeriod:Ratio "
    "maxDosePerAdministration:Quantity maxDosePerLifetime:Quantity",
    "DosageDoseAndRate=type:CodeableConcept dose[x]:Range|Quantity "
    "rate[x]:Ratio|Range|Quantity",
    "Expression=description:string name:id language:code! expression:string "
    "reference:uri",
    "HumanName=use:code(usual|official|temp|nickname|anonymous|old|maiden) "
    "text:string family:string given:string* prefix:string* suffix:string* "
    "period:Period",
    "ParameterDefinition=name:code use:code(in|out)! min:integer max:string "
    "documentation:string type:code! profile:canonical",
    "RelatedArtifact=type:code(documentation|justification|citation|"
    "predecessor|successor|derived-from|depends-on|composed-of)! label:string "
    "display:string citation:markdown url:url document:Attachment "
    "resource:canonical",
    "SampledData=origin:Quantity! period:decimal! factor:decimal "
    "lowerLimit:decimal upperLimit:decimal dimensions:positiveInt! "
    "data:string",
    "Signature=type:Coding*! when:instant! who:Reference! "
    "onBehalfOf:Reference targetFormat:code sigFormat:code data:base64Binary",
    "+Timing=event:dateTime* repeat:TimingRepeat code:CodeableConcept",
    "TimingRepeat=bounds[x]:Duration|Range|Period count:positiveInt "
    "countMax:positiveInt duration:decimal durationMax:decimal "
    "durationUnit:code(s|min|h|d|wk|mo|a) frequency:positiveInt "
    "frequencyMax:positiveInt period:decimal periodMax:decimal "
    "periodUnit:code(s|min|h|d|wk|mo|a) "
    "dayOfWeek:code(mon|tue|wed|thu|fri|sat|sun)* timeOfDay:time* when:code* "
    "offset:unsignedInt",
    "TriggerDefinition=type:code(named-event|periodic|data-changed|data-added|"
    "data-modified|data-removed|data-accessed|data-access-ended)! name:string "
    "timing[x]:Timing|Reference|date|dateTime data:DataRequirement* "
    "condition:Expression",
    "UsageContext=code:Coding! "
    "value[x]:CodeableConcept|Quantity|Range|Reference",
    "Extension=url:uri "
    "value[x]:base64Binary|boolean|canonical|code|date|dateTime|decimal|id|"
    "instant|integer|markdown|oid|positiveInt|string|time|unsignedInt|uri|url|"
    "uuid|Address|Age|Annotation|Attachment|CodeableConcept|Coding|"
    "ContactPoint|Count|Distance|Duration|HumanName|Identifier|Money|Period|"
    "Quantity|Range|Ratio|Reference|SampledData|Signature|Timing|"
    "ContactDetail|Contributor|DataRequirement|Expression|ParameterDefinition|"
    "RelatedArtifact|TriggerDefinition|UsageContext|Dosage|Meta",
    "Resource=",
};

inline constexpr std::string_view kR4Resources =
    "Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment "
    "AppointmentResponse AuditEvent Basic Binary BiologicallyDerivedProduct "
    "BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry "
    "ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression "
    "CodeSystem Communication CommunicationRequest CompartmentDefinition "
    "Composition ConceptMap Condition Consent Contract Coverage "
    "CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue "
    "Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement "
    "DiagnosticReport DocumentManifest DocumentReference "
    "EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest "
    "EnrollmentResponse EpisodeOfCare EventDefinition Evidence "
    "EvidenceVariable ExampleScenario ExplanationOfBenefit "
    "FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse "
    "HealthcareService ImagingStudy Immunization ImmunizationEvaluation "
    "ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice "
    "Library Linkage List Location Measure MeasureReport Media Medication "
    "MedicationAdministration MedicationDispense MedicationKnowledge "
    "MedicationRequest MedicationStatement MedicinalProduct "
    "MedicinalProductAuthorization MedicinalProductContraindication "
    "MedicinalProductIndication MedicinalProductIngredient "
    "MedicinalProductInteraction MedicinalProductManufactured "
    "MedicinalProductPackaged MedicinalProductPharmaceutical "
    "MedicinalProductUndesirableEffect MessageDefinition MessageHeader "
    "MolecularSequence NamingSystem NutritionOrder Observation "
    "ObservationDefinition OperationDefinition OperationOutcome Organization "
    "OrganizationAffiliation Parameters Patient PaymentNotice "
    "PaymentReconciliation Person PlanDefinition Practitioner "
    "PractitionerRole Procedure Provenance Questionnaire "
    "QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition "
    "ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment "
    "RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot "
    "Specimen SpecimenDefinition StructureDefinition StructureMap "
    "Subscription Substance SubstanceNucleicAcid SubstancePolymer "
    "SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial "
    "SubstanceSpecification SupplyDelivery SupplyRequest Task "
    "TerminologyCapabilities TestReport TestScript ValueSet "
    "VerificationResult VisionPrescription";

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_R4_TYPE_DEFINITIONS_H_
