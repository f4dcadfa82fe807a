// TLS on a socket that does not block.
#ifndef TRIVSEL_GATEWAY_HTTP_TLS_STREAM_H_
#define TRIVSEL_GATEWAY_HTTP_TLS_STREAM_H_

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace trivsel::gateway::http {

// Owns the socket. Not thread safe.
class TlsStream {
 public:
  enum class Result {
    kDone,       // something was done
    kWantRead,   // call again when the socket can be read from
    kWantWrite,  // … written to
    kEnd,        // the other side has ended, or it failed
  };

  TlsStream(SSL_CTX* context, int fd);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  Result Handshake();
  // Appends at most a record (16 KiB).
  Result Read(std::string* out);
  // `written` is how much of `data` went out.
  Result Write(std::string_view data, size_t* written);
  // Says that nothing more comes; the other direction stays open.
  void EndWriting();
  // After EndWriting(): throws away what still comes. kEnd when all is over.
  Result Discard();

  // DER of the client's certificate if it is verified; else empty, and `fault`
  // says why it does not count.
  std::string PeerCertificate(std::string* fault) const;
  int fd() const { return fd_; }

 private:
  struct Free {
    void operator()(SSL* ssl) const;
  };
  Result ResultOf(int returned);

  const int fd_;
  std::unique_ptr<SSL, Free> ssl_;
  bool failed_ = false;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_TLS_STREAM_H_
