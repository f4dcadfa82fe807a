// The named rules across fields. The protos say which rules there are, what
// their findings are called and how severe they are; here are the predicates.
#ifndef TRIVSEL_VALIDATOR_INVARIANTS_H_
#define TRIVSEL_VALIDATOR_INVARIANTS_H_

#include <cstdint>
#include <string_view>

#include "google/protobuf/message.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/catalogue.h"
#include "validator/references.h"
#include "validator/trail.h"
#include "validator/validator.h"

namespace trivsel::validator {

// The report that is being judged, for all rules.
struct Scene {
  const ltt::v1::DeliveryReport& report;
  const ReferenceIndex& references;
  const Context& context;
  FindingSink& sink;
};

// One message that a rule is asked about.
struct Case {
  const Scene& scene;
  const google::protobuf::Message& message;
  const Trail& trail;
  const CatalogueEntry& entry;
  int record;  // index of the entry that the message is in, or is; else -1

  template <typename T>
  const T& As() const {
    return static_cast<const T&>(message);
  }
  // The rule is broken; the finding is on the element `below`, field names
  // joined by dots.
  void Broken(std::string_view below) const {
    scene.sink.AddBelow(entry, trail, *message.GetDescriptor(), below);
  }
};

// Adds a finding for each breach. The message has the type whose annotation
// names the rule.
using Predicate = void (*)(const Case&);

struct NamedPredicate {
  std::string_view id;
  Predicate predicate;
};

// How far a time may lie ahead of ours before it is in the future: clocks
// differ.
inline constexpr int64_t kClockSkewSeconds = 300;

// Whether `text` is a time that lies in the future, whatever it left open.
bool IsFuture(std::string_view text, const Context& context);

// Null if no rule has this id.
Predicate FindPredicate(std::string_view id);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_INVARIANTS_H_
