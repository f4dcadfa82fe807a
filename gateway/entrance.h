// Who may come in: the access room put together for this gateway, with its
// log lines and metrics.
#ifndef TRIVSEL_GATEWAY_ENTRANCE_H_
#define TRIVSEL_GATEWAY_ENTRANCE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/access_directory.h"
#include "gateway/access/authenticator.h"
#include "gateway/access/own_token.h"
#include "gateway/access/trust_store.h"
#include "gateway/config.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

// Thread safe.
class Entrance {
 public:
  struct Parts {
    access::RegistrySource& registry;
    const Clock& clock;
    telemetry::Metrics& metrics;
    // For the gateway's own tokens: the same on every gateway of a database.
    std::array<uint8_t, access::OwnTokens::kSecretBytes> secret;
  };

  // Reads registry, policy and metadata, and watches them from then on. Fails
  // when the registry or the policy cannot be read. The parts must outlive it,
  // and metrics must have stopped serving before it goes.
  static absl::StatusOr<std::unique_ptr<Entrance>> Open(const Config& config,
                                                        Parts parts);
  ~Entrance() { Stop(); }
  // Watches no longer; what is known stays.
  void Stop();

  const access::Authenticator& authenticator() const { return authenticator_; }
  const access::AccessDirectory& directory() const { return directory_; }
  // Null: there is no policy file.
  const access::TrustStore* trust() const { return trust_.get(); }
  const access::OwnTokens& own_tokens() const { return own_tokens_; }

 private:
  Entrance(const Config& config, const Parts& parts);
  static std::unique_ptr<access::TrustStore> MakeTrust(const Config& config,
                                                       const Clock& clock,
                                                       Entrance* entrance);
  absl::Status Load();
  void OnTrust(const access::TrustReport& report);
  void AddMetrics(telemetry::Metrics& metrics);
  std::vector<telemetry::Metrics::Sample> DaysLeft() const;

  const Config config_;
  const Clock& clock_;
  access::AccessDirectory directory_;
  const std::unique_ptr<access::TrustStore> trust_;
  const access::OwnTokens own_tokens_;
  const access::Authenticator authenticator_;

  mutable std::mutex mutex_;
  std::vector<access::TrustedCertificate> trusted_;
  bool policy_usable_ = true;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_ENTRANCE_H_
