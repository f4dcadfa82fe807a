// Progress on standard error, for people who wait.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_
#define TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_

#include <cstdint>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/progress_meter.h"

namespace trivsel::cli {

// On a terminal a bar, redrawn at most ten times a second and not at all in
// the first; elsewhere a line after ten seconds and then one every half
// minute. Not thread safe.
class Progress {
 public:
  // `total_bytes`: of all the input; 0 = not known.
  Progress(uint64_t total_bytes, const ViewArguments& view)
      : view_(view), meter_(total_bytes, start_) {}
  ~Progress() { Hide(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // So many reports are done, and they end at that byte of the input.
  void Show(uint64_t reports, uint64_t bytes);
  // Takes the bar away, so that a line of output can stand in its place.
  void Hide();

 private:
  void ShowBar(absl::Time now);
  void ShowLine(absl::Time now);

  const ViewArguments view_;
  const absl::Time start_ = absl::Now();
  ProgressMeter meter_;
  absl::Time last_ = start_;
  bool visible_ = false;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PROGRESS_H_
