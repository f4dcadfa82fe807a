#include "gateway/review/page_mark.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "gateway/store/params.h"

namespace trivsel::gateway::review {
namespace {

constexpr size_t kNumberBytes = 8;

// Tells filters apart; not a secret, nor is what it is made of.
std::string Digest(const std::string& filter) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(filter.data()), filter.size(),
         hash);
  return {reinterpret_cast<const char*>(hash), kNumberBytes};
}

}  // namespace

absl::StatusOr<PageMark> ReadPageMark(int32_t size, const std::string& token,
                                      const std::string& filter) {
  const absl::Status unusable = absl::OutOfRangeError(
      "page_token, page_size eller filteret kan ikke bruges / the page token, "
      "the page size or the filter cannot be used");
  if (size < 0 || size > kMostOnPage) return unusable;
  PageMark mark;
  if (size > 0) mark.size = size;
  if (token.empty()) return mark;
  std::string bytes;
  if (token.size() > 64 || !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() != 2 * kNumberBytes ||
      bytes.substr(0, kNumberBytes) != Digest(filter)) {
    return unusable;
  }
  uint64_t before = 0;
  for (size_t i = kNumberBytes; i < bytes.size(); ++i) {
    before = before << 8 | static_cast<unsigned char>(bytes[i]);
  }
  if (before == 0 || before > uint64_t{INT64_MAX}) return unusable;
  mark.before = static_cast<int64_t>(before);
  return mark;
}

std::string MakePageMark(int64_t before, const std::string& filter) {
  std::string bytes = Digest(filter);
  store::AppendInt64(&bytes, before);
  return absl::WebSafeBase64Escape(bytes);
}

}  // namespace trivsel::gateway::review
