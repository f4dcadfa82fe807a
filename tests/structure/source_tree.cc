#include "tests/structure/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace trivsel::structure {
namespace {

namespace fs = std::filesystem;

bool EndsWith(const std::string& text, const char* ending) {
  return text.ends_with(ending);
}

bool IsSource(const std::string& path) {
  return EndsWith(path, ".h") || EndsWith(path, ".cc") ||
         EndsWith(path, ".cc.in") || EndsWith(path, ".proto") ||
         EndsWith(path, ".sql");
}

bool IsBuildFolder(const std::string& name) {
  return name == "build" || name.starts_with("build-") ||
         name == "node_modules";
}

SourceFile ReadOne(const fs::path& root, const fs::path& path) {
  SourceFile source;
  source.path = fs::relative(path, root).generic_string();
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::string include = IncludeOf(line);
    if (!include.empty()) source.includes.push_back(std::move(include));
    source.lines.push_back(std::move(line));
  }
  return source;
}

}  // namespace

std::string IncludeOf(const std::string& line) {
  size_t at = line.find_first_not_of(" \t");
  if (at == std::string::npos || line[at] != '#') return {};
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string::npos || line.compare(at, 7, "include") != 0) return {};
  const size_t begin = line.find_first_of("\"<", at);
  if (begin == std::string::npos) return {};
  const size_t end = line.find_first_of("\">", begin + 1);
  if (end == std::string::npos) return {};
  return line.substr(begin + 1, end - begin - 1);
}

std::vector<SourceFile> ReadSources(const std::vector<std::string>& folders) {
  const fs::path root(TRIVSEL_SOURCE_DIR);
  std::vector<SourceFile> sources;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (auto at = fs::recursive_directory_iterator(root / folder);
         at != fs::recursive_directory_iterator(); ++at) {
      const fs::path& path = at->path();
      if (at->is_directory() && IsBuildFolder(path.filename().string())) {
        at.disable_recursion_pending();
      } else if (at->is_regular_file() && IsSource(path.string())) {
        sources.push_back(ReadOne(root, path));
      }
    }
  }
  std::sort(
      sources.begin(), sources.end(),
      [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return sources;
}

std::string RoomOf(const std::string& path) {
  const size_t first = path.find('/');
  if (first == std::string::npos) return {};
  const std::string top = path.substr(0, first);
  if (top == "trivsel") {
    return path.find("trivsel/client/") == 0 ? "client-sdk" : "proto";
  }
  if (top == "validator" || top == "client-sdk" || top == "tests" ||
      top == "proto") {
    return top;
  }
  if (top == "deploy") return "deploy";
  if (top != "gateway") return {};
  const size_t second = path.find('/', first + 1);
  // Files beside the rooms are the composition root.
  return second == std::string::npos ? "gateway" : path.substr(0, second);
}

}  // namespace trivsel::structure
