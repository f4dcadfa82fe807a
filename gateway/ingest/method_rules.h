// Who may call which method: what the protos say of their methods
// (method_access.proto), compiled at start. A service with a method without a
// rule keeps the gateway from starting.
#ifndef TRIVSEL_GATEWAY_INGEST_METHOD_RULES_H_
#define TRIVSEL_GATEWAY_INGEST_METHOD_RULES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "gateway/access/caller.h"
#include "trivsel/gateway/v1/method_access.pb.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::ingest {

// Immutable, hence thread safe. Default deny: a method that is not in it is
// nobody's.
class MethodRules {
 public:
  // Of services by their full names, "trivsel.gateway.v1.ReportService".
  // FAILED_PRECONDITION names the method that states no audience, or the
  // service that there is not.
  static absl::StatusOr<MethodRules> Compile(
      const std::vector<std::string>& services);

  // METHOD_NOT_ALLOWED unless the caller's role is the method's audience.
  // `method`: "trivsel.gateway.v1.ReportService.SubmitReport"; or a service by
  // its full name, if all of its methods have the same audience.
  std::optional<validator::token::Fault> Check(
      std::string_view method, const access::Caller& caller) const;

 private:
  absl::flat_hash_map<std::string, trivsel::gateway::v1::Audience> rules_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_METHOD_RULES_H_
