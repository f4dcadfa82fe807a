// Submissions to send: new reports each time, as a repeated id would be a
// replay, which is cheaper.
#ifndef TRIVSEL_TESTS_BENCH_SUPPLY_H_
#define TRIVSEL_TESTS_BENCH_SUPPLY_H_

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/report_factory.h"
#include "trivsel/gateway/v1/report_service.pb.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::bench {

enum class Form { kProto, kFhir };

// Not thread safe.
class Supply {
 public:
  Supply();

  // Reports about the municipality with that SOR code.
  std::vector<trivsel::gateway::v1::Submission> Take(
      int count, Form form, const std::string& sor = testing::kFactorySor);

 private:
  testing::ReportFactory factory_{static_cast<uint64_t>(getpid())};
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_SUPPLY_H_
