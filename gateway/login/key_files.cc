#include "gateway/login/key_files.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/access/policy_file.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr size_t kMaxFileBytes = 256 * 1024;
constexpr int kMinRsaBits = 2048;

absl::Status Bad(const std::string& file, const char* what) {
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", what));
}

// Never asks on the terminal.
int NoPassword(char*, int, int, void*) { return -1; }

}  // namespace

absl::StatusOr<token::PrivateKey> ReadPrivateKey(
    const std::string& file, std::vector<access::WatchedFile>* seen) {
  auto octets = access::ReadWatched(file, kMaxFileBytes, seen);
  if (!octets.ok()) return octets.status();
  const token::ErrorQueueScope errors;
  const token::OpensslPtr<BIO> in(
      BIO_new_mem_buf(octets->data(), static_cast<int>(octets->size())));
  token::PrivateKey key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, NoPassword, nullptr),
      EVP_PKEY_free);
  if (key == nullptr) return Bad(file, "no private key in PEM form");
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA ||
      EVP_PKEY_get_bits(key.get()) < kMinRsaBits) {
    return Bad(file, "must be an RSA key of at least 2048 bits");
  }
  return key;
}

absl::StatusOr<OwnKey> ReadOwnKey(const std::string& certificate_file,
                                  const std::string& key_file,
                                  std::vector<access::WatchedFile>* seen) {
  auto certificates = access::ReadCertificates(certificate_file, seen);
  if (!certificates.ok()) return certificates.status();
  auto key = ReadPrivateKey(key_file, seen);
  if (!key.ok()) return key.status();
  if (EVP_PKEY_eq(certificates->front().key(), key->get()) != 1) {
    return Bad(key_file, "is not the key of the certificate");
  }
  return OwnKey{certificates->front(), *std::move(key)};
}

}  // namespace trivsel::gateway::login
