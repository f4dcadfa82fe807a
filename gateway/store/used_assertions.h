// Client assertions that have been used: each is good for one use on all
// gateways together (RFC 7523 section 3, "jti").
#ifndef TRIVSEL_GATEWAY_STORE_USED_ASSERTIONS_H_
#define TRIVSEL_GATEWAY_STORE_USED_ASSERTIONS_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Pool;

// Thread safe; blocking.
class UsedAssertions {
 public:
  // `pool` must outlive it.
  explicit UsedAssertions(Pool* pool) : pool_(pool) {}

  // Notes the use of the assertion with this SHA-256 (of what makes it one of
  // a kind: client id and jti); whether it is the first. It is remembered
  // until an hour after `expires_at`, which the caller has checked to be near.
  // INVALID_ARGUMENT unless the hash has 32 octets; UNAVAILABLE: it must not
  // be taken for unused.
  absl::StatusOr<bool> Use(std::string_view hash, absl::Time expires_at);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_USED_ASSERTIONS_H_
