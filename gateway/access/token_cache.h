// Tokens that have been verified: a vendor sends the same one for hours, and
// its signature need not be checked on every call.
#ifndef TRIVSEL_GATEWAY_ACCESS_TOKEN_CACHE_H_
#define TRIVSEL_GATEWAY_ACCESS_TOKEN_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/access/fingerprint.h"

namespace trivsel::gateway::access {

// Never holds a token, only digests, and callers. Bounded: a table of fixed
// size, in which the entry that ends first makes room. Thread safe; a look
// takes about two microseconds, nearly all for the digest.
class TokenCache {
 public:
  using Key = std::array<uint8_t, 32>;
  using CallerPtr = std::shared_ptr<const Caller>;

  // What an entry was found out from: of another version it counts no more.
  struct Epoch {
    int64_t trust = 0;
    int64_t directory = 0;
    bool operator==(const Epoch&) const = default;
  };

  // Rounded up to a power of two.
  explicit TokenCache(size_t entries = 8192);

  // SHA-256 of the token and the certificate that it came with: a stolen token
  // hits nothing.
  static Key KeyOf(std::string_view token, const Fingerprint& peer);

  // Null: not known, of another epoch, or its caller's valid_until is over.
  CallerPtr Find(const Key& key, const Epoch& epoch, absl::Time now) const;
  void Put(const Key& key, const Epoch& epoch, CallerPtr caller);

 private:
  static constexpr size_t kWays = 4;
  static constexpr size_t kLocks = 64;
  struct Entry {
    Key key{};
    Epoch epoch;
    CallerPtr caller;  // null: free
  };
  using Set = std::array<Entry, kWays>;

  size_t SetOf(const Key& key) const;

  mutable std::array<std::mutex, kLocks> locks_;  // of sets, by their number
  std::vector<Set> sets_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_TOKEN_CACHE_H_
