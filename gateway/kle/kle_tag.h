// The KLE tag of one report.
#ifndef TRIVSEL_GATEWAY_KLE_KLE_TAG_H_
#define TRIVSEL_GATEWAY_KLE_KLE_TAG_H_

#include <string>

namespace trivsel::gateway::kle {

// The tag with the rule and the edition that gave it.
struct Tag {
  std::string subject;  // "29.24.16"
  std::string facet;    // "G01"
  std::string rule;     // "ltt-care-plan"
  std::string edition;  // "2025-05-01"
};

}  // namespace trivsel::gateway::kle

#endif  // TRIVSEL_GATEWAY_KLE_KLE_TAG_H_
