// The doors of the sandbox's servers: HTTPS with client certificates, and HTTP
// on loopback for control.
#ifndef TRIVSEL_DEPLOY_SANDBOX_SERVING_LISTENER_H_
#define TRIVSEL_DEPLOY_SANDBOX_SERVING_LISTENER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"

namespace httplib {
class Server;
}

namespace trivsel::sandbox {

struct TlsFiles {
  std::string certificate, key, client_ca;  // PEM
  bool anybody = false;  // browsers: no client certificate, no client_ca
};

// A listening server on a thread of its own; stops when destroyed.
class Listener {
 public:
  // Says what the server answers, before it listens.
  using Routes = std::function<void(httplib::Server&)>;

  // HTTPS, TLS 1.2 or newer, for clients with a certificate that client_ca
  // signed, or for anybody. INVALID_ARGUMENT if a file cannot be used,
  // UNAVAILABLE if the address cannot. Address: "HOST:PORT", port 0 = any.
  static absl::StatusOr<std::unique_ptr<Listener>> OpenTls(
      const TlsFiles& files, const std::string& address, const Routes& routes);
  // HTTP, on 127.0.0.1 or localhost only: it has no lock.
  static absl::StatusOr<std::unique_ptr<Listener>> OpenLoopback(
      const std::string& address, const Routes& routes);

  ~Listener();
  // "127.0.0.1:9443", with the port it got if 0 was asked for.
  const std::string& address() const { return address_; }

 private:
  Listener(std::unique_ptr<httplib::Server> server, std::string address);
  static absl::StatusOr<std::unique_ptr<Listener>> Open(
      std::unique_ptr<httplib::Server> server, const std::string& address,
      const Routes& routes);

  std::unique_ptr<httplib::Server> server_;
  std::string address_;
  std::thread thread_;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_SERVING_LISTENER_H_
