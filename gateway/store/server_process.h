// A child process that PostgreSQL's programs run in.
#ifndef TRIVSEL_GATEWAY_STORE_SERVER_PROCESS_H_
#define TRIVSEL_GATEWAY_STORE_SERVER_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/server_user.h"

namespace trivsel::gateway::store {

struct ProcessOptions {
  std::vector<std::string> command;  // the program's path first
  std::string working_folder;
  std::string output_file;  // what it says is added here
  ServerUser user;
  // Sent by the kernel when the *thread* that started it ends, however that
  // comes about; 0 = none.
  int signal_at_parents_end = 0;
};

// Starts it in a session of its own, so that Ctrl-C at a terminal reaches it
// only through us. Gives its process id.
absl::StatusOr<pid_t> StartProcess(const ProcessOptions& options);

// True when it has ended; its exit is then collected.
bool HasEnded(pid_t process, int* wait_status);

// Waits for its end. UNAVAILABLE after `patience`, INTERNAL if it failed.
absl::Status WaitForSuccess(pid_t process, const std::string& program,
                            absl::Duration patience);

// The newest folder of PostgreSQL programs; of that major version if it is not
// empty. NOT_FOUND if none is installed.
absl::StatusOr<std::string> FindPrograms(const std::string& major);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_SERVER_PROCESS_H_
