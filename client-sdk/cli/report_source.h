// One report after the other out of everything that a command line names.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_SOURCE_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_SOURCE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "client-sdk/cli/input_plan.h"

namespace trivsel::cli {

// Where a report came from.
struct Origin {
  std::string source;  // the file
  std::string entry;   // in it, if it is an archive
  uint64_t line = 0;   // in that, if it is NDJSON; from 1
};

// "josefine.json", "2025.ndjson:17", "2025.tar/maj/17.json".
std::string OriginText(const Origin& origin);

struct RawReport {
  size_t input = 0;       // of the plan
  uint64_t position = 0;  // of those in that input, from 0
  Origin origin;
  // At most ReportReader::kMaxBytes + 1: enough to see that it is too long.
  std::string bytes;
  // Not OK: the file cannot be read, or the archive is broken here. The next
  // time it may be well.
  absl::Status status;
  // Bytes of the plan that are read when this report is.
  uint64_t offset = 0;
};

// Holds one report at a time, however many there are. Not thread safe.
class ReportSource {
 public:
  // Reports to pass over, by input and position.
  using PassOver = std::function<bool(size_t input, uint64_t position)>;

  // The plan must outlive it; takes its standard input.
  explicit ReportSource(InputPlan* plan, PassOver pass_over = nullptr);
  ~ReportSource();

  // false: there are no more, or reading was stopped.
  bool Next(RawReport* report);

  // How many were passed over.
  uint64_t passed_over() const { return passed_over_; }
  // Every input was read to its end.
  bool complete() const { return complete_; }

  // What reads one input.
  class InputReader;

 private:
  bool OpenNext();

  InputPlan* const plan_;
  const PassOver pass_over_;
  std::unique_ptr<InputReader> reader_;
  size_t next_input_ = 0;
  uint64_t offset_ = 0;  // of the inputs before this one
  uint64_t passed_over_ = 0;
  bool complete_ = true;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_SOURCE_H_
