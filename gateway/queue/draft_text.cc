#include "gateway/queue/draft_text.h"

namespace trivsel::gateway::queue {
namespace {

constexpr char kSeparator = '\x1f';

void AppendPlain(std::string* out, std::string_view text) {
  for (char c : text) *out += c >= 0x20 && c < 0x7f ? c : '?';
}

}  // namespace

std::string JoinCodes(const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) {
    if (!out.empty()) out += kSeparator;
    AppendPlain(&out, code);
  }
  return out;
}

std::string JoinResources(const std::vector<ResourceVersion>& resources) {
  std::string out;
  for (const ResourceVersion& resource : resources) {
    if (!out.empty()) out += kSeparator;
    AppendPlain(&out, resource.type);
    out += '\t';
    AppendPlain(&out, resource.id);
    out += '\t';
    AppendPlain(&out, resource.last_updated);
  }
  return out;
}

}  // namespace trivsel::gateway::queue
