// For each RPC that vendor systems may call: an attempt to see, or to change,
// what is not one's own.
#ifndef TRIVSEL_TESTS_INTEGRATION_ISOLATION_PROBES_H_
#define TRIVSEL_TESTS_INTEGRATION_ISOLATION_PROBES_H_

#include <functional>
#include <map>
#include <string>

#include "tests/integration/token_fixture.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::gateway {

// A caller in a probe, with a report of its own, which a destination has
// answered for.
struct Party {
  std::string name;
  Visitor visitor;
  std::string municipality;  // CVR of its token
  ltt::v1::DeliveryReport own;
  std::string unreadable;  // id of a report of its own without content
};

// What is tried. `owner` is the one whose reports are at stake. When `thief` is
// the owner itself, the probe must find that it does see them: else it would
// prove nothing.
struct Attempt {
  const Party& owner;
  const Party& thief;
  bool is_owner() const { return &owner == &thief; }
};

using Probe = std::function<void(const Attempt&)>;

// By full names of methods. A method that is not in it has no probe.
const std::map<std::string, Probe>& IsolationProbes();

// The content of reports that nobody can read.
inline constexpr char kUnreadable[] = "{\"resourceType\":";

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_ISOLATION_PROBES_H_
