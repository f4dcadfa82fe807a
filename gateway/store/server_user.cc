#include "gateway/store/server_user.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::store {

absl::StatusOr<ServerUser> FindServerUser(const std::string& name) {
  ServerUser user;
  if (geteuid() != 0) {
    user.uid = geteuid();
    user.gid = getegid();
    return user;
  }
  std::vector<char> buffer(16384);
  passwd entry;
  passwd* found = nullptr;
  getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("there is no user '", name, "' for PostgreSQL to run as"));
  }
  if (entry.pw_uid == 0) {
    return absl::InvalidArgumentError(
        "PostgreSQL must not run as root; name another user");
  }
  user.name = name;
  user.uid = entry.pw_uid;
  user.gid = entry.pw_gid;
  user.drop = true;
  return user;
}

absl::Status CheckReachable(const std::string& path, const ServerUser& user) {
  const std::filesystem::path whole =
      std::filesystem::path(path).lexically_normal();
  std::filesystem::path folder;
  for (const auto& part : whole.parent_path()) {
    folder /= part;
    struct stat info;
    if (stat(folder.c_str(), &info) != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(folder.string(), ": ", std::strerror(errno)));
    }
    const mode_t needed = info.st_uid == user.uid   ? S_IXUSR
                          : info.st_gid == user.gid ? S_IXGRP
                                                    : S_IXOTH;
    if (user.drop && (info.st_mode & needed) == 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("PostgreSQL runs as user '", user.name,
                       "', who may not enter ", folder.string(),
                       ": choose a data folder elsewhere (/var/lib/trivsel), "
                       "or run: chmod o+x ",
                       folder.string()));
    }
  }
  return absl::OkStatus();
}

absl::Status MakePrivateFolder(const std::string& path,
                               const ServerUser& user) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": ", std::strerror(errno)));
  }
  struct stat info;
  // lstat: a link laid there by someone else must not lead us astray.
  if (lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is not a folder"));
  }
  if (info.st_uid != user.uid && info.st_uid != geteuid()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " belongs to another user"));
  }
  if (info.st_uid != user.uid &&
      lchown(path.c_str(), user.uid, user.gid) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": ", std::strerror(errno)));
  }
  if (chmod(path.c_str(), 0700) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::store
