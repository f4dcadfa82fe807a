#include "tests/client-sdk/backload/running_command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

namespace trivsel::testing {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void Redirect(const char* path, int flags, int to) {
  const int fd = open(path, flags, 0600);
  if (fd < 0 || dup2(fd, to) < 0) _exit(125);
}

}  // namespace

RunningCommand::RunningCommand(const std::string& folder,
                               const std::vector<std::string>& arguments,
                               const std::string& input)
    : folder_(folder) {
  std::vector<std::string> words = {TRIVSEL_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const char* environment[] = {"HOME=/nonexistent", nullptr};
  // A child's working folder is what posix_spawn cannot set.
  process_ = vfork();
  if (process_ != 0) return;
  if (chdir(folder_.c_str()) != 0) _exit(125);
  Redirect(input.c_str(), O_RDONLY, 0);
  Redirect("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 1);
  Redirect("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 2);
  execve(argv[0], argv.data(), const_cast<char**>(environment));
  _exit(126);
}

RunningCommand::~RunningCommand() {
  if (process_ <= 0) return;
  Signal(SIGKILL);
  Wait();
}

void RunningCommand::Signal(int signal) {
  if (process_ > 0) kill(process_, signal);
}

bool RunningCommand::AwaitSaid(const std::string& words) {
  while (Slurp(folder_ + "/err.txt").find(words) == std::string::npos) {
    siginfo_t info{};
    const int waited = waitid(P_PID, static_cast<id_t>(process_), &info,
                              WEXITED | WNOHANG | WNOWAIT);
    if (waited != 0 || info.si_pid != 0) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

Finished RunningCommand::Wait() {
  Finished finished;
  int status = 0;
  rusage usage{};
  while (wait4(process_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  process_ = 0;
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  finished.max_resident_kib = usage.ru_maxrss;
  finished.out = Slurp(folder_ + "/out.txt");
  finished.err = Slurp(folder_ + "/err.txt");
  return finished;
}

}  // namespace trivsel::testing
