// One TLS handshake with a gateway, looked at closely.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DOCTOR_TLS_PROBE_H_
#define TRIVSEL_CLIENT_SDK_CLI_DOCTOR_TLS_PROBE_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "trivsel/client/options.h"
#include "validator/token/certificate.h"

namespace trivsel::cli::doctor {

struct TlsSeen {
  bool shaken = false;     // the handshake came to its end on our side
  bool plaintext = false;  // the peer does not speak TLS
  std::string failure;     // OpenSSL's words, of the handshake
  std::string version;     // "TLSv1.3"
  std::string protocol;    // of ALPN: "h2"
  // As the server sent them, its own first.
  std::vector<validator::token::PublicKey> chain;
  std::vector<std::string> names;  // that its certificate is for
  bool trusted = false;            // by the authorities of `ca`
  std::string distrust;            // OpenSSL's words
  bool expired = false;            // a certificate of the chain
  bool name_matches = false;
  // After the handshake: HTTP/2 began, so the client certificate was taken.
  // (In TLS 1.3 a server refuses it only then.)
  bool accepted = false;
  std::string refusal;  // the alert, or that it closed
};

// Over a connected socket, which stays the caller's. Trusts nobody: whatever is
// wrong is told. Sends the client certificate and an empty HTTP/2 beginning,
// no token. `files` have been read before.
TlsSeen ProbeTls(int fd, const std::string& host, const client::TlsFiles& files,
                 absl::Duration patience);

}  // namespace trivsel::cli::doctor

#endif  // TRIVSEL_CLIENT_SDK_CLI_DOCTOR_TLS_PROBE_H_
