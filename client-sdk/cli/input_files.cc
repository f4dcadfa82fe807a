#include "client-sdk/cli/input_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "client-sdk/cli/input_kind.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;

bool IsWanted(const fs::directory_entry& entry, bool containers) {
  std::error_code error;
  if (!entry.is_regular_file(error)) return false;
  const std::string name = entry.path().filename().string();
  const Container kind = KindOfName(name).container;
  return kind == Container::kNone || (containers && kind != Container::kDetect);
}

// A folder that cannot be listed takes its own place in the list: reading it
// will say why.
void AppendFolder(const fs::path& folder, bool containers,
                  std::vector<std::string>* found) {
  std::error_code error;
  auto it = fs::directory_iterator(folder, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    // Links to folders are not followed: they may lead in a circle.
    if (it->is_directory(ignored) && !it->is_symlink(ignored)) {
      AppendFolder(it->path(), containers, found);
    } else if (IsWanted(*it, containers)) {
      found->push_back(it->path().string());
    }
  }
  if (error) found->push_back(folder.string());
}

absl::Status SystemError(const char* what) {
  return absl::NotFoundError(std::string(what) + ": " +
                             std::generic_category().message(errno));
}

}  // namespace

std::vector<std::string> ReportsInFolder(const std::string& folder,
                                         bool containers) {
  std::vector<std::string> found;
  AppendFolder(folder, containers, &found);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> ExpandPaths(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path != "-" && fs::is_directory(path, error)) {
      std::vector<std::string> found = ReportsInFolder(path, false);
      out.insert(out.end(), std::make_move_iterator(found.begin()),
                 std::make_move_iterator(found.end()));
    } else {
      out.push_back(path);
    }
  }
  return out;
}

absl::Status ReadInput(const std::string& path, size_t max_bytes,
                       std::string* bytes) {
  bytes->clear();
  const bool standard_input = path == "-";
  const int fd = standard_input ? STDIN_FILENO
                                : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError("open");
  // One read of the size that stat tells is the common case; pipes and growing
  // files take more rounds.
  struct stat info {};
  size_t chunk = 64 * 1024;
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
    chunk = static_cast<size_t>(info.st_size) + 1;
  }
  absl::Status status;
  while (bytes->size() < max_bytes) {
    const size_t had = bytes->size();
    bytes->resize(had + std::min(chunk, max_bytes - had));
    const ssize_t got = ::read(fd, bytes->data() + had, bytes->size() - had);
    bytes->resize(had + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) status = SystemError("read");
    if (got <= 0) break;
  }
  if (!standard_input) ::close(fd);
  return status;
}

}  // namespace trivsel::cli
