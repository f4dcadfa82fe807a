// What the STS answers to those who ask for tokens, in STS2's REST dialect
// (D.03.07.10001); without HTTP.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_ISSUE_DESK_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_ISSUE_DESK_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/sts/key_ring.h"
#include "deploy/sandbox/sts/mint/token_request.h"

namespace trivsel::sandbox::sts {

// Whom the STS serves.
struct StsConfig {
  std::string issuer = mint::kSandboxIssuer;
  std::string service = mint::kSandboxService;
  std::vector<std::string> roles = {mint::kSandboxRole};
  // Service agreements: "CVR", for every client, or "CVR@SHA256" with the
  // hexadecimal thumbprint of a client certificate. None = everybody for
  // everybody.
  std::vector<std::string> agreements;
  absl::Duration token_lifetime = absl::Hours(8);
  // How long the metadata names a certificate after it has stopped signing.
  absl::Duration keep_previous = absl::Hours(8);
};

struct Answer {
  int status = 200;
  std::string body;  // JSON
};

// Thread safe.
class IssueDesk {
 public:
  // `ring` must outlive it.
  IssueDesk(StsConfig config, const KeyRing* ring)
      : config_(std::move(config)), ring_(ring) {}

  using Parameters = std::multimap<std::string, std::string>;

  // POST /runtime/api/rest/oauth/v1/issue: the parameters of form and query.
  // 400 {error, error_description}. `peer_der` is the client certificate.
  Answer IssueJwt(const Parameters& parameters, const std::string& peer_der,
                  absl::Time now) const;
  // POST /runtime/api/rest/wstrust/v1/issue: JSON. 400, 401 {code, message}.
  Answer IssueSaml(const std::string& body, const std::string& peer_der,
                   absl::Time now) const;
  // GET /runtime/saml2/metadata.idp
  std::string Metadata(absl::Time now) const;

  // What a token for the municipality says.
  mint::TokenRequest RequestFor(std::string_view cvr,
                                const std::string& peer_der,
                                absl::Time now) const;
  const StsConfig& config() const { return config_; }
  const KeyRing& ring() const { return *ring_; }

 private:
  bool HasAgreement(std::string_view cvr, const std::string& peer_der) const;

  const StsConfig config_;
  const KeyRing* const ring_;
};

}  // namespace trivsel::sandbox::sts

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_ISSUE_DESK_H_
