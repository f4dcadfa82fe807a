// How fast work goes, and when it will be done: numbers and words only.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PROGRESS_METER_H_
#define TRIVSEL_CLIENT_SDK_CLI_PROGRESS_METER_H_

#include <cstdint>
#include <deque>
#include <string>

#include "absl/time/time.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli {

// Not thread safe.
class ProgressMeter {
 public:
  // `total_bytes`: of all the input; 0 = not known.
  ProgressMeter(uint64_t total_bytes, absl::Time start);

  // So many reports are done, and they end at that byte of the input.
  void Update(absl::Time now, uint64_t reports, uint64_t bytes);

  // "[####......]  43 %  43,210  1,234/s  1:02:03", the time left last.
  std::string Bar() const;
  // "43 %, 43210 reports, 1234/s, 1:02 left"
  std::string Line(Language language) const;

 private:
  struct Sample {
    absl::Time time;
    uint64_t reports;
    uint64_t bytes;
  };

  int Percent() const;
  double ReportsPerSecond() const;
  // "1:02", "1:02:03"; empty if it cannot be told.
  std::string TimeLeft() const;

  const uint64_t total_bytes_;
  std::deque<Sample> samples_;  // of the last seconds, never empty
  Sample last_;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PROGRESS_METER_H_
