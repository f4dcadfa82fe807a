// What the standard has no place for beside the one coding that it asks for.
#ifndef TRIVSEL_VALIDATOR_EXTRA_CODINGS_H_
#define TRIVSEL_VALIDATOR_EXTRA_CODINGS_H_

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/terminology.h"

namespace trivsel::validator {

// Leaves one coding in every concept that is bound to a value set: the first
// that the value set admits, or the first of all where it admits none. FHIR
// lets others stand beside it; the guide asks for exactly one (trap T12 of the
// standard), so the others stay in what was received and do not go onward.
// Returns how many were taken out. Not for the path of every report: it walks
// by reflection.
int DropExtraCodings(const Terminology& terminology,
                     ltt::v1::DeliveryReport* report);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_EXTRA_CODINGS_H_
