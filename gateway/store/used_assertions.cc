#include "gateway/store/used_assertions.h"

#include "gateway/store/pool.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {

absl::StatusOr<bool> UsedAssertions::Use(std::string_view hash,
                                         absl::Time expires_at) {
  if (hash.size() != 32) {
    return absl::InvalidArgumentError("a SHA-256 has 32 octets");
  }
  auto rows =
      pool_->Execute(kUseAssertion, Params().Bytes(hash).Time(expires_at));
  if (!rows.ok()) return rows.status();
  return rows->Bool(0, 0);
}

}  // namespace trivsel::gateway::store
