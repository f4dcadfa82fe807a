#include "gateway/access/peer_certificates.h"

#include <utility>

namespace trivsel::gateway::access {
namespace {

constexpr size_t kMaxKnown = 4096;

}  // namespace

std::shared_ptr<const CertificateFacts> PeerCertificates::Read(
    std::string_view pem) const {
  const absl::string_view key(pem.data(), pem.size());
  {
    std::lock_guard lock(mutex_);
    if (auto it = known_.find(key); it != known_.end()) return it->second;
  }
  absl::StatusOr<CertificateFacts> read = ReadCertificate(pem);
  if (!read.ok()) return nullptr;
  auto facts = std::make_shared<const CertificateFacts>(*std::move(read));
  std::lock_guard lock(mutex_);
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.emplace(std::string(pem), facts);
  return facts;
}

}  // namespace trivsel::gateway::access
