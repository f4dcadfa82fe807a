#include "gateway/server_credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway {
namespace {

constexpr unsigned kLookForNewFilesSeconds = 1;

absl::Status Unusable(const std::string& file, const char* what) {
  ERR_clear_error();
  return absl::FailedPreconditionError(absl::StrCat(file, ": ", what));
}

}  // namespace

void ForbidOldTls() {
  // The list rules TLS 1.2 alone; 1.3 has its own. A cipher with a pre-shared
  // key, which nobody has, is one that no handshake can choose.
  setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", 1);
}

absl::Status CheckTlsFiles(const TlsFiles& files) {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.cert.c_str()) !=
      1) {
    return Unusable(files.cert, "no certificate in PEM form can be read");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                  SSL_FILETYPE_PEM) != 1) {
    return Unusable(files.key,
                    "no key in PEM form can be read, or it is not that of the "
                    "certificate");
  }
  if (SSL_CTX_load_verify_locations(context.get(), files.client_ca.c_str(),
                                    nullptr) != 1) {
    return Unusable(files.client_ca, "no certificate in PEM form can be read");
  }
  return absl::OkStatus();
}

absl::Status CheckCertificateDates(const std::string& cert) {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (SSL_CTX_use_certificate_file(context.get(), cert.c_str(),
                                   SSL_FILETYPE_PEM) != 1) {
    return Unusable(cert, "no certificate in PEM form can be read");
  }
  const X509* certificate = SSL_CTX_get0_certificate(context.get());
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    return Unusable(cert, "the certificate has expired");
  }
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    return Unusable(cert, "the certificate is not valid yet");
  }
  return absl::OkStatus();
}

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const TlsFiles& files) {
  auto provider =
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          files.key, files.cert, files.client_ca, kLookForNewFilesSeconds);
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace trivsel::gateway
