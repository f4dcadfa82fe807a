#include "gateway/ingest/page_token.h"

#include "absl/strings/escaping.h"
#include "gateway/ingest/digest.h"

namespace trivsel::gateway::ingest {
namespace {

constexpr size_t kKeyBytes = 8;
constexpr size_t kCheckBytes = 8;

std::string KeyBytes(int64_t key) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(key >> shift));
  }
  return bytes;
}

std::string Check(const std::string& key,
                  const trivsel::gateway::v1::ReportFilter& filter) {
  const queue::Digest digest =
      ContentDigest(queue::ContentForm::kReportBinary,
                    "page:" + key + filter.SerializeAsString());
  return std::string(digest.begin(), digest.begin() + kCheckBytes);
}

}  // namespace

std::string MakePageToken(int64_t before,
                          const trivsel::gateway::v1::ReportFilter& filter) {
  const std::string key = KeyBytes(before);
  return absl::WebSafeBase64Escape(key + Check(key, filter));
}

std::optional<int64_t> ReadPageToken(
    const std::string& token,
    const trivsel::gateway::v1::ReportFilter& filter) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() != kKeyBytes + kCheckBytes) {
    return std::nullopt;
  }
  const std::string key = bytes.substr(0, kKeyBytes);
  if (bytes.substr(kKeyBytes) != Check(key, filter)) return std::nullopt;
  uint64_t before = 0;
  for (char c : key) before = before << 8 | static_cast<unsigned char>(c);
  return static_cast<int64_t>(before);
}

}  // namespace trivsel::gateway::ingest
