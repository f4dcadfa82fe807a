// Files reports under KLE by the rule table.
#ifndef TRIVSEL_GATEWAY_KLE_KLE_TAGGER_H_
#define TRIVSEL_GATEWAY_KLE_KLE_TAGGER_H_

#include <string>
#include <vector>

#include "gateway/kle/kle_tag.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "trivsel/standard/v1/kle.pb.h"

namespace trivsel::gateway::kle {

// Immutable and thread safe. Allocates nothing.
class KleTagger {
 public:
  // `table` as ParseRules() gives it. Keeps the rules for the standard "ltt".
  explicit KleTagger(const standard::v1::KleRuleTable& table);

  // The tag of the first rule that fits; null if none does. Owned by this.
  const Tag* Find(const ltt::v1::DeliveryReport& report) const;

 private:
  struct Rule {
    std::string system, code;  // of the care plan; empty = any
    unsigned record_types;     // bits by ltt::v1::Entry::ResourceCase; 0 = any
    Tag tag;
  };
  static bool Fits(const Rule& rule, const ltt::v1::DeliveryReport& report);

  std::vector<Rule> rules_;
};

}  // namespace trivsel::gateway::kle

#endif  // TRIVSEL_GATEWAY_KLE_KLE_TAGGER_H_
