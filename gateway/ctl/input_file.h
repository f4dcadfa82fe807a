// Files that operators hand to a command.
#ifndef TRIVSEL_GATEWAY_CTL_INPUT_FILE_H_
#define TRIVSEL_GATEWAY_CTL_INPUT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace trivsel::gateway::ctl {

// All of it. INVALID_ARGUMENT: it cannot be read, or has more than `limit`
// octets.
absl::StatusOr<std::string> ReadInputFile(const std::string& path,
                                          size_t limit);

// The SHA-256 of a document, 32 octets: of the file's octets, or as it is
// given in 64 hexadecimal digits; empty if neither is given. INVALID_ARGUMENT.
absl::StatusOr<std::string> DocumentDigest(const std::string& file,
                                           const std::string& hex);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_INPUT_FILE_H_
