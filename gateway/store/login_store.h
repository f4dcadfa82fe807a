// Logins under way, and who is logged in: the tables login_request and
// login_session.
#ifndef TRIVSEL_GATEWAY_STORE_LOGIN_STORE_H_
#define TRIVSEL_GATEWAY_STORE_LOGIN_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Pool;

// Stored numbers.
enum class LoginAdaptor : int16_t { kSaml = 1, kOidc = 2 };

// A login that a browser has begun.
struct LoginRequestRow {
  std::string browser_hash = {};  // SHA-256 of its cookie, 32 octets
  std::string request_id = {};
  std::string return_path = {};
  bool in_time = true;  // only when it is taken
};

// Somebody who is logged in.
struct LoginSessionRow {
  LoginAdaptor adaptor = LoginAdaptor::kSaml;
  std::string issuer = {}, user_key = {}, cvr = {}, name = {};
  std::string name_id = {}, name_id_format = {}, session_index = {};
  std::string privileges = {};  // octets; the login room's own form
  absl::Time ends_at = absl::InfinitePast();
};

// How many there may be.
struct LoginSessionLimits {
  int32_t per_user = 5;
  int32_t total = 2000;
};

// Thread safe; blocking. Hashes are SHA-256, 32 octets. UNAVAILABLE: nothing is
// known; nobody may be let in for it.
class LoginStore {
 public:
  // `pool` must outlive it.
  explicit LoginStore(Pool* pool) : pool_(pool) {}

  // False: too many logins are under way.
  absl::StatusOr<bool> PutRequest(std::string_view key_hash,
                                  LoginAdaptor adaptor,
                                  const LoginRequestRow& row,
                                  absl::Duration lasts);
  // The first to ask gets it; nullopt: there is none (any more).
  absl::StatusOr<std::optional<LoginRequestRow>> TakeRequest(
      std::string_view key_hash, LoginAdaptor adaptor);

  // Ends the session `before` of the same browser ("": none) and, at either
  // limit, the user's own oldest, and writes the journal, all at once. False:
  // there are too many of all users, and none is this user's.
  absl::StatusOr<bool> PutSession(std::string_view hash,
                                  std::string_view before,
                                  const LoginSessionRow& row,
                                  const LoginSessionLimits& limits);
  // Nullopt: there is none, or it has ended. ends_at is when it ends if no page
  // is asked for from now on.
  absl::StatusOr<std::optional<LoginSessionRow>> FindSession(
      std::string_view hash, absl::Duration idle);
  // Writes the journal if there was one: who, and why it ended.
  absl::Status EndSession(std::string_view hash, const std::string& actor,
                          const std::string& why);
  // All of a person at an issuer, or those with one of the indexes; how many.
  absl::StatusOr<int64_t> EndSessions(
      const std::string& issuer, const std::string& name_id,
      const std::vector<std::string>& session_indexes);
  // Removes what has ended; at most some hundreds.
  absl::StatusOr<int64_t> Sweep(absl::Duration idle);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_LOGIN_STORE_H_
