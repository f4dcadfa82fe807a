// The registry tables as the access room wants them.
#ifndef TRIVSEL_GATEWAY_REGISTRY_ADAPTER_H_
#define TRIVSEL_GATEWAY_REGISTRY_ADAPTER_H_

#include "gateway/access/registry_source.h"
#include "gateway/store/registry.h"

namespace trivsel::gateway {

// Thread safe. With inactive submitters, whose callers are told so. Of
// operators' credentials only those of registrars, as access knows no other
// role; those of inactive ones are revoked.
class RegistryAdapter final : public access::RegistrySource {
 public:
  // `registry` must outlive it.
  explicit RegistryAdapter(store::Registry& registry) : registry_(registry) {}

  absl::StatusOr<int64_t> Version() override { return registry_.Version(); }
  absl::StatusOr<access::RegistrySnapshot> Load() override;

 private:
  store::Registry& registry_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_REGISTRY_ADAPTER_H_
