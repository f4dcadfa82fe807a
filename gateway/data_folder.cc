#include "gateway/data_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway {

std::string DefaultDataFolder() {
  if (getuid() == 0) return "/var/lib/trivsel";
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return absl::StrCat(state, "/trivsel");
  const char* home = std::getenv("HOME");
  return absl::StrCat(home != nullptr ? home : ".", "/.local/state/trivsel");
}

absl::Status MakeDataFolder(const std::string& folder) {
  std::error_code error;
  const bool there = std::filesystem::is_directory(folder, error);
  if (!there) {
    std::filesystem::create_directories(folder, error);
    if (error) {
      return absl::FailedPreconditionError(
          absl::StrCat(folder, " cannot be made: ", error.message()));
    }
    if (chmod(folder.c_str(), 0711) != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(folder, ": ", std::strerror(errno)));
    }
  }
  if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " cannot be written: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

std::string CitizenKeyFile(const std::string& folder) {
  return absl::StrCat(folder, "/citizen.key");
}

absl::Status ReplaceFile(const std::string& path, const std::string& content,
                         int mode) {
  const std::string draft = absl::StrCat(path, ".new");
  unlink(draft.c_str());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                      static_cast<mode_t>(mode));
  const bool written = fd >= 0 && write(fd, content.data(), content.size()) ==
                                      static_cast<ssize_t>(content.size());
  if (fd >= 0) close(fd);
  if (!written || rename(draft.c_str(), path.c_str()) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " cannot be written: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status WriteDatabaseFile(const std::string& folder,
                               const std::string& database) {
  return ReplaceFile(absl::StrCat(folder, "/database"), database + "\n", 0600);
}

absl::StatusOr<std::string> ReadDatabaseFile(const std::string& folder) {
  std::ifstream file(absl::StrCat(folder, "/database"));
  std::string database;
  if (!std::getline(file, database) || database.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "no gateway has been started with the data folder ", folder,
        " (or it is another user's); use --data or --database"));
  }
  return database;
}

}  // namespace trivsel::gateway
