#include "deploy/sandbox/receiver/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdint>

namespace trivsel::sandbox {
namespace {

std::string Hex(const uint8_t* bytes, size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * count);
  for (size_t i = 0; i < count; ++i) {
    hex.push_back(kDigits[bytes[i] >> 4]);
    hex.push_back(kDigits[bytes[i] & 15]);
  }
  return hex;
}

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(Bytes(bytes), bytes.size(), digest);
  return Hex(digest, sizeof(digest));
}

std::string CitizenHash(std::string_view salt, std::string_view cpr) {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), salt.data(), static_cast<int>(salt.size()), Bytes(cpr),
       cpr.size(), digest, &size);
  return Hex(digest, 8);
}

std::string NewSalt() {
  uint8_t salt[32];
  if (RAND_bytes(salt, sizeof(salt)) != 1) return {};
  return {reinterpret_cast<char*>(salt), sizeof(salt)};
}

}  // namespace trivsel::sandbox
