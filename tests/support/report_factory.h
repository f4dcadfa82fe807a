// Valid reports in any number, the same for the same seed.
#ifndef TRIVSEL_TESTS_SUPPORT_REPORT_FACTORY_H_
#define TRIVSEL_TESTS_SUPPORT_REPORT_FACTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::testing {

// The SOR code that all reports are about (Holbæk Kommune, as KL publishes it).
inline constexpr char kFactorySor[] = "451000016003";

// Makes reports about the published test children (no CPR number is ever made
// up), in turn. A child's reports follow each other: the same citizen, the
// same care plan, one more encounter each, later and later. Accepted without
// warnings. Not thread safe.
class ReportFactory {
 public:
  explicit ReportFactory(uint64_t seed) : seed_(seed) {}

  // The next report; its id is a UUID.
  ltt::v1::DeliveryReport Next();
  // The child, 0 <= child < children(), that the n-th report (from 0) is
  // about.
  static int ChildOf(int number) { return number % children(); }
  static int children();

 private:
  std::string Uuid(const std::string& what) const;

  const uint64_t seed_;
  int next_ = 0;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_REPORT_FACTORY_H_
