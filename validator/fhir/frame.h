// Where the reader stands, as a list on the stack: a path becomes text only
// when there is something to say about it.
#ifndef TRIVSEL_VALIDATOR_FHIR_FRAME_H_
#define TRIVSEL_VALIDATOR_FHIR_FRAME_H_

#include <string>
#include <string_view>

namespace trivsel::validator::fhir {

// One step of a path. Lives on the stack, refers to its parent and to names
// that outlive it.
struct Frame {
  const Frame* parent = nullptr;
  // Element name in FHIR, with its place in a JSON array or -1.
  std::string_view fhir;
  int fhir_index = -1;
  // Field name in the proto, with its place in a repeated field or -1. Empty
  // where the proto has no such step: it then stays at the parent.
  std::string_view proto = {};
  int proto_index = -1;
};

// "Bundle.entry[1].resource.period.end"
std::string FhirPath(const Frame& frame);
// "entry[1].care_plan.period.end"
std::string ProtoPath(const Frame& frame);

// A name out of the input, fit for a path: itself if it looks like the name of
// an element, else "?" (a key may be anything, a CPR number too).
std::string_view PresentableName(std::string_view name);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FRAME_H_
