// What files that operators write have in common: a textproto that names other
// files, with errors that say where.
#ifndef TRIVSEL_GATEWAY_ACCESS_POLICY_FILE_H_
#define TRIVSEL_GATEWAY_ACCESS_POLICY_FILE_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/watched_file.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::access {

inline constexpr size_t kMaxPolicyBytes = 256 * 1024;
inline constexpr size_t kMaxNameBytes = 512;

// "issuers[0].entity_id: is empty", INVALID_ARGUMENT.
absl::Status BadField(const std::string& field, const std::string& what);

// INVALID_ARGUMENT says the line and column of the first error.
absl::Status ParsePolicyText(std::string_view text,
                             google::protobuf::Message* policy);

// An entityID, a role, a name: printable, without blanks at all, not too long.
absl::Status CheckName(const std::string& field, const std::string& value);

// A file that a policy names, relative to the policy's folder; absolute.
std::string BesidePolicy(const std::string& policy, const std::string& file);

// The status, beginning with the file's name.
absl::Status NamingFile(const std::string& path, const absl::Status& status);

// The certificates of a file, PEM or DER, in their order; bare keys are
// refused. Errors name the file. `seen` gets it.
absl::StatusOr<std::vector<validator::token::PublicKey>> ReadCertificates(
    const std::string& file, std::vector<WatchedFile>* seen);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_POLICY_FILE_H_
