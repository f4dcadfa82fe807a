#include "tests/support/tls_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace trivsel::testing {
namespace {

constexpr int kPatienceSeconds = 20;

}  // namespace

std::string HttpAnswer::Header(std::string_view name) const {
  for (absl::string_view line : absl::StrSplit(head, "\r\n")) {
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) continue;
    if (!absl::EqualsIgnoreCase(line.substr(0, colon),
                                absl::string_view(name.data(), name.size()))) {
      continue;
    }
    return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
  }
  return "";
}

int ConnectTcp(const std::string& address) {
  const size_t colon = address.rfind(':');
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port =
      htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &where.sin_addr);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // So that what was sent first also comes first, among several clients.
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const timeval patience{kPatienceSeconds, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0) {
    return fd;
  }
  close(fd);
  return -1;
}

void TlsClient::FreeContext::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

void TlsClient::FreeSsl::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsClient::TlsClient(const Options& options)
    : fd_(ConnectTcp(options.address)),
      context_(SSL_CTX_new(TLS_client_method())) {
  signal(SIGPIPE, SIG_IGN);
  if (options.version != 0) {
    SSL_CTX_set_min_proto_version(context_.get(), options.version);
    SSL_CTX_set_max_proto_version(context_.get(), options.version);
  }
  SSL_CTX_load_verify_locations(context_.get(), options.ca_file.c_str(),
                                nullptr);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  if (options.key != nullptr) {
    SSL_CTX_use_certificate_chain_file(context_.get(),
                                       options.key->cert_file.c_str());
    SSL_CTX_use_PrivateKey_file(context_.get(), options.key->key_file.c_str(),
                                SSL_FILETYPE_PEM);
  }
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_fd(ssl_.get(), fd_);
  if (fd_ < 0 || SSL_connect(ssl_.get()) != 1) ssl_.reset();
}

TlsClient::~TlsClient() {
  ssl_.reset();
  if (fd_ >= 0) close(fd_);
}

std::string TlsClient::version() const { return SSL_get_version(ssl_.get()); }

std::string TlsClient::server_name() const {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      SSL_get1_peer_certificate(ssl_.get()), X509_free);
  char name[256] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()),
                            NID_commonName, name, sizeof name);
  return name;
}

bool TlsClient::Send(std::string_view octets) {
  while (!octets.empty()) {
    size_t written = 0;
    if (SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written) != 1) {
      return false;
    }
    octets.remove_prefix(written);
  }
  return true;
}

bool TlsClient::Fill() {
  char octets[16 * 1024];
  size_t got = 0;
  if (SSL_read_ex(ssl_.get(), octets, sizeof octets, &got) != 1) return false;
  in_.append(octets, got);
  return true;
}

std::optional<HttpAnswer> TlsClient::Read(bool to_head) {
  size_t end = 0;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) return std::nullopt;
  }
  HttpAnswer answer;
  answer.head = in_.substr(0, end + 4);
  in_.erase(0, end + 4);
  answer.status = std::atoi(answer.head.c_str() + sizeof("HTTP/1.1"));
  const std::string length = answer.Header("Content-Length");
  const size_t size =
      to_head || length.empty() ? 0 : std::strtoul(length.c_str(), nullptr, 10);
  while (in_.size() < size) {
    if (!Fill()) return std::nullopt;
  }
  answer.body = in_.substr(0, size);
  in_.erase(0, size);
  return answer;
}

std::optional<HttpAnswer> TlsClient::Ask(std::string_view octets) {
  // The server may answer and end before it has read everything.
  Send(octets);
  return Read();
}

bool TlsClient::Ended() {
  while (in_.empty() && Fill()) {
  }
  if (!in_.empty()) return false;
  // Not the end of our patience.
  char octet = 0;
  return SSL_get_shutdown(ssl_.get()) != 0 || recv(fd_, &octet, 1, 0) == 0;
}

}  // namespace trivsel::testing
