// What issuers announce of themselves in signed metadata: their certificates,
// from a file or a URL, kept until there are newer ones that can be used.
#ifndef TRIVSEL_GATEWAY_ACCESS_ISSUER_METADATA_H_
#define TRIVSEL_GATEWAY_ACCESS_ISSUER_METADATA_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/access_policy.h"
#include "gateway/access/watched_file.h"
#include "gateway/system/clock.h"
#include "validator/token/certificate.h"
#include "validator/token/metadata.h"

namespace trivsel::gateway::access {

// The body that a URL gives, https:// only, checked with the CA file (empty:
// the machine's). Must end within some seconds and bound what it takes. The
// status has no data of the body in it.
using FetchUrl = std::function<absl::StatusOr<std::string>(
    const std::string& url, const std::string& ca_file)>;

// Follow() and Take() from one thread, FetchDue() from another. A slow or dead
// server of an issuer so holds up nothing else.
class IssuerMetadata {
 public:
  // `clock` must outlive it.
  IssuerMetadata(FetchUrl fetch, absl::Duration retry_after,
                 const Clock& clock);

  // From now on for these issuers. Metadata that came from elsewhere, or were
  // signed by others than the policy names now, are forgotten. Files are read
  // at once and added to `seen`.
  void Follow(const LoadedPolicy& policy, std::vector<WatchedFile>* seen);
  // Fetches every URL whose time has come; waits for the servers.
  void FetchDue();
  // Whether something was fetched since the last call; takes it over.
  bool Take();

  // The certificates that an issuer announced last; empty if none.
  std::vector<validator::token::PublicKey> KeysOf(
      const std::string& entity_id) const;
  // Where it says browsers are to be sent; empty if nothing was read yet.
  validator::token::RedirectEndpoints EndpointsOf(
      const std::string& entity_id) const;
  // The first problem, naming the issuer; OK if there is none.
  absl::Status status() const;

 private:
  struct Followed {
    std::string source;
    std::vector<validator::token::PublicKey> signers;
    std::vector<validator::token::PublicKey> keys;
    validator::token::RedirectEndpoints endpoints;
    absl::Status status;
  };
  struct Url {
    std::string ca_file;
    absl::Duration every;
    absl::Time due = absl::InfinitePast();
    absl::Time fetched = absl::InfinitePast();
    std::optional<absl::StatusOr<std::string>> answer;  // not taken yet
  };

  void Read(const std::string& entity_id, Followed* followed,
            const absl::StatusOr<std::string>& octets) const;
  void FollowUrls(const LoadedPolicy& policy,
                  const std::set<std::string>& anew);

  const FetchUrl fetch_;
  const absl::Duration retry_after_;
  const Clock& clock_;

  std::map<std::string, Followed> followed_;  // by entityID

  std::mutex mutex_;
  std::map<std::string, Url> urls_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_ISSUER_METADATA_H_
