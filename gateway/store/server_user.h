// The unprivileged user that PostgreSQL runs as.
#ifndef TRIVSEL_GATEWAY_STORE_SERVER_USER_H_
#define TRIVSEL_GATEWAY_STORE_SERVER_USER_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::gateway::store {

struct ServerUser {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  // We are root and become this user; else we are it already.
  bool drop = false;
};

// The named user when we run as root (never root itself: PostgreSQL refuses
// that, and rightly so); else ourselves. NOT_FOUND if there is no such user.
absl::StatusOr<ServerUser> FindServerUser(const std::string& name);

// FAILED_PRECONDITION, naming the folder, if the user cannot get through one
// of the folders above `path`.
absl::Status CheckReachable(const std::string& path, const ServerUser& user);

// Makes the folder if it is not there and gives it to the user, mode 0700.
// FAILED_PRECONDITION if something else is in its place.
absl::Status MakePrivateFolder(const std::string& path, const ServerUser& user);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_SERVER_USER_H_
