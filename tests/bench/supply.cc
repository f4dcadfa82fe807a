#include "tests/bench/supply.h"

#include "tests/bench/require.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::bench {

namespace v1 = trivsel::gateway::v1;

Supply::Supply() : mapping_(Require(validator::fhir::FhirMapping::Create())) {}

std::vector<v1::Submission> Supply::Take(int count, Form form,
                                         const std::string& sor) {
  std::vector<v1::Submission> all(static_cast<size_t>(count));
  for (v1::Submission& submission : all) {
    ltt::v1::DeliveryReport report = factory_.Next();
    for (ltt::v1::Entry& entry : *report.mutable_entry()) {
      if (!entry.has_citizen()) continue;
      entry.mutable_citizen()
          ->mutable_managing_organization()
          ->mutable_identifier()
          ->set_value(sor);
    }
    if (form == Form::kProto) {
      submission.set_report_binary(report.SerializeAsString());
    } else {
      validator::fhir::AppendFhirJson(*mapping_, report,
                                      submission.mutable_fhir_json());
    }
  }
  return all;
}

}  // namespace trivsel::bench
