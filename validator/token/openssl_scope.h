// Owners of OpenSSL's objects, and a scope that leaves no error behind.
#ifndef TRIVSEL_VALIDATOR_TOKEN_OPENSSL_SCOPE_H_
#define TRIVSEL_VALIDATOR_TOKEN_OPENSSL_SCOPE_H_

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace trivsel::validator::token {

struct OpensslFree {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(unsigned char* p) const { OPENSSL_free(p); }
};

template <typename T>
using OpensslPtr = std::unique_ptr<T, OpensslFree>;

// Takes away what was put on this thread's queue of OpenSSL errors while it
// lived: the TLS of the same thread reads that queue, and would take an
// invalid token for a broken connection.
class ErrorQueueScope {
 public:
  ErrorQueueScope() { ERR_set_mark(); }
  ~ErrorQueueScope() { ERR_pop_to_mark(); }
  ErrorQueueScope(const ErrorQueueScope&) = delete;
  ErrorQueueScope& operator=(const ErrorQueueScope&) = delete;
};

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_OPENSSL_SCOPE_H_
