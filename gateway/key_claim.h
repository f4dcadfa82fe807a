// That all gateways on one database have the same citizen key.
#ifndef TRIVSEL_GATEWAY_KEY_CLAIM_H_
#define TRIVSEL_GATEWAY_KEY_CLAIM_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/ingest/citizen_key.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway {

// Makes `key` the database's if it has none yet. FAILED_PRECONDITION, with a
// sentence for people, if it has another.
absl::Status ClaimCitizenKey(store::Pool& pool, const ingest::CitizenKey& key,
                             const std::string& key_file);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_KEY_CLAIM_H_
