// Key files as text: whatever encoding they were saved in, and their PEM
// blocks (RFC 7468).
#ifndef TRIVSEL_VALIDATOR_TOKEN_PEM_TEXT_H_
#define TRIVSEL_VALIDATOR_TOKEN_PEM_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace trivsel::validator::token {

// The text without its byte order mark, in ASCII: UTF-16 of either order is
// told by its mark, or by every other octet being zero. Characters outside of
// ASCII, which stand only between the blocks, become '?' there. Octets that
// are not UTF-16 come back as they are.
std::string PlainText(std::string_view octets);

struct PemBlock {
  std::string label;  // "CERTIFICATE"
  std::string der;
  // The base64 could be read; else `der` is empty.
  bool readable = false;
};

// All blocks, in order, whatever stands between them. INVALID_ARGUMENT if one
// has no end.
absl::StatusOr<std::vector<PemBlock>> ReadPemBlocks(std::string_view text);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_PEM_TEXT_H_
