#include "validator/fhir/reporter.h"

namespace trivsel::validator::fhir {

void Reporter::Add(Fault fault, const Frame& frame) {
  const FaultText& text = TextOf(fault);
  Severity severity = text.severity;
  if (fault == Fault::kNotCarried && strictness_ == Strictness::kGuide) {
    severity = Severity::kError;
  }
  if (severity == Severity::kError) ++errors_;
  findings_.Add({std::string(text.code), severity, ProtoPath(frame),
                 FhirPath(frame), std::string(text.danish),
                 std::string(text.english)});
}

void Reporter::Add(const ElementFinding& finding, const Frame& frame) {
  ++errors_;
  findings_.Add({finding.code, Severity::kError, ProtoPath(frame),
                 FhirPath(frame), finding.danish, finding.english});
}

void Reporter::MarkPresent(const Frame& frame) {
  findings_.MarkPresent(ProtoPath(frame));
}

}  // namespace trivsel::validator::fhir
