#include "tests/integration/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

extern char** environ;

namespace trivsel::testing {

std::unique_ptr<ChildProcess> ChildProcess::Start(
    const std::vector<std::string>& command, const std::string& log_file) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log_file.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t process = 0;
  const int failed = posix_spawn(&process, arguments[0], &actions, nullptr,
                                 arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return nullptr;
  return std::unique_ptr<ChildProcess>(new ChildProcess(process));
}

ChildProcess::~ChildProcess() { Kill(); }

int ChildProcess::Wait() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = 0;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return exit_code_;
}

void ChildProcess::Kill() {
  if (process_ == 0) return;
  kill(process_, SIGKILL);
  Wait();
}

int ChildProcess::Stop() {
  if (process_ == 0) return -1;
  kill(process_, SIGTERM);
  return Wait();
}

bool ChildProcess::running() {
  if (process_ == 0) return false;
  int status = 0;
  if (waitpid(process_, &status, WNOHANG) != process_) return true;
  process_ = 0;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return false;
}

int RunProgram(const std::vector<std::string>& command,
               const std::string& log_file) {
  std::unique_ptr<ChildProcess> child = ChildProcess::Start(command, log_file);
  return child == nullptr ? -1 : child->Wait();
}

}  // namespace trivsel::testing
