// What the certificates of connections say, by their text: a connection shows
// the same one on every call, and reading it costs more than judging a report.
#ifndef TRIVSEL_GATEWAY_ACCESS_PEER_CERTIFICATES_H_
#define TRIVSEL_GATEWAY_ACCESS_PEER_CERTIFICATES_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "gateway/access/fingerprint.h"

namespace trivsel::gateway::access {

// Thread safe; holds at most some thousand certificates.
class PeerCertificates {
 public:
  // Of a certificate as TLS verified it, in PEM form. Null: it is none.
  std::shared_ptr<const CertificateFacts> Read(std::string_view pem) const;

 private:
  mutable std::mutex mutex_;
  mutable absl::flat_hash_map<std::string,
                              std::shared_ptr<const CertificateFacts>>
      known_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_PEER_CERTIFICATES_H_
