#include "gateway/access/token_cache.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace trivsel::gateway::access {
namespace {

// Fetching an algorithm and making a context cost as much as the digest.
class Sha256Context {
 public:
  Sha256Context() : context_(EVP_MD_CTX_new()) {
    static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (context_ == nullptr || fetched == nullptr ||
        EVP_DigestInit_ex2(context_, fetched, nullptr) != 1) {
      std::abort();  // no memory, or an OpenSSL without SHA-256
    }
  }
  ~Sha256Context() { EVP_MD_CTX_free(context_); }
  Sha256Context(const Sha256Context&) = delete;
  Sha256Context& operator=(const Sha256Context&) = delete;

  void Take(const void* octets, size_t size) {
    if (EVP_DigestUpdate(context_, octets, size) != 1) std::abort();
  }
  // The context is ready for the next one afterwards.
  void Finish(uint8_t* out) {
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context_, out, &size) != 1 ||
        EVP_DigestInit_ex2(context_, nullptr, nullptr) != 1) {
      std::abort();
    }
  }

 private:
  EVP_MD_CTX* const context_;
};

size_t SetsFor(size_t entries, size_t ways) {
  size_t sets = 1;
  while (sets * ways < entries) sets *= 2;
  return sets;
}

}  // namespace

TokenCache::TokenCache(size_t entries) : sets_(SetsFor(entries, kWays)) {}

TokenCache::Key TokenCache::KeyOf(std::string_view token,
                                  const Fingerprint& peer) {
  thread_local Sha256Context context;
  context.Take(token.data(), token.size());
  context.Take(peer.data(), peer.size());
  Key key;
  context.Finish(key.data());
  return key;
}

size_t TokenCache::SetOf(const Key& key) const {
  uint64_t number = 0;
  std::memcpy(&number, key.data(), sizeof(number));
  return number & (sets_.size() - 1);
}

TokenCache::CallerPtr TokenCache::Find(const Key& key, const Epoch& epoch,
                                       absl::Time now) const {
  const size_t set = SetOf(key);
  std::lock_guard lock(locks_[set % kLocks]);
  for (const Entry& entry : sets_[set]) {
    if (entry.caller == nullptr || entry.key != key) continue;
    const bool good = entry.epoch == epoch && now < entry.caller->valid_until;
    return good ? entry.caller : nullptr;
  }
  return nullptr;
}

void TokenCache::Put(const Key& key, const Epoch& epoch, CallerPtr caller) {
  const size_t set = SetOf(key);
  std::lock_guard lock(locks_[set % kLocks]);
  Entry* place = nullptr;
  for (Entry& entry : sets_[set]) {
    if (entry.caller != nullptr && entry.key == key) {
      place = &entry;
      break;
    }
    // Free ones first, then those of another epoch, then what ends first.
    const auto worth = [&epoch](const Entry& of) {
      if (of.caller == nullptr) return absl::InfinitePast();
      return of.epoch == epoch ? of.caller->valid_until : absl::UnixEpoch();
    };
    if (place == nullptr || worth(entry) < worth(*place)) place = &entry;
  }
  *place = {key, epoch, std::move(caller)};
}

}  // namespace trivsel::gateway::access
