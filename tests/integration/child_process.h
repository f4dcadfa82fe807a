// A program of ours, run as a process of its own.
#ifndef TRIVSEL_TESTS_INTEGRATION_CHILD_PROCESS_H_
#define TRIVSEL_TESTS_INTEGRATION_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace trivsel::testing {

// Ends with this object, by force if it must. Not thread safe.
class ChildProcess {
 public:
  // Null if it cannot be started. What it says is added to `log_file`.
  static std::unique_ptr<ChildProcess> Start(
      const std::vector<std::string>& command, const std::string& log_file);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // SIGKILL, and waits until it is gone.
  void Kill();
  // SIGTERM, and waits; its exit code, or -1 if a signal ended it.
  int Stop();
  // Waits until it ends by itself; as Stop.
  int Wait();
  bool running();
  // 0 when it has ended.
  pid_t pid() const { return process_; }
  // When it has ended; -1 if a signal ended it.
  int exit_code() const { return exit_code_; }

 private:
  explicit ChildProcess(pid_t process) : process_(process) {}

  pid_t process_;  // 0 when it has ended
  int exit_code_ = -1;
};

// Runs a program to its end; its exit code.
int RunProgram(const std::vector<std::string>& command,
               const std::string& log_file);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_INTEGRATION_CHILD_PROCESS_H_
