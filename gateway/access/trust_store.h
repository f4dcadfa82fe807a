// Whom tokens are believed from, now: the access policy, its certificate files
// and the issuers' metadata, read again when they change. A certificate of an
// issuer that rolls over is so taken before it is first used, without a
// restart, and the one before is taken as long as it is valid.
#ifndef TRIVSEL_GATEWAY_ACCESS_TRUST_STORE_H_
#define TRIVSEL_GATEWAY_ACCESS_TRUST_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/access_policy.h"
#include "gateway/access/issuer_metadata.h"
#include "gateway/access/policy_watch.h"
#include "gateway/access/watched_file.h"
#include "gateway/system/clock.h"
#include "trivsel/gateway/v1/access_policy.pb.h"
#include "validator/token/trust.h"

namespace trivsel::gateway::access {

// One version of it. Immutable.
struct TrustSnapshot {
  int64_t version = 0;  // rises with every change
  validator::token::Trust trust;
  gateway::v1::AccessPolicy policy;  // defaults filled in
};

// A certificate that tokens may be signed with.
struct TrustedCertificate {
  std::string issuer;      // entityID
  std::string subject;     // RFC 2253
  std::string thumbprint;  // SHA-256, hexadecimal
  absl::Time not_before, not_after;
  bool from_metadata = false;
};

// What a look for changes has found. Told when something has changed.
struct TrustReport {
  // OK: all is as the files say. Otherwise what cannot be used, naming the
  // file or issuer; what was known of that before stays in force.
  absl::Status status;
  // What is in force.
  std::shared_ptr<const TrustSnapshot> in_force;
  // All certificates of it, also those whose window is over or not yet there.
  std::vector<TrustedCertificate> certificates;
};

// Thread safe.
class TrustStore {
 public:
  // Called on the store's thread, and within Load().
  using OnReport = std::function<void(const TrustReport&)>;

  struct Options {
    std::string policy_file;
    FetchUrl fetch;  // null: metadata from URLs are reported as unusable
    OnReport on_report;
    // Also how soon a failed fetch is tried again at the earliest.
    absl::Duration look_every = absl::Milliseconds(500);
  };

  // `clock` must outlive it.
  TrustStore(Options options, const Clock& clock);
  ~TrustStore();
  TrustStore(const TrustStore&) = delete;
  TrustStore& operator=(const TrustStore&) = delete;

  // Reads everything once; URLs too. The policy's error if it cannot be used;
  // metadata that cannot be had are only reported, and asked for again.
  absl::Status Load();
  // From now on looks for changes, on threads of its own, until Stop().
  void Start();
  void Stop();

  // Never null; before Load() nobody is trusted.
  std::shared_ptr<const TrustSnapshot> current() const;

 private:
  bool PolicyChanged() const;
  absl::Status ReadPolicy();
  absl::Status Rebuild();
  void Publish(std::unique_ptr<TrustSnapshot> next);
  void Report(const absl::Status& status);
  void Look();

  const Options options_;
  const Clock& clock_;

  // Of the thread that looks, and of Load() before it.
  LoadedPolicy loaded_;
  std::vector<WatchedFile> files_;
  absl::Status policy_status_ = absl::UnknownError("not read yet");
  std::string reported_;
  IssuerMetadata metadata_;

  mutable std::mutex mutex_;
  std::shared_ptr<const TrustSnapshot> current_ =
      std::make_shared<TrustSnapshot>();
  PolicyWatch watch_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_TRUST_STORE_H_
