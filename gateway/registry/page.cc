#include "gateway/registry/page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace trivsel::gateway::registry {
namespace {

// Neither stands in a name.
constexpr char kBetweenParts[] = "\x1f";
constexpr char kBeforeKey[] = "\x1e";
constexpr size_t kMostOctets = 4096;

absl::Status Unusable() {
  return absl::OutOfRangeError(
      "page_token, page_size eller filteret kan ikke bruges / the page token, "
      "the page size or the filter cannot be used");
}

}  // namespace

absl::StatusOr<Page> ReadPage(int32_t size, const std::string& token,
                              const Parts& filter, size_t key_parts) {
  if (size < 0 || size > kMostOnPage || token.size() > kMostOctets) {
    return Unusable();
  }
  Page page;
  if (size > 0) page.size = size;
  page.after.resize(key_parts);
  if (token.empty()) return page;
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text)) return Unusable();
  const std::string begins = absl::StrJoin(filter, kBetweenParts) + kBeforeKey;
  if (text.compare(0, begins.size(), begins) != 0) return Unusable();
  page.after = absl::StrSplit(text.substr(begins.size()), kBetweenParts);
  if (page.after.size() != key_parts || text.find('\0') != std::string::npos) {
    return Unusable();
  }
  return page;
}

std::string MakePageToken(const Parts& filter, const Parts& key) {
  return absl::WebSafeBase64Escape(absl::StrJoin(filter, kBetweenParts) +
                                   kBeforeKey +
                                   absl::StrJoin(key, kBetweenParts));
}

}  // namespace trivsel::gateway::registry
