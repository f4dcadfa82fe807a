// The key under which a child is known in the store: an HMAC of the CPR
// number, so that the number itself is no index anywhere.
#ifndef TRIVSEL_GATEWAY_INGEST_CITIZEN_KEY_H_
#define TRIVSEL_GATEWAY_INGEST_CITIZEN_KEY_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/queue/report_sink.h"

struct evp_mac_ctx_st;  // OpenSSL's EVP_MAC_CTX

namespace trivsel::gateway::ingest {

// Immutable and thread safe. Never printed.
class CitizenKey {
 public:
  static constexpr size_t kBytes = 32;

  // Reads the key from `path`, or makes it (mode 0600, bytes of OpenSSL) if
  // the file does not exist. A file of another size, or that others may read,
  // is FAILED_PRECONDITION: with another key, children would lose their past.
  static absl::StatusOr<CitizenKey> LoadOrCreate(const std::string& path);

  explicit CitizenKey(const std::array<uint8_t, kBytes>& key);

  // HMAC-SHA-256 of the number, its first 16 bytes.
  queue::CitizenRef Ref(std::string_view cpr) const;
  // A secret for something else that all gateways of a database must share:
  // HMAC-SHA-256 of "derive:" and the purpose. Tells nothing of the key, nor of
  // what is derived for other purposes.
  std::array<uint8_t, kBytes> Derive(std::string_view purpose) const;

 private:
  std::array<uint8_t, kBytes> Hmac(std::string_view text) const;

  // An HMAC that has taken the key and nothing else; only copied from.
  std::shared_ptr<evp_mac_ctx_st> keyed_;
};

// The lane of a citizen, 0..63.
int16_t LaneOf(const queue::CitizenRef& citizen);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_CITIZEN_KEY_H_
