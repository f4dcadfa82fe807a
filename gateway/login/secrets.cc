#include "gateway/login/secrets.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>

#include "validator/token/certificate.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr size_t kTextSize = 43;

}  // namespace

std::string NewSecret() {
  std::array<unsigned char, 32> octets;
  if (RAND_bytes(octets.data(), octets.size()) != 1) std::abort();
  return token::Base64Url(std::string_view(
      reinterpret_cast<const char*>(octets.data()), octets.size()));
}

bool IsSecret(std::string_view text) {
  return text.size() == kTextSize &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
             "_") == text.npos;
}

std::string HashOf(std::string_view secret) {
  const token::Sha256 digest = token::Digest(secret);
  return std::string(reinterpret_cast<const char*>(digest.data()),
                     digest.size());
}

std::string Derived(std::string_view purpose, std::string_view secret) {
  return token::Base64Url(
      HashOf(std::string(purpose).append("\n").append(secret)));
}

bool SameSecret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace trivsel::gateway::login
