// A progress bar on standard error, for people who wait.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_
#define TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_

#include <cstddef>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace trivsel::cli {

// Shows nothing in the first second, nothing when it is not enabled, and
// redraws at most ten times a second. Not thread safe.
class Progress {
 public:
  Progress(size_t total, bool enabled)
      : total_(total), enabled_(enabled && total > 1) {}
  ~Progress() { Hide(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of the total are done.
  void Show(size_t done);
  // Takes the bar away, so that a line of output can stand in its place.
  void Hide();

 private:
  const size_t total_;
  const bool enabled_;
  const absl::Time start_ = absl::Now();
  absl::Time last_ = start_;
  bool visible_ = false;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_
