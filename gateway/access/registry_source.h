// Where the directory learns who exists: the registry tables, behind functions
// so that this room needs no other.
#ifndef TRIVSEL_GATEWAY_ACCESS_REGISTRY_SOURCE_H_
#define TRIVSEL_GATEWAY_ACCESS_REGISTRY_SOURCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/access/fingerprint.h"

namespace trivsel::gateway::access {

// A vendor system and the municipalities that it may report for.
struct RegisteredSubmitter {
  int32_t id = 0;
  std::string name;
  std::vector<int32_t> municipality_ids;
};

// A client certificate of a submitter.
struct RegisteredCredential {
  Fingerprint fingerprint{};
  int32_t submitter_id = 0;
  bool revoked = false;
  absl::Time not_before = absl::InfinitePast();
  absl::Time not_after = absl::InfiniteFuture();
};

// All of it, at one version. Submitters that are removed or suspended are not
// in it.
struct RegistrySnapshot {
  int64_t version = 0;
  std::vector<Municipality> municipalities;
  std::vector<RegisteredSubmitter> submitters;
  std::vector<RegisteredCredential> credentials;
};

// Thread safe.
class RegistrySource {
 public:
  virtual ~RegistrySource() = default;
  // Rises with every change; cheap.
  virtual absl::StatusOr<int64_t> Version() = 0;
  virtual absl::StatusOr<RegistrySnapshot> Load() = 0;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_REGISTRY_SOURCE_H_
