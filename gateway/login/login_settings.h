// How people log in, as of now: the policy with its files and the identity
// provider's metadata, looked at again while the gateway runs.
#ifndef TRIVSEL_GATEWAY_LOGIN_LOGIN_SETTINGS_H_
#define TRIVSEL_GATEWAY_LOGIN_LOGIN_SETTINGS_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/access/issuer_metadata.h"
#include "gateway/access/policy_watch.h"
#include "gateway/login/login_policy.h"
#include "gateway/system/clock.h"
#include "validator/token/metadata.h"
#include "validator/token/trust.h"

namespace trivsel::gateway::login {

// Immutable once made.
struct LoginSnapshot {
  int64_t version = 0;  // rises with every change
  LoadedLogin loaded;
  // SAML: the identity provider with its certificates, and where it is; empty
  // while its metadata could not be read.
  validator::token::Issuer idp = {};
  validator::token::RedirectEndpoints endpoints = {};
};

// Thread safe.
class LoginSettings {
 public:
  struct Options {
    std::string policy_file;
    access::FetchUrl fetch;  // null: metadata from URLs cannot be had
    // Told, on a thread of its own or within Load(), of every version and of
    // every new problem: OK, or what cannot be used (the version before stays).
    std::function<void(const LoginSnapshot&, const absl::Status&)> on_report =
        nullptr;
    absl::Duration look_every = absl::Milliseconds(500);
  };

  // `clock` must outlive it.
  LoginSettings(Options options, const Clock& clock);
  ~LoginSettings() { Stop(); }
  LoginSettings(const LoginSettings&) = delete;
  LoginSettings& operator=(const LoginSettings&) = delete;

  // Reads everything once, URLs too. The policy's error if it cannot be used;
  // metadata that cannot be had are only reported, and asked for again.
  absl::Status Load();
  // From now on looks for changes, on threads of its own, until Stop().
  void Start();
  void Stop();

  // Never null.
  std::shared_ptr<const LoginSnapshot> current() const;

 private:
  absl::Status ReadPolicy();
  void Rebuild();
  void Look();
  void Report();

  const Options options_;
  const Clock& clock_;

  // Of the thread that looks, and of Load() before it.
  LoadedLogin loaded_;
  std::vector<access::WatchedFile> files_;
  absl::Status policy_status_ = absl::UnknownError("not read yet");
  std::string reported_;
  access::IssuerMetadata metadata_;

  mutable std::mutex mutex_;
  std::shared_ptr<const LoginSnapshot> current_ =
      std::make_shared<LoginSnapshot>();
  access::PolicyWatch watch_;
};

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_LOGIN_SETTINGS_H_
