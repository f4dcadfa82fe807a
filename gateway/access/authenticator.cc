#include "gateway/access/authenticator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "validator/token/jwt.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;
using token::OrFault;

constexpr const char* kWanted = "authorization: Bearer TOKEN";

// The token behind the scheme (RFC 6750, OIO IDWS REST).
OrFault<std::string_view> TokenOf(std::string_view authorization) {
  const size_t blank = authorization.find(' ');
  const std::string_view scheme = authorization.substr(0, blank);
  const absl::string_view name(scheme.data(), scheme.size());
  if (!absl::EqualsIgnoreCase(name, "bearer") &&
      !absl::EqualsIgnoreCase(name, "holder-of-key")) {
    // What stands there may be a token without its scheme: not to be shown.
    return Fault{v1::ACCESS_FAULT_SCHEME_UNKNOWN, kWanted, ""};
  }
  const size_t begin = authorization.find_first_not_of(' ', scheme.size());
  if (begin == std::string_view::npos) {
    return Fault{v1::ACCESS_FAULT_TOKEN_MISSING, kWanted, ""};
  }
  return authorization.substr(begin);
}

// When the token has to be verified again though it goes on: a certificate of
// its issuer ends by then, perhaps the one that it was signed with.
absl::Time NextKeyEnd(const token::Trust& trust, const token::Claims& claims,
                      absl::Time now) {
  absl::Time next = absl::InfiniteFuture();
  const token::Issuer* const issuer = trust.Find(claims.issuer);
  if (issuer == nullptr) return next;
  for (const token::PublicKey& key : issuer->keys) {
    if (key.not_after() > now) next = std::min(next, key.not_after());
  }
  return next;
}

Fault Over(absl::Time not_after) {
  return {v1::ACCESS_FAULT_CERTIFICATE_EXPIRED, "",
          ShowWindow({absl::InfinitePast(), not_after})};
}

}  // namespace

struct Authenticator::Peer {
  RegisteredPeer registered;
  absl::Time until;  // of the certificate or its registration
};

Authenticator::Authenticator(const AccessDirectory& directory,
                             const TrustStore* trust, const OwnTokens* own,
                             const Clock& clock, Options options)
    : directory_(directory),
      trust_(trust),
      own_(own),
      clock_(clock),
      options_(std::move(options)),
      nobody_(std::make_shared<TrustSnapshot>()),
      cache_(options_.cached_tokens) {}

std::shared_ptr<const TrustSnapshot> Authenticator::trust() const {
  return trust_ == nullptr ? nobody_ : trust_->current();
}

OrFault<Authenticator::Peer> Authenticator::FindPeer(
    const Fingerprint& fingerprint, absl::Time not_after) const {
  auto found = directory_.FindPeer(fingerprint);
  if (auto* fault = std::get_if<Fault>(&found)) return std::move(*fault);
  // A connection may live longer than the certificate it was opened with. That
  // it has begun to be valid the handshake has seen to; asked again here, it
  // would be refused for a clock that is set back.
  if (clock_.Now() >= not_after) return Over(not_after);
  Peer peer{std::get<RegisteredPeer>(std::move(found)), not_after};
  peer.until = std::min(peer.until, peer.registered.until);
  return peer;
}

// Copies the directory's caller and adds what it is known by.
Authenticator::Answer Authenticator::Resolve(const Peer& peer,
                                             std::string_view cvr,
                                             absl::Time token_until,
                                             absl::Time ask_again) const {
  Answer found = directory_.Resolve(peer.registered.submitter_id, cvr);
  if (std::holds_alternative<Fault>(found)) return found;
  auto caller = std::make_shared<Caller>(*std::get<CallerPtr>(found));
  caller->peer = peer.registered.fingerprint;
  caller->peer_until = peer.until;
  caller->token_until = token_until;
  caller->valid_until =
      std::min({caller->valid_until, peer.until, token_until, ask_again});
  return CallerPtr(std::move(caller));
}

Authenticator::Answer Authenticator::ResolvePeer(const Peer& peer) const {
  auto caller = std::make_shared<Caller>();
  if (peer.registered.submitter_id == 0) {
    caller->role = Caller::Role::kOperator;
    caller->submitter = peer.registered.operator_name;
    caller->rights = std::make_shared<const Operator>(Operator{
        absl::StrCat("operator:", peer.registered.operator_name),
        peer.registered.operator_name, peer.registered.operator_grants});
  } else {
    Answer found = directory_.ResolveAll(peer.registered.submitter_id);
    if (std::holds_alternative<Fault>(found)) return found;
    *caller = *std::get<CallerPtr>(found);
  }
  caller->peer = peer.registered.fingerprint;
  caller->peer_until = peer.until;
  caller->valid_until = std::min(caller->valid_until, peer.until);
  return CallerPtr(std::move(caller));
}

