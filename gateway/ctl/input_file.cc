#include "gateway/ctl/input_file.h"

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr size_t kMostDocument = 256u * 1024 * 1024;

}  // namespace

absl::StatusOr<std::string> ReadInputFile(const std::string& path,
                                          size_t limit) {
  std::ifstream file(path, std::ios::binary);
  std::string octets(limit + 1, '\0');
  file.read(octets.data(), static_cast<std::streamsize>(octets.size()));
  octets.resize(static_cast<size_t>(file.gcount()));
  if (!file.is_open() || file.bad() || octets.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " kan ikke læses, eller er tom / cannot be read, or is empty"));
  }
  if (octets.size() > limit) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " er for stor / is too large"));
  }
  return octets;
}

absl::StatusOr<std::string> DocumentDigest(const std::string& file,
                                           const std::string& hex) {
  if (!file.empty()) {
    absl::StatusOr<std::string> octets = ReadInputFile(file, kMostDocument);
    if (!octets.ok()) return octets.status();
    const validator::token::Sha256 digest = validator::token::Digest(*octets);
    return std::string(digest.begin(), digest.end());
  }
  if (hex.empty()) return std::string();
  if (hex.size() != 64 ||
      hex.find_first_not_of("0123456789abcdefABCDEF") != hex.npos) {
    return absl::InvalidArgumentError(
        "et SHA-256 har 64 hex-cifre / a SHA-256 has 64 hex digits");
  }
  return absl::HexStringToBytes(hex);
}

}  // namespace trivsel::gateway::ctl
