// Who is behind a client certificate and whom it may report for: a copy of the
// registry in memory, so that no call waits for the database.
#ifndef TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_
#define TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/access_book.h"
#include "gateway/access/caller.h"
#include "gateway/access/registry_source.h"
#include "gateway/system/clock.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// Default deny: what is unknown, revoked, expired or not yet valid is nobody.
// Thread safe. Keeps what it knows while the registry cannot be read.
class AccessDirectory {
 public:
  // Told about every refresh: the version that is now in force, or why it
  // could not be read.
  using OnRefresh = std::function<void(const absl::StatusOr<int64_t>&)>;
  using CallerPtr = std::shared_ptr<const Caller>;

  // `source` and `clock` must outlive it.
  AccessDirectory(RegistrySource& source, const Clock& clock,
                  OnRefresh on_refresh = nullptr);
  ~AccessDirectory();

  // Loads the registry once.
  absl::Status Load();
  // From now on looks for a new version every `interval`, on a thread of its
  // own, until Stop().
  void Start(absl::Duration interval = absl::Milliseconds(500));
  void Stop();

  // Whether a municipality's signed documents must be valid too, besides the
  // submitter's permission. At first they need not.
  void RequireDocuments(bool required);

  // The questions of AccessBook, as of now.
  validator::token::OrFault<RegisteredPeer> FindPeer(
      const Fingerprint& fingerprint) const;
  validator::token::OrFault<CallerPtr> Resolve(int32_t submitter_id,
                                               std::string_view cvr) const;
  validator::token::OrFault<CallerPtr> ResolveAll(int32_t submitter_id) const;
  // ResolveAll by the submitter's name; for --insecure only.
  validator::token::OrFault<CallerPtr> ResolveByName(
      std::string_view submitter) const;
  validator::token::OrFault<RegisteredClient> FindClient(
      std::string_view client_id) const;

  // Rises with everything that may change an answer, but for time.
  int64_t generation() const;
  // Of the registry.
  int64_t version() const;
  // Never null.
  std::shared_ptr<const AccessBook> book() const;

 private:
  struct State {
    std::shared_ptr<const AccessBook> book;
    bool documents = false;
  };
  State state() const;
  void Refresh();
  void Run(absl::Duration interval);

  RegistrySource& source_;
  const Clock& clock_;
  const OnRefresh on_refresh_;

  mutable std::mutex mutex_;
  State state_{std::make_shared<AccessBook>()};
  int64_t generation_ = 0;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_
