#include "validator/token/pem_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "validator/token/base64.h"

namespace trivsel::validator::token {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

enum class ByteOrder { kNone, kLittle, kBig };

// By the zeros of ASCII letters, where there is no mark.
ByteOrder GuessOrder(std::string_view octets) {
  const size_t pairs = std::min<size_t>(octets.size() / 2, 32);
  if (pairs < 8) return ByteOrder::kNone;
  size_t first = 0, second = 0;
  for (size_t i = 0; i < pairs; ++i) {
    first += octets[2 * i] == '\0';
    second += octets[2 * i + 1] == '\0';
  }
  if (second == pairs && first == 0) return ByteOrder::kLittle;
  if (first == pairs && second == 0) return ByteOrder::kBig;
  return ByteOrder::kNone;
}

std::string FromUtf16(std::string_view octets, ByteOrder order) {
  std::string text;
  text.reserve(octets.size() / 2);
  const size_t low = order == ByteOrder::kLittle ? 0 : 1;
  for (size_t i = 0; i + 2 <= octets.size(); i += 2) {
    const auto letter = static_cast<unsigned char>(octets[i + low]);
    const bool ascii = octets[i + 1 - low] == '\0' && letter < 0x80;
    text.push_back(ascii ? static_cast<char>(letter) : '?');
  }
  return text;
}

}  // namespace

std::string PlainText(std::string_view octets) {
  if (octets.starts_with("\xEF\xBB\xBF")) return std::string(octets.substr(3));
  if (octets.starts_with("\xFF\xFE")) {
    return FromUtf16(octets.substr(2), ByteOrder::kLittle);
  }
  if (octets.starts_with("\xFE\xFF")) {
    return FromUtf16(octets.substr(2), ByteOrder::kBig);
  }
  const ByteOrder order = GuessOrder(octets);
  return order == ByteOrder::kNone ? std::string(octets)
                                   : FromUtf16(octets, order);
}

absl::StatusOr<std::vector<PemBlock>> ReadPemBlocks(std::string_view text) {
  std::vector<PemBlock> blocks;
  size_t at = 0;
  while ((at = text.find(kBegin, at)) != text.npos) {
    at += kBegin.size();
    const size_t label_end = text.find(kDashes, at);
    if (label_end == text.npos || label_end - at > 64) continue;
    PemBlock block;
    block.label = std::string(text.substr(at, label_end - at));
    const size_t body = label_end + kDashes.size();
    const std::string end =
        std::string(kEnd) + block.label + std::string(kDashes);
    const size_t body_end = text.find(end, body);
    if (body_end == text.npos) {
      return absl::InvalidArgumentError(
          "en PEM-blok uden ende (-----END …-----); filen er afkortet / a PEM "
          "block without an end (-----END …-----); the file is cut off");
    }
    auto der = DecodeBase64(text.substr(body, body_end - body));
    block.readable = der.has_value();
    if (der.has_value()) block.der = *std::move(der);
    blocks.push_back(std::move(block));
    at = body_end + end.size();
  }
  return blocks;
}

}  // namespace trivsel::validator::token
