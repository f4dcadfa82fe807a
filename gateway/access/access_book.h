// The registry at one version, laid out for the questions of a call. Pure: the
// time comes in.
#ifndef TRIVSEL_GATEWAY_ACCESS_ACCESS_BOOK_H_
#define TRIVSEL_GATEWAY_ACCESS_ACCESS_BOOK_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/access/fingerprint.h"
#include "gateway/access/registry_source.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::access {

// Whom a registered certificate stands for.
struct RegisteredPeer {
  Fingerprint fingerprint{};
  int32_t submitter_id = 0;                   // 0: an operator
  std::string operator_name = {};             // only of operators
  std::vector<Grant> operator_grants = {};    // only of operators
  absl::Time until = absl::InfiniteFuture();  // of the registration
};

// A key that a submitter may sign client assertions with (RFC 7523).
struct ClientKey {
  // SHA-256 of the SubjectPublicKeyInfo; "kid" is its base64url.
  validator::token::Sha256 thumbprint{};
  std::string key_der;  // SubjectPublicKeyInfo
  bool revoked = false;
  absl::Time not_before, not_after;
};

// A submitter as the token endpoint knows it.
struct RegisteredClient {
  int32_t submitter_id = 0;
  std::vector<ClientKey> keys;
};

// A span of time, its end excluded.
struct Window {
  absl::Time from, until;
  bool Has(absl::Time now) const { return now >= from && now < until; }
};

// "2026-01-01 00:00 - 2027-01-01 00:00", Danish time; "…" for an open end.
std::string ShowWindow(const Window& window);

// Immutable once made. Default deny: what is unknown is refused.
class AccessBook {
 public:
  AccessBook() = default;
  explicit AccessBook(RegistrySnapshot snapshot);

  int64_t version() const { return version_; }

  // CERTIFICATE_UNKNOWN, CERTIFICATE_REVOKED or CERTIFICATE_EXPIRED.
  validator::token::OrFault<RegisteredPeer> FindPeer(
      const Fingerprint& fingerprint, absl::Time now) const;

  // The submitter as a caller for one municipality, if it may report for it
  // now; with `documents`: if the municipality's connection and data
  // processing agreements are valid now too. SUBMITTER_INACTIVE,
  // MUNICIPALITY_UNKNOWN, AGREEMENT_MISSING or AGREEMENT_NOT_VALID_NOW.
  // valid_until is when this has to be asked again.
  validator::token::OrFault<std::shared_ptr<const Caller>> Resolve(
      int32_t submitter_id, std::string_view cvr, absl::Time now,
      bool documents) const;
  // The same for all municipalities for which the answer is yes; perhaps none.
  // SUBMITTER_INACTIVE.
  validator::token::OrFault<std::shared_ptr<const Caller>> ResolveAll(
      int32_t submitter_id, absl::Time now, bool documents) const;

  // 0: no municipality has this CVR number.
  int32_t FindMunicipality(std::string_view cvr) const;
  // Whether or not anybody may report for it; null: there is none.
  std::shared_ptr<const Municipality> FindMunicipality(int32_t id) const;

  // 0: nobody has this name.
  int32_t FindByName(std::string_view submitter) const;
  // CLIENT_UNKNOWN, SUBMITTER_INACTIVE.
  validator::token::OrFault<RegisteredClient> FindClient(
      std::string_view client_id) const;

  // Certificates and keys that are in use, for watching over their ends.
  struct Credential {
    std::string holder;  // the submitter's or the operator's name
    Fingerprint fingerprint{};
    absl::Time not_after;
  };
  std::vector<Credential> Credentials() const;

 private:
  static constexpr size_t kKinds = 2;  // of documents
  struct Place {
    std::shared_ptr<const Municipality> municipality;
    std::array<std::vector<Window>, kKinds> documents;
  };
  struct Submitter {
    RegisteredSubmitter row;
    absl::flat_hash_map<int32_t, std::vector<Window>> permissions;
    std::vector<ClientKey> keys;
  };
  struct Peer {
    RegisteredPeer registered;
    bool revoked = false;
    Window window;
  };

  void AddCredential(const RegisteredCredential& credential);
  // Nothing, and the end of what allows it; or why not.
  std::variant<absl::Time, validator::token::Fault> MayReport(
      const Submitter& submitter, const Place& place, absl::Time now,
      bool documents) const;
  std::variant<const Submitter*, validator::token::Fault> FindActive(
      int32_t submitter_id) const;

  int64_t version_ = -1;
  absl::flat_hash_map<int32_t, Place> places_;
  absl::flat_hash_map<std::string, int32_t> place_by_cvr_;
  absl::flat_hash_map<int32_t, Submitter> submitters_;
  absl::flat_hash_map<std::string, int32_t> by_name_, by_client_id_;
  absl::flat_hash_map<Fingerprint, Peer> peers_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_ACCESS_BOOK_H_
