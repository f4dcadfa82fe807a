#include "gateway/http/tls_stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "gateway/http/tls_context.h"

namespace trivsel::gateway::http {
namespace {

constexpr size_t kRecordBytes = 16 * 1024;

}  // namespace

void TlsStream::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsStream::TlsStream(SSL_CTX* context, int fd)
    : fd_(fd), ssl_(SSL_new(context)) {
  ERR_clear_error();
  failed_ = ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd) != 1;
}

TlsStream::~TlsStream() {
  ssl_.reset();
  close(fd_);
}

TlsStream::Result TlsStream::ResultOf(int returned) {
  if (returned > 0) return Result::kDone;
  const int error = SSL_get_error(ssl_.get(), returned);
  ERR_clear_error();  // the queue is the thread's, not the connection's
  if (error == SSL_ERROR_WANT_READ) return Result::kWantRead;
  if (error == SSL_ERROR_WANT_WRITE) return Result::kWantWrite;
  // After these nothing may be written, not even an end.
  failed_ = failed_ || error != SSL_ERROR_ZERO_RETURN;
  return Result::kEnd;
}

TlsStream::Result TlsStream::Handshake() {
  if (failed_) return Result::kEnd;
  ERR_clear_error();
  return ResultOf(SSL_accept(ssl_.get()));
}

TlsStream::Result TlsStream::Read(std::string* out) {
  if (failed_) return Result::kEnd;
  const size_t before = out->size();
  out->resize(before + kRecordBytes);
  ERR_clear_error();
  const int got = SSL_read(ssl_.get(), out->data() + before,
                           static_cast<int>(kRecordBytes));
  out->resize(before + (got > 0 ? static_cast<size_t>(got) : 0));
  return ResultOf(got);
}

TlsStream::Result TlsStream::Write(std::string_view data, size_t* written) {
  *written = 0;
  if (failed_) return Result::kEnd;
  ERR_clear_error();
  const int returned =
      SSL_write_ex(ssl_.get(), data.data(), data.size(), written);
  return ResultOf(returned);
}

void TlsStream::EndWriting() {
  if (!failed_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  shutdown(fd_, SHUT_WR);
}

TlsStream::Result TlsStream::Discard() {
  char octets[4096];
  const ssize_t got = recv(fd_, octets, sizeof octets, 0);
  if (got > 0) return Result::kDone;
  const bool later =
      got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return later ? Result::kWantRead : Result::kEnd;
}

std::string TlsStream::PeerCertificate(std::string* fault) const {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      SSL_get1_peer_certificate(ssl_.get()), X509_free);
  if (certificate == nullptr) return "";
  int error = VerificationFault(ssl_.get());
  if (error == X509_V_OK) {
    error = static_cast<int>(SSL_get_verify_result(ssl_.get()));
  }
  if (error != X509_V_OK) {
    *fault = X509_verify_cert_error_string(error);
    return "";
  }
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate.get(), &der);
  if (size <= 0) return "";
  std::string octets(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

}  // namespace trivsel::gateway::http
