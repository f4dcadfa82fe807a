// The token endpoint's logic: an assertion of STS2 against a short-lived token
// of our own.
#ifndef TRIVSEL_GATEWAY_ACCESS_TOKEN_EXCHANGE_H_
#define TRIVSEL_GATEWAY_ACCESS_TOKEN_EXCHANGE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/access_directory.h"
#include "gateway/access/client_assertion.h"
#include "gateway/access/form.h"
#include "gateway/access/own_token.h"
#include "gateway/access/token_answer.h"
#include "gateway/access/trust_store.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// Three ways of asking:
//
// (a) grant_type=urn:ietf:params:oauth:grant-type:token-exchange (RFC 8693)
// with
//     client_id, client_assertion_type, client_assertion, subject_issuer,
//     subject_token_type and subject_token, as vendors call the gateway that
//     they integrated with before;
// (b) grant_type=refresh_token with refresh_token and a fresh client_assertion;
// (c) saml-token=<base64 of the assertion> (OIO IDWS REST 1.0), where the
//     client certificate is all that shows who asks.
//
// In all of them the certificate of the connection is registered, is the one in
// the assertion, and is bound into the token. Thread safe.
class TokenExchange {
 public:
  struct Parts {
    const AccessDirectory& directory;
    // What is trusted now; never null.
    std::function<std::shared_ptr<const TrustSnapshot>()> trust;
    const OwnTokens& tokens;
    SpendAssertion spend;
    const Clock& clock;
  };
  struct Settings {
    // "aud" that client assertions may name, besides the policy's: our address
    // in its forms. The first is what is told to be expected.
    std::vector<std::string> audiences;
    std::string help_url;  // the page about faults; empty: none
  };
  // The connection's client certificate.
  struct Peer {
    std::string_view certificate_der;  // verified; empty: none, or it fails
    std::string_view fault;  // why one does not count ("certificate has …")
  };

  // The parts must outlive it.
  TokenExchange(Parts parts, Settings settings);

  TokenAnswer Handle(std::string_view body, const Peer& peer) const;

 private:
  struct Client;  // who asks
  struct Bound;   // what limits a token
  using Fault = validator::token::Fault;
  template <typename T>
  using OrFault = validator::token::OrFault<T>;

  OrFault<TokenAnswer> HandleForm(const Form& form, const Peer& peer,
                                  TokenDialect dialect) const;
  OrFault<TokenAnswer> Exchange(const Form& form, const Peer& peer) const;
  OrFault<TokenAnswer> Refresh(const Form& form, const Peer& peer) const;
  OrFault<TokenAnswer> OioRest(const Form& form, const Peer& peer) const;

  OrFault<Client> FindPeer(const Peer& peer) const;
  OrFault<Client> AuthenticateClient(const Form& form, const Peer& peer,
                                     const TrustSnapshot& trust) const;
  OrFault<Bound> VerifyAssertion(std::string_view xml, const Client& client,
                                 const TrustSnapshot& trust) const;
  TokenAnswer Mint(const Client& client, const Bound& bound,
                   const TrustSnapshot& trust, TokenDialect dialect) const;

  const Parts parts_;
  const Settings settings_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_TOKEN_EXCHANGE_H_
