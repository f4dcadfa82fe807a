// Who is behind a client certificate: a copy of the registry in memory, so
// that no call waits for the database.
#ifndef TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_
#define TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/access/registry_source.h"
#include "gateway/system/clock.h"

namespace trivsel::gateway::access {

// Default deny: what is unknown, revoked, expired or not yet valid is nobody.
// Thread safe. Keeps what it knows while the registry cannot be read.
class AccessDirectory {
 public:
  // Told about every refresh: the version that is now in force, or why it
  // could not be read.
  using OnRefresh = std::function<void(const absl::StatusOr<int64_t>&)>;

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

  // The caller behind a certificate as TLS verified it, in PEM form.
  // UNAUTHENTICATED if it is nobody's.
  absl::StatusOr<std::shared_ptr<const Caller>> Identify(
      std::string_view pem) const;

  // The caller by the submitter's name; for --insecure only.
  absl::StatusOr<std::shared_ptr<const Caller>> FindByName(
      std::string_view submitter) const;

  int64_t version() const;

 private:
  struct Credential {
    std::shared_ptr<const Caller> caller;
    bool revoked = false;
    absl::Time not_before, not_after;
  };
  struct Book {
    int64_t version = -1;
    absl::flat_hash_map<std::string, Credential> by_fingerprint;
    absl::flat_hash_map<std::string, std::shared_ptr<const Caller>> by_name;
  };
  static std::shared_ptr<const Book> MakeBook(RegistrySnapshot snapshot);
  absl::StatusOr<CertificateFacts> FactsOf(std::string_view pem) const;
  std::shared_ptr<const Book> book() const;
  void Refresh();
  void Run(absl::Duration interval);

  RegistrySource& source_;
  const Clock& clock_;
  const OnRefresh on_refresh_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Book> book_ = std::make_shared<Book>();
  std::condition_variable wake_;
  // What certificates say, by their text: a connection shows the same one on
  // every call, and reading it costs more than judging a report.
  mutable std::mutex facts_mutex_;
  mutable absl::flat_hash_map<std::string, CertificateFacts> facts_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_ACCESS_DIRECTORY_H_
