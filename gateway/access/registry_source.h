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

// A vendor system.
struct RegisteredSubmitter {
  int32_t id = 0;
  std::string name;
  bool active = true;          // inactive: refused, and told so
  std::string client_id = {};  // at the token endpoint; empty: none
  CallerLimits limits = {};
};

// A submitter may report for a municipality, from (inclusive) until.
struct RegisteredPermission {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
};

// A signed agreement of a municipality with the gateway.
struct RegisteredDocument {
  enum class Kind { kConnection = 1, kDataProcessing = 2 };
  int32_t municipality_id = 0;
  Kind kind = Kind::kConnection;
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
};

// A client certificate, or a bare public key (for client assertions only), of
// a submitter or of an operator.
struct RegisteredCredential {
  // SHA-256 of the certificate's DER; of the SubjectPublicKeyInfo's for a bare
  // key.
  Fingerprint fingerprint{};
  bool bare_key = false;
  std::string key_der = {};  // SubjectPublicKeyInfo; empty: not known
  int32_t submitter_id = 0;  // 0: an operator's
  std::string operator_name = {};
  std::vector<Grant> operator_grants = {};  // none: the operator may do nothing
  bool revoked = false;
  absl::Time not_before = absl::InfinitePast();
  absl::Time not_after = absl::InfiniteFuture();
};

// All of it, at one version.
struct RegistrySnapshot {
  int64_t version = 0;
  std::vector<Municipality> municipalities;
  std::vector<RegisteredSubmitter> submitters;
  std::vector<RegisteredPermission> permissions;
  std::vector<RegisteredDocument> documents;
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
