// TLS 1.3 with client certificates, for the gRPC door.
#ifndef TRIVSEL_GATEWAY_SERVER_CREDENTIALS_H_
#define TRIVSEL_GATEWAY_SERVER_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"

namespace trivsel::gateway {

// PEM files. Re-read when they change; connections that stand keep theirs.
struct TlsFiles {
  std::string cert;       // ours, with what lies between it and its CA
  std::string key;        // its key
  std::string client_ca;  // who may vouch for clients
};

// Leaves gRPC no cipher that TLS 1.2 could use, as its API (1.51) has no
// option for the least version. To be called before gRPC is first used, while
// there is one thread.
void ForbidOldTls();

// FAILED_PRECONDITION, naming the file, if one cannot be used or the key is
// not the certificate's.
absl::Status CheckTlsFiles(const TlsFiles& files);

// FAILED_PRECONDITION if our certificate is not valid now: clients would turn
// away.
absl::Status CheckCertificateDates(const std::string& cert);

// Clients without a certificate from `client_ca` do not get through the
// handshake.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const TlsFiles& files);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_SERVER_CREDENTIALS_H_
