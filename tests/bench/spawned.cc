#include "tests/bench/spawned.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

pid_t Spawn(const std::vector<std::string>& command, const std::string& log) {
  const pid_t child = fork();
  if (child != 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(out, 1);
  dup2(out, 2);
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

Spawned::Spawned(const std::vector<std::string>& command,
                 const std::string& log, const std::string& ready_file) {
  std::error_code error;
  std::filesystem::remove(ready_file, error);
  const absl::Time begun = absl::Now();
  process_ = Spawn(command, log);
  while (values_.empty()) {
    if (waitpid(process_, nullptr, WNOHANG) != 0) {
      Die(command[0] + " did not start; see " + log);
    }
    absl::SleepFor(absl::Milliseconds(5));
    std::ifstream file(ready_file);
    std::string line;
    while (std::getline(file, line)) {
      const size_t equals = line.find('=');
      if (equals != std::string::npos) {
        values_[line.substr(0, equals)] = line.substr(equals + 1);
      }
    }
  }
  took_ = absl::Now() - begun;
}

Spawned::~Spawned() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  if (status != 0) {
    std::fprintf(stderr, "bench: a program ended with %d\n", status);
  }
}

std::string Spawned::Value(const std::string& name) const {
  const auto value = values_.find(name);
  return value == values_.end() ? "" : value->second;
}

std::string NewBenchFolder() {
  // Not /tmp: where that is memory, nothing would ever reach a disk.
  std::string folder = "/var/tmp/trivsel-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) Die("no folder under /var/tmp");
  std::filesystem::permissions(folder, std::filesystem::perms(0711));
  return folder;
}

}  // namespace trivsel::bench
