#include "client-sdk/cli/doctor/tls_probe.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <memory>

namespace trivsel::cli::doctor {
namespace {

using ContextPtr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslPtr = std::unique_ptr<SSL, decltype(&SSL_free)>;

constexpr size_t kMaxNames = 8;
// The beginning of HTTP/2 (RFC 9113 section 3.4) with empty SETTINGS.
constexpr char kPreface[] =
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
constexpr unsigned char kSettingsFrame = 4;

bool IsAddress(const std::string& host) {
  unsigned char octets[16];
  return inet_pton(AF_INET, host.c_str(), octets) == 1 ||
         inet_pton(AF_INET6, host.c_str(), octets) == 1;
}

ContextPtr MakeContext(const client::TlsFiles& files) {
  ContextPtr context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (context == nullptr) return context;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  constexpr unsigned char kAlpn[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), kAlpn, sizeof kAlpn);
  if (files.ca.empty()) {
    SSL_CTX_set_default_verify_paths(context.get());
  } else {
    SSL_CTX_load_verify_file(context.get(), files.ca.c_str());
  }
  if (!files.certificate.empty()) {
    SSL_CTX_use_certificate_chain_file(context.get(),
                                       files.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                SSL_FILETYPE_PEM);
  }
  return context;
}

void SetPatience(int fd, absl::Duration patience) {
  const timeval limit = absl::ToTimeval(patience);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

// What OpenSSL has to say of the last failure.
std::string TakeError(unsigned long* code) {
  *code = ERR_peek_error();
  char text[256] = "";
  if (*code != 0) {
    const char* reason = ERR_reason_error_string(*code);
    if (reason != nullptr) {
      ERR_clear_error();
      return reason;
    }
    ERR_error_string_n(*code, text, sizeof text);
  }
  ERR_clear_error();
  if (*code != 0) return text;
  return errno == EAGAIN || errno == EWOULDBLOCK ? "no answer in time"
                                                 : "the connection was closed";
}

std::string Der(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return "";
  const std::string octets(reinterpret_cast<char*>(der),
                           static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

std::string NameOf(const GENERAL_NAME* name) {
  if (name->type == GEN_DNS) {
    const unsigned char* text = ASN1_STRING_get0_data(name->d.dNSName);
    return {reinterpret_cast<const char*>(text),
            static_cast<size_t>(ASN1_STRING_length(name->d.dNSName))};
  }
  if (name->type != GEN_IPADD) return "";
  const unsigned char* octets = ASN1_STRING_get0_data(name->d.iPAddress);
  const int family =
      ASN1_STRING_length(name->d.iPAddress) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(name->d.iPAddress) != 16) {
    return "";
  }
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, octets, text, sizeof text);
  return text;
}

std::vector<std::string> NamesOf(X509* certificate) {
  std::vector<std::string> out;
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names) && out.size() < kMaxNames;
       ++i) {
    std::string name = NameOf(sk_GENERAL_NAME_value(names, i));
    if (!name.empty()) out.push_back(std::move(name));
  }
  GENERAL_NAMES_free(names);
  return out;
}

void LookAtServer(SSL* ssl, const std::string& host, TlsSeen* seen) {
  const long verdict = SSL_get_verify_result(ssl);
  seen->trusted = verdict == X509_V_OK;
  if (!seen->trusted) seen->distrust = X509_verify_cert_error_string(verdict);
  seen->expired = verdict == X509_V_ERR_CERT_HAS_EXPIRED ||
                  verdict == X509_V_ERR_CERT_NOT_YET_VALID;
  X509* own = SSL_get0_peer_certificate(ssl);
  if (own == nullptr) return;
  seen->names = NamesOf(own);
  seen->name_matches =
      IsAddress(host)
          ? X509_check_ip_asc(own, host.c_str(), 0) == 1
          : X509_check_host(own, host.data(), host.size(), 0, nullptr) == 1;
  STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    auto key = validator::token::PublicKey::FromCertificateDer(
        Der(sk_X509_value(chain, i)));
    if (key.ok()) seen->chain.push_back(*std::move(key));
  }
}

// The server speaks first when all is well; an alert or nothing says no.
void LookAtAnswer(SSL* ssl, TlsSeen* seen) {
  SSL_write(ssl, kPreface, sizeof kPreface - 1);
  unsigned char frame[9] = {};
  size_t got = 0;
  errno = 0;
  const int read = SSL_read_ex(ssl, frame, sizeof frame, &got);
  if (read == 1) {
    seen->accepted = got >= 4 && frame[3] == kSettingsFrame;
    if (!seen->accepted) seen->refusal = "no HTTP/2";
    return;
  }
  unsigned long code = 0;
  seen->refusal = TakeError(&code);
}

}  // namespace

TlsSeen ProbeTls(int fd, const std::string& host, const client::TlsFiles& files,
                 absl::Duration patience) {
  TlsSeen seen;
  ERR_clear_error();
  // Writing to a peer that has gone is no reason to end.
  std::signal(SIGPIPE, SIG_IGN);
  SetPatience(fd, patience);
  const ContextPtr context = MakeContext(files);
  const SslPtr ssl(context == nullptr ? nullptr : SSL_new(context.get()),
                   SSL_free);
  if (ssl == nullptr) {
    seen.failure = "OpenSSL";
    return seen;
  }
  ERR_clear_error();
  SSL_set_fd(ssl.get(), fd);
  if (!IsAddress(host)) SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  errno = 0;
  if (SSL_connect(ssl.get()) != 1) {
    unsigned long code = 0;
    seen.failure = TakeError(&code);
    const int reason = ERR_GET_REASON(code);
    seen.plaintext =
        reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST;
    return seen;
  }
  seen.shaken = true;
  seen.version = SSL_get_version(ssl.get());
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl.get(), &protocol, &size);
  if (size > 0)
    seen.protocol.assign(reinterpret_cast<const char*>(protocol), size);
  LookAtServer(ssl.get(), host, &seen);
  LookAtAnswer(ssl.get(), &seen);
  return seen;
}

}  // namespace trivsel::cli::doctor
