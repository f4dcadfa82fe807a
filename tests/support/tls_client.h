// A client that does as it is told, also what no decent client does: for
// looking at an HTTPS server octet by octet.
#ifndef TRIVSEL_TESTS_SUPPORT_TLS_CLIENT_H_
#define TRIVSEL_TESTS_SUPPORT_TLS_CLIENT_H_

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/dev_certificates.h"

namespace trivsel::testing {

// What came back.
struct HttpAnswer {
  int status = 0;
  std::string head;  // with the status line and the blank line
  std::string body;
  // Of the header; empty if there is none.
  std::string Header(std::string_view name) const;
};

// One connection; blocking, but never for longer than 20 seconds. Not thread
// safe.
class TlsClient {
 public:
  struct Options {
    std::string address;  // "127.0.0.1:8443"
    std::string ca_file;
    const CertifiedKey* key = nullptr;  // null: without a certificate
    int version = 0;                    // of TLS; 0: any
  };

  // Shakes hands; connected() says whether it went well.
  explicit TlsClient(const Options& options);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return ssl_ != nullptr; }
  std::string version() const;      // "TLSv1.3"
  std::string server_name() const;  // the CN of the server's certificate
  bool Send(std::string_view octets);
  // One answer; nothing if the connection ends before it is whole. `to_head`:
  // it answers HEAD, and has no body.
  std::optional<HttpAnswer> Read(bool to_head = false);
  // Send and Read.
  std::optional<HttpAnswer> Ask(std::string_view octets);
  // Whether the server has ended the connection, waiting for it.
  bool Ended();

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const;
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const;
  };
  bool Fill();

  int fd_ = -1;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string in_;
};

// A plain TCP connection to it; -1 if there is none. Reads wait 20 seconds at
// most.
int ConnectTcp(const std::string& address);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_TLS_CLIENT_H_
