#include "deploy/sandbox/serving/listener.h"

#include <httplib.h>
#include <openssl/ssl.h>

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::sandbox {
namespace {

constexpr size_t kMaxBody = 64 * 1024 * 1024;

bool SplitAddress(const std::string& address, std::string* host, int* port) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  *host = address.substr(0, colon);
  const char* end = address.data() + address.size();
  const auto [stopped, error] =
      std::from_chars(address.data() + colon + 1, end, *port);
  return error == std::errc() && stopped == end && *port >= 0 && *port < 65536;
}

bool SetUpTls(SSL_CTX& context, const TlsFiles& files) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  if (SSL_CTX_use_certificate_chain_file(&context, files.certificate.c_str()) !=
          1 ||
      SSL_CTX_use_PrivateKey_file(&context, files.key.c_str(),
                                  SSL_FILETYPE_PEM) != 1) {
    return false;
  }
  // Every connection shows its certificate: no resumed sessions.
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET);
  if (files.anybody) return true;
  if (SSL_CTX_load_verify_locations(&context, files.client_ca.c_str(),
                                    nullptr) != 1) {
    return false;
  }
  SSL_CTX_set_verify(
      &context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return true;
}

void SetUpServer(httplib::Server& server) {
  server.set_payload_max_length(kMaxBody);
  server.set_keep_alive_max_count(1'000'000);
  server.set_keep_alive_timeout(60);
  server.set_tcp_nodelay(true);
  server.new_task_queue = [] { return new httplib::ThreadPool(32); };
}

absl::StatusOr<std::string> Bind(httplib::Server& server,
                                 const std::string& address) {
  std::string host;
  int port = 0;
  if (!SplitAddress(address, &host, &port)) {
    return absl::InvalidArgumentError(absl::StrCat("not HOST:PORT: ", address));
  }
  if (port == 0) {
    port = server.bind_to_any_port(host);
    if (port <= 0) port = -1;
  } else if (!server.bind_to_port(host, port)) {
    port = -1;
  }
  if (port < 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
  }
  return absl::StrCat(host, ":", port);
}

}  // namespace

Listener::Listener(std::unique_ptr<httplib::Server> server, std::string address)
    : server_(std::move(server)),
      address_(std::move(address)),
      thread_([this] { server_->listen_after_bind(); }) {
  // stop() before it runs would be lost, and with it the destructor's end.
  while (!server_->is_running()) std::this_thread::yield();
}

Listener::~Listener() {
  server_->stop();
  thread_.join();
}

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(
    std::unique_ptr<httplib::Server> server, const std::string& address,
    const Routes& routes) {
  SetUpServer(*server);
  routes(*server);
  absl::StatusOr<std::string> bound = Bind(*server, address);
  if (!bound.ok()) return bound.status();
  return std::unique_ptr<Listener>(
      new Listener(std::move(server), *std::move(bound)));
}

absl::StatusOr<std::unique_ptr<Listener>> Listener::OpenTls(
    const TlsFiles& files, const std::string& address, const Routes& routes) {
  auto server = std::make_unique<httplib::SSLServer>(
      [&files](SSL_CTX& context) { return SetUpTls(context, files); });
  if (!server->is_valid()) {
    return absl::InvalidArgumentError(
        "the certificate, the key or the client CA cannot be used");
  }
  return Open(std::move(server), address, routes);
}

absl::StatusOr<std::unique_ptr<Listener>> Listener::OpenLoopback(
    const std::string& address, const Routes& routes) {
  if (address.rfind("127.0.0.1:", 0) != 0 &&
      address.rfind("localhost:", 0) != 0) {
    return absl::InvalidArgumentError(
        "the control door only opens on 127.0.0.1 or localhost");
  }
  return Open(std::make_unique<httplib::Server>(), address, routes);
}

}  // namespace trivsel::sandbox
