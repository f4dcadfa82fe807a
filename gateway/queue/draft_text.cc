#include "gateway/queue/draft_text.h"

#include <algorithm>
#include <cstddef>

namespace trivsel::gateway::queue {
namespace {

constexpr char kSeparator = '\x1f';

bool IsPlain(char c) { return c >= 0x20 && c < 0x7f; }

void AppendPlain(std::string* out, std::string_view text) {
  const size_t before = out->size();
  out->append(text);
  if (std::all_of(text.begin(), text.end(), IsPlain)) return;
  std::replace_if(
      out->begin() + static_cast<std::ptrdiff_t>(before), out->end(),
      [](char c) { return !IsPlain(c); }, '?');
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
