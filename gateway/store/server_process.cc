#include "gateway/store/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::store {
namespace {

constexpr int kExecFailed = 127;

// The last three are glibc's: what a statement took and gives back at its end
// stays with the process for the next one. Else it goes back to the kernel, and
// comes anew page by page, each by a fault.
constexpr const char* kEnvironment[] = {
    "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "MALLOC_TRIM_THRESHOLD_=67108864",
    "MALLOC_MMAP_THRESHOLD_=33554432", "MALLOC_TOP_PAD_=1048576"};

// Between fork and exec in a process of many threads: system calls only, no
// allocation. Raw set*id calls, as glibc's would signal threads that are gone.
[[noreturn]] void BecomeProgram(const ProcessOptions& options,
                                char* const* argv, char* const* environment,
                                int output, pid_t parent) {
  setsid();
  if (options.user.drop) {
    const gid_t group = options.user.gid;
    if (syscall(SYS_setgroups, 1, &group) != 0 ||
        syscall(SYS_setresgid, group, group, group) != 0 ||
        syscall(SYS_setresuid, options.user.uid, options.user.uid,
                options.user.uid) != 0) {
      _exit(kExecFailed);
    }
  }
  // After the change of user, which clears it.
  if (options.signal_at_parents_end != 0) {
    prctl(PR_SET_PDEATHSIG, options.signal_at_parents_end);
    if (getppid() != parent) _exit(kExecFailed);
  }
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(output, 1);
  dup2(output, 2);
  syscall(SYS_close_range, 3u, ~0u, 0u);
  // Blocked and ignored signals would be inherited.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE, SIGCHLD}) {
    signal(number, SIG_DFL);
  }
  umask(077);
  if (chdir(options.working_folder.c_str()) != 0) _exit(kExecFailed);
  execve(argv[0], argv, environment);
  _exit(kExecFailed);
}

}  // namespace

absl::StatusOr<pid_t> StartProcess(const ProcessOptions& options) {
  std::vector<std::string> words = options.command;
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> settings(std::begin(kEnvironment),
                                    std::end(kEnvironment));
  std::vector<char*> environment;
  for (std::string& setting : settings) environment.push_back(setting.data());
  environment.push_back(nullptr);
  const int output =
      open(options.output_file.c_str(),
           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (output < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(options.output_file, ": ", std::strerror(errno)));
  }
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0)
    BecomeProgram(options, argv.data(), environment.data(), output, parent);
  const int fork_error = errno;
  close(output);
  if (child < 0) {
    return absl::UnavailableError(
        absl::StrCat("fork: ", std::strerror(fork_error)));
  }
  return child;
}

bool HasEnded(pid_t process, int* wait_status) {
  const pid_t got = waitpid(process, wait_status, WNOHANG);
  return got == process || (got < 0 && errno == ECHILD);
}

absl::Status WaitForSuccess(pid_t process, const std::string& program,
                            absl::Duration patience) {
  const absl::Time deadline = SteadyNow() + patience;
  int status = 0;
  while (!HasEnded(process, &status)) {
    if (SteadyNow() > deadline) {
      kill(process, SIGKILL);
      waitpid(process, &status, 0);
      return absl::UnavailableError(absl::StrCat(program, " did not finish"));
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(program, " failed, wait status ", status));
}

absl::StatusOr<std::string> FindPrograms(const std::string& major) {
  const std::filesystem::path root = "/usr/lib/postgresql";
  int newest = -1;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(root, error)) {
    const std::string name = entry.path().filename().string();
    if (!std::filesystem::exists(entry.path() / "bin/postgres", error))
      continue;
    if (!major.empty() && name != major) continue;
    newest = std::max(newest, std::atoi(name.c_str()));
  }
  if (newest < 0) {
    return absl::NotFoundError(
        absl::StrCat("PostgreSQL ", major.empty() ? "" : major + " ",
                     "is not installed under ", root.string()));
  }
  return (root / std::to_string(newest) / "bin").string();
}

}  // namespace trivsel::gateway::store
