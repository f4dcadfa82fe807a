// `trivsel` as a process that can be watched, interrupted and killed.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_RUNNING_COMMAND_H_
#define TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_RUNNING_COMMAND_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace trivsel::testing {

struct Finished {
  int exit_code = -1;  // -1: a signal ended it
  long max_resident_kib = 0;
  std::string out;
  std::string err;
};

// Ends with this object, by force if it must. Not thread safe.
class RunningCommand {
 public:
  // Runs in `folder`, which takes what it says (out.txt, err.txt). `input`: a
  // file for its standard input.
  RunningCommand(const std::string& folder,
                 const std::vector<std::string>& arguments,
                 const std::string& input = "/dev/null");
  ~RunningCommand();
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

  void Signal(int signal);
  // Waits until it has said this on standard error; false: it ended first.
  bool AwaitSaid(const std::string& words);
  Finished Wait();

 private:
  const std::string folder_;
  pid_t process_ = 0;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_RUNNING_COMMAND_H_
