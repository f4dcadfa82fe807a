#include "client-sdk/cli/private_key.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "client-sdk/cli/input_files.h"
#include "client-sdk/internal/danish_status.h"

namespace trivsel::cli {
namespace {

constexpr size_t kMaxFile = 1024 * 1024;

absl::Status Bad(const std::string& danish, const std::string& english) {
  return client::internal::DanishStatus(absl::StatusCode::kInvalidArgument,
                                        danish, english);
}

// Without this OpenSSL asks on the terminal.
int NoPassword(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

}  // namespace

absl::StatusOr<std::shared_ptr<EVP_PKEY>> ReadPrivateKey(
    const std::string& path) {
  std::string pem;
  const absl::Status read = ReadInput(path, kMaxFile, &pem);
  if (!read.ok()) {
    return Bad("kan ikke læse nøglen: " + std::string(read.message()),
               "cannot read the key: " + std::string(read.message()));
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  bool encrypted = false;
  std::shared_ptr<EVP_PKEY> key(
      PEM_read_bio_PrivateKey(source.get(), nullptr, NoPassword, &encrypted),
      EVP_PKEY_free);
  OPENSSL_cleanse(pem.data(), pem.size());
  ERR_clear_error();
  if (key != nullptr) return key;
  if (encrypted) {
    return Bad(
        "nøglen i " + path + " er krypteret; gem den uden adgangskode",
        "the key in " + path + " is encrypted; save it without password");
  }
  return Bad("der er ingen privat nøgle (PEM) i " + path,
             "there is no private key (PEM) in " + path);
}

}  // namespace trivsel::cli
