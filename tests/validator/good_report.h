// Report 4 of Josefine's story: a good report that holds every record type.
#ifndef TRIVSEL_TESTS_VALIDATOR_GOOD_REPORT_H_
#define TRIVSEL_TESTS_VALIDATOR_GOOD_REPORT_H_

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/validator.h"

namespace trivsel::validator {

inline constexpr char kLtt[] = "http://fhir.kl.dk/term/CodeSystem/LTT";
inline constexpr char kCareSocialCodes[] =
    "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes";

// The entries of GoodReport(), in order.
inline constexpr int kCitizen = 0;
inline constexpr int kCarePlan = 1;
inline constexpr int kEncounter = 2;
inline constexpr int kReferral = 3;

ltt::v1::DeliveryReport GoodReport();

// A time after all of the report's, 2025-12-01T00:00:00Z.
Context GoodContext();

}  // namespace trivsel::validator

#endif  // TRIVSEL_TESTS_VALIDATOR_GOOD_REPORT_H_
