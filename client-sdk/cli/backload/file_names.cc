#include "client-sdk/cli/backload/file_names.h"

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace trivsel::cli::backload {
namespace {

namespace fs = std::filesystem;

std::string ByArguments(const std::vector<std::string>& paths) {
  uint32_t hash = 2166136261u;
  for (const std::string& path : paths) {
    for (const char c : path + '\0') {
      hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    }
  }
  char name[32];
  std::snprintf(name, sizeof name, "trivsel-submit-%08x", hash);
  return name;
}

}  // namespace

std::string BaseName(const std::vector<std::string>& paths) {
  if (paths.size() != 1 || paths[0] == "-") return ByArguments(paths);
  std::error_code error;
  // "." and "reports/" have a name too.
  fs::path input = fs::absolute(paths[0], error).lexically_normal();
  if (!input.has_filename()) input = input.parent_path();
  if (error || !input.has_filename()) return ByArguments(paths);
  const std::string folder = input.parent_path().string();
  if (::access(folder.c_str(), W_OK) != 0) return ByArguments(paths);
  return input.string();
}

}  // namespace trivsel::cli::backload
