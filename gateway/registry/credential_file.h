// Certificates and public keys of a file as vendors send it, as rows of the
// registry.
#ifndef TRIVSEL_GATEWAY_REGISTRY_CREDENTIAL_FILE_H_
#define TRIVSEL_GATEWAY_REGISTRY_CREDENTIAL_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::registry {

// In the order of the file, without owner; PEM, DER, with a byte order mark,
// in UTF-16, with other text between. Of a chain only the end certificates: one
// that issued another one of the file stands for nobody. Without `label` it is
// the subject. INVALID_ARGUMENT, in Danish and English.
absl::StatusOr<std::vector<store::CredentialRow>> ReadCredentialFile(
    std::string_view octets, const std::string& label);

// "kid" of client assertions: base64url of the SHA-256 of the key; empty if the
// key is not known.
std::string KeyId(const store::CredentialRow& row);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_CREDENTIAL_FILE_H_
