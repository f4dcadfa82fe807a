// Looks at the gateway's door with other eyes than gRPC's client.
#ifndef TRIVSEL_TESTS_INTEGRATION_TLS_PROBE_H_
#define TRIVSEL_TESTS_INTEGRATION_TLS_PROBE_H_

#include <grpcpp/channel.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "tests/support/dev_certificates.h"

namespace trivsel::gateway {

// Shakes hands as exactly this version of TLS (TLS1_2_VERSION …); gives the
// version agreed on, or nothing if the server would not.
std::string ProbeTls(const std::string& address, const std::string& ca_file,
                     const testing::CertifiedKey& key, int version);

// The certificate that the door shows a new connection, PEM; empty if there is
// no handshake.
std::string ServedCertificate(const std::string& address,
                              const std::string& ca_file,
                              const testing::CertifiedKey& key);

// What reflection answers when asked for the services: a serialized
// ServerReflectionResponse, in which their names stand as they are.
std::string ReflectionAnswer(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_TLS_PROBE_H_
