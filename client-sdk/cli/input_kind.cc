#include "client-sdk/cli/input_kind.h"

#include <initializer_list>

namespace trivsel::cli {
namespace {

bool EndsWithOneOf(std::string_view text,
                   std::initializer_list<std::string_view> suffixes) {
  for (const std::string_view suffix : suffixes) {
    if (text.size() > suffix.size() && text.ends_with(suffix)) return true;
  }
  return false;
}

bool IsPacked(std::string_view path) {
  return EndsWithOneOf(path, {".gz", ".zst", ".xz", ".bz2"});
}

// The line is one JSON object, opened and closed.
bool IsWholeObject(std::string_view line) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  }
  return !quoted && depth == 0;
}

bool IsNdjson(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos || text[start] != '{') return false;
  const size_t end = text.find('\n', start);
  if (end == std::string_view::npos) return false;
  const size_t next = text.find_first_not_of(kSpace, end);
  return next != std::string_view::npos && text[next] == '{' &&
         IsWholeObject(text.substr(start, end - start));
}

}  // namespace

InputKind KindOfName(std::string_view path) {
  if (EndsWithOneOf(path, {".tgz", ".tzst", ".txz", ".tbz2"})) {
    return {Container::kTar, true};
  }
  InputKind kind{Container::kDetect, IsPacked(path)};
  if (kind.packed) path = path.substr(0, path.rfind('.'));
  if (EndsWithOneOf(path, {".tar"})) {
    kind.container = Container::kTar;
  } else if (EndsWithOneOf(path, {".ndjson", ".jsonl"})) {
    kind.container = Container::kNdjson;
  } else if (!kind.packed && IsReportName(path)) {
    kind.container = Container::kNone;
  }
  return kind;
}

InputKind KindOfContent(std::string_view beginning) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view magic :
       {"\x1f\x8b"sv, "\x28\xb5\x2f\xfd"sv, "\xfd\x37zXZ\0"sv, "BZh"sv}) {
    if (beginning.starts_with(magic)) return {Container::kTar, true};
  }
  if (beginning.size() > 262 && beginning.substr(257, 5) == "ustar") {
    return {Container::kTar, false};
  }
  return {IsNdjson(beginning) ? Container::kNdjson : Container::kNone, false};
}

bool IsReportName(std::string_view path) {
  return EndsWithOneOf(path, {".json", ".binpb", ".txtpb", ".pb"});
}

}  // namespace trivsel::cli
