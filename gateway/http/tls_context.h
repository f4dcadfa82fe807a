// The server's certificate, key and client CA, as OpenSSL wants them.
#ifndef TRIVSEL_GATEWAY_HTTP_TLS_CONTEXT_H_
#define TRIVSEL_GATEWAY_HTTP_TLS_CONTEXT_H_

#include <openssl/types.h>
#include <sys/stat.h>

#include <array>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/http/options.h"

namespace trivsel::gateway::http {

// Rolls over without a restart: each handshake takes the context that is in
// force, and keeps it alive for as long as its connection stands. TLS 1.3 only,
// no resumption: every connection shows its certificate. Not thread safe.
class TlsContext {
 public:
  // FAILED_PRECONDITION, naming the file, if one cannot be used.
  static absl::StatusOr<std::unique_ptr<TlsContext>> Load(TlsFiles files);

  // Looks whether a file has changed. True: from now on the new ones are used.
  // False: nothing new. An error: they cannot be used together (a rollover may
  // be half done); the old ones stay, and the next call tries again.
  absl::StatusOr<bool> Refresh();

  // Valid until the next Refresh(); an SSL made from it keeps it.
  SSL_CTX* current() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
  };
  using Context = std::unique_ptr<SSL_CTX, Free>;
  // What tells that a file is another: when, how large, which.
  struct Mark {
    timespec changed{};
    off_t size = -1;
    ino_t inode = 0;
    bool operator==(const Mark& other) const {
      return changed.tv_sec == other.changed.tv_sec &&
             changed.tv_nsec == other.changed.tv_nsec && size == other.size &&
             inode == other.inode;
    }
  };
  using Marks = std::array<Mark, 3>;

  explicit TlsContext(TlsFiles files) : files_(std::move(files)) {}
  static absl::StatusOr<Context> Make(const TlsFiles& files);
  Marks Look() const;

  const TlsFiles files_;
  Context context_;
  Marks marks_{};  // of the files that context_ was made from
};

// What the verification of the client's certificate found first; X509_V_OK if
// nothing, also when there is no certificate.
int VerificationFault(const SSL* ssl);

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_TLS_CONTEXT_H_
