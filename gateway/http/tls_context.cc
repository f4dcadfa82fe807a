#include "gateway/http/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::http {
namespace {

// Where a connection keeps the first fault of its client's certificate.
int FaultIndex() {
  static const int index =
      SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// Lets every certificate through the handshake and remembers what is wrong
// with it. A client of TLS 1.3 takes the handshake for done before the server
// has seen its certificate: of an alert it learns nothing that it understands.
int RememberFault(int ok, X509_STORE_CTX* store) {
  if (ok == 1) return 1;
  auto* ssl = static_cast<SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  if (VerificationFault(ssl) == X509_V_OK) {
    const intptr_t fault = X509_STORE_CTX_get_error(store);
    // Whatever happens, a failure is never kept as "nothing".
    SSL_set_ex_data(ssl, FaultIndex(),
                    reinterpret_cast<void*>(
                        fault != X509_V_OK ? fault : X509_V_ERR_UNSPECIFIED));
  }
  return 1;
}

int ChooseProtocol(SSL*, const unsigned char** out, unsigned char* out_size,
                   const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  const int chosen =
      SSL_select_next_proto(const_cast<unsigned char**>(out), out_size, kHttp11,
                            sizeof kHttp11 - 1, offered, offered_size);
  return chosen == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
                                          : SSL_TLSEXT_ERR_ALERT_FATAL;
}

absl::Status Unusable(const std::string& file, const char* what) {
  ERR_clear_error();
  return absl::FailedPreconditionError(absl::StrCat(file, ": ", what));
}

absl::Status UseClientCa(const std::string& file, SSL_CTX* context) {
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(file.c_str());
  if (names == nullptr ||
      SSL_CTX_load_verify_locations(context, file.c_str(), nullptr) != 1) {
    return Unusable(file, "no certificate in PEM form can be read");
  }
  SSL_CTX_set_client_CA_list(context, names);  // takes them
  // Browsers come without a certificate, so none is demanded.
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, RememberFault);
  return absl::OkStatus();
}

}  // namespace

int VerificationFault(const SSL* ssl) {
  const auto kept =
      reinterpret_cast<intptr_t>(SSL_get_ex_data(ssl, FaultIndex()));
  return static_cast<int>(kept);
}

void TlsContext::Free::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

absl::StatusOr<TlsContext::Context> TlsContext::Make(const TlsFiles& files) {
  Context context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr)
    return absl::InternalError("OpenSSL gives no context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.get(), ChooseProtocol, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.cert.c_str()) !=
      1) {
    return Unusable(files.cert, "no certificate in PEM form can be read");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                  SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return Unusable(files.key,
                    "no key in PEM form can be read, or it is not that of the "
                    "certificate");
  }
  if (!files.client_ca.empty()) {
    absl::Status status = UseClientCa(files.client_ca, context.get());
    if (!status.ok()) return status;
  }
  return context;
}

TlsContext::Marks TlsContext::Look() const {
  Marks marks;
  size_t i = 0;
  for (const std::string* file :
       {&files_.cert, &files_.key, &files_.client_ca}) {
    struct stat found {};
    Mark& mark = marks[i++];
    if (file->empty() || stat(file->c_str(), &found) != 0) continue;
    mark = {found.st_mtim, found.st_size, found.st_ino};
  }
  return marks;
}

absl::StatusOr<std::unique_ptr<TlsContext>> TlsContext::Load(TlsFiles files) {
  std::unique_ptr<TlsContext> made(new TlsContext(std::move(files)));
  absl::StatusOr<bool> loaded = made->Refresh();
  if (!loaded.ok()) return loaded.status();
  return made;
}

absl::StatusOr<bool> TlsContext::Refresh() {
  // Looked at before they are read: what changes meanwhile is seen next time.
  const Marks marks = Look();
  if (context_ != nullptr && marks == marks_) return false;
  absl::StatusOr<Context> made = Make(files_);
  if (!made.ok()) return made.status();
  context_ = *std::move(made);
  marks_ = marks;
  return true;
}

}  // namespace trivsel::gateway::http