Authenticator::Answer Authenticator::ByCertificate(
    const Peer& peer, const TrustSnapshot& trust) const {
  const bool enough = peer.registered.submitter_id == 0 ||
                      options_.certificate_login ||
                      trust.policy.certificate_login();
  if (!enough) return Fault{v1::ACCESS_FAULT_TOKEN_MISSING, kWanted, ""};
  return ResolvePeer(peer);
}

Authenticator::Answer Authenticator::ByOwnToken(std::string_view text,
                                                const Peer& peer) const {
  auto read = own_->ReadAccess(text, peer.registered.fingerprint);
  if (auto* fault = std::get_if<Fault>(&read)) return std::move(*fault);
  const auto& grant = std::get<OwnTokens::Grant>(read);
  if (grant.submitter_id != peer.registered.submitter_id) {
    // The certificate is another system's by now.
    return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISMATCH, "",
                 "certifikatet er flyttet til et andet fagsystem / the "
                 "certificate has been moved to another vendor system"};
  }
  return Resolve(peer, grant.cvr, grant.expires);
}

Authenticator::Answer Authenticator::ByStsToken(
    std::string_view text, const Peer& peer, const TrustSnapshot& trust) const {
  const absl::Time now = clock_.Now();
  auto verified =
      token::VerifyJwt(text, trust.trust, peer.registered.fingerprint, now);
  if (auto* fault = std::get_if<Fault>(&verified)) return std::move(*fault);
  const auto& claims = std::get<token::Claims>(verified);
  if (auto fault = token::CheckReporter(claims, trust.trust)) {
    return *std::move(fault);
  }
  return Resolve(peer, claims.cvr, claims.not_after + trust.trust.max_skew,
                 NextKeyEnd(trust.trust, claims, now));
}

Authenticator::Answer Authenticator::ByToken(std::string_view text,
                                             const Peer& peer,
                                             const TrustSnapshot& trust) const {
  if (peer.registered.submitter_id == 0) {
    return Fault{v1::ACCESS_FAULT_CERTIFICATE_UNKNOWN,
                 "fagsystem / vendor system", "operatør / operator"};
  }
  if (own_ != nullptr && OwnTokens::LooksLikeOurs(text)) {
    return ByOwnToken(text, peer);
  }
  return ByStsToken(text, peer, trust);
}

Authenticator::Answer Authenticator::Authenticate(
    std::string_view peer_pem,
    absl::Span<const std::string_view> authorization) const {
  if (!options_.insecure_submitter.empty()) {
    return directory_.ResolveByName(options_.insecure_submitter);
  }
  if (peer_pem.empty()) return Fault{v1::ACCESS_FAULT_CERTIFICATE_MISSING};
  const auto facts = certificates_.Read(peer_pem);
  if (facts == nullptr) return Fault{v1::ACCESS_FAULT_CERTIFICATE_MISSING};
  if (authorization.size() > 1) {
    return Fault{v1::ACCESS_FAULT_SCHEME_UNKNOWN, kWanted,
                 absl::StrCat(authorization.size(), " × authorization")};
  }
  std::string_view text;
  if (!authorization.empty()) {
    auto read = TokenOf(authorization[0]);
    if (auto* fault = std::get_if<Fault>(&read)) return std::move(*fault);
    text = std::get<std::string_view>(read);
  }
  // Both before anything is found out from them: what changes meanwhile makes
  // the entry one that counts no more.
  const std::shared_ptr<const TrustSnapshot> trust = this->trust();
  const TokenCache::Epoch epoch{trust->version, directory_.generation()};
  const TokenCache::Key key = text.empty()
                                  ? facts->fingerprint
                                  : TokenCache::KeyOf(text, facts->fingerprint);
  if (CallerPtr known = cache_.Find(key, epoch, clock_.Now())) return known;

  auto peer = FindPeer(facts->fingerprint, facts->not_after);
  if (auto* fault = std::get_if<Fault>(&peer)) return std::move(*fault);
  Answer answer = text.empty() ? ByCertificate(std::get<Peer>(peer), *trust)
                               : ByToken(text, std::get<Peer>(peer), *trust);
  if (const auto* caller = std::get_if<CallerPtr>(&answer)) {
    cache_.Put(key, epoch, *caller);
  }
  return answer;
}

Authenticator::Answer Authenticator::Recheck(const Caller& caller) const {
  if (!options_.insecure_submitter.empty()) {
    return directory_.ResolveByName(options_.insecure_submitter);
  }
  if (clock_.Now() >= caller.token_until) {
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED, "", ""};
  }
  auto found = FindPeer(caller.peer, caller.peer_until);
  if (auto* fault = std::get_if<Fault>(&found)) return std::move(*fault);
  const Peer& peer = std::get<Peer>(found);
  if (!caller.by_token()) return ByCertificate(peer, *trust());
  if (peer.registered.submitter_id != caller.submitter_id) {
    return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISMATCH};
  }
  return Resolve(peer, caller.municipalities.front()->cvr, caller.token_until);
}

}  // namespace trivsel::gateway::access
