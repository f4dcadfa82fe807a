// The fingerprint by which a client certificate is known.
#ifndef TRIVSEL_GATEWAY_ACCESS_FINGERPRINT_H_
#define TRIVSEL_GATEWAY_ACCESS_FINGERPRINT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::access {

using Fingerprint = std::array<uint8_t, 32>;  // SHA-256 of the DER form

// What the registry keeps of a certificate.
struct CertificateFacts {
  Fingerprint fingerprint{};
  std::string subject;  // RFC 2253, "CN=fagsystem,O=Leverandør"
  absl::Time not_before;
  absl::Time not_after;
};

// Of the first certificate of a PEM text. INVALID_ARGUMENT if there is none.
absl::StatusOr<CertificateFacts> ReadCertificate(std::string_view pem);

// 64 lower-case hexadecimal digits.
std::string ToHex(const Fingerprint& fingerprint);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_FINGERPRINT_H_
