// Who is calling: from the certificate of the connection and what stands in
// the metadata `authorization`.
//
// (a) An STS2 JSON Web Token that is bound to the connection's certificate
// (RFC 8705): the certificate says which vendor system calls, the token for
// which municipality. (b) A token of our own endpoint, which keeps both. (c)
// Where operators allow it, the registered certificate alone. (d) The
// certificate of an operator: a registrar, who reports nothing.
#ifndef TRIVSEL_GATEWAY_ACCESS_AUTHENTICATOR_H_
#define TRIVSEL_GATEWAY_ACCESS_AUTHENTICATOR_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/types/span.h"
#include "gateway/access/access_directory.h"
#include "gateway/access/caller.h"
#include "gateway/access/own_token.h"
#include "gateway/access/peer_certificates.h"
#include "gateway/access/token_cache.h"
#include "gateway/access/trust_store.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// Default deny. Thread safe, never blocks: what it needs is in memory.
class Authenticator {
 public:
  using CallerPtr = std::shared_ptr<const Caller>;

  struct Options {
    // The registered certificate is enough; the policy may say so too.
    bool certificate_login = false;
    // There is no TLS, and everybody is this submitter; empty: there is.
    std::string insecure_submitter = {};
    size_t cached_tokens = 8192;
  };

  // `trust`: null when there is no policy file, and then no STS is trusted.
  // `own`: null when the gateway gives out no tokens. All that is given must
  // outlive it.
  Authenticator(const AccessDirectory& directory, const TrustStore* trust,
                const OwnTokens* own, const Clock& clock, Options options);

  // `peer_pem`: the certificate as TLS verified it, PEM; empty: none.
  // `authorization`: all values of that name in the metadata; views of the
  // caller's. Nothing of a token is kept or told.
  validator::token::OrFault<CallerPtr> Authenticate(
      std::string_view peer_pem,
      absl::Span<const std::string_view> authorization) const;

  // Whether a caller that was known is so still, for a call that lasts: its
  // token and certificate have not ended or been revoked, the agreement is
  // valid. Gives what it may do now.
  validator::token::OrFault<CallerPtr> Recheck(const Caller& caller) const;

 private:
  using Answer = validator::token::OrFault<CallerPtr>;
  struct Peer;  // a connection whose certificate is registered

  validator::token::OrFault<Peer> FindPeer(const Fingerprint& fingerprint,
                                           absl::Time not_before,
                                           absl::Time not_after) const;
  Answer ByCertificate(const Peer& peer, const TrustSnapshot& trust) const;
  Answer ByToken(std::string_view token, const Peer& peer,
                 const TrustSnapshot& trust) const;
  Answer ByStsToken(std::string_view token, const Peer& peer,
                    const TrustSnapshot& trust) const;
  Answer ByOwnToken(std::string_view token, const Peer& peer) const;
  Answer Resolve(const Peer& peer, std::string_view cvr, absl::Time token_until,
                 absl::Time ask_again = absl::InfiniteFuture()) const;
  Answer ResolvePeer(const Peer& peer) const;

  std::shared_ptr<const TrustSnapshot> trust() const;

  const AccessDirectory& directory_;
  const TrustStore* const trust_;
  const OwnTokens* const own_;
  const Clock& clock_;
  const Options options_;
  const std::shared_ptr<const TrustSnapshot> nobody_;
  PeerCertificates certificates_;
  mutable TokenCache cache_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_AUTHENTICATOR_H_
