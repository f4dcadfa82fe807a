// What has become of every report of a back-load, in memory, on disk and on
// the screen.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LEDGER_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LEDGER_H_

#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client-sdk/cli/backload/child_order.h"
#include "client-sdk/cli/backload/rejected_file.h"
#include "client-sdk/cli/backload/resume_file.h"
#include "client-sdk/cli/backload/tally.h"
#include "client-sdk/cli/progress.h"
#include "validator/finding.h"

namespace trivsel::cli::backload {

// What an answer means for the report.
Fate FateOf(const absl::StatusOr<gateway::v1::Receipt>& outcome);

// Memory grows with the places where something is missing, not with the
// reports. Thread safe.
class Ledger {
 public:
  // `state` names the file of what was not accepted.
  Ledger(ResumeState state, std::string resume_file, uint64_t total_bytes,
         const ViewArguments& view);

  // An earlier run did it.
  bool IsSettled(size_t input, uint64_t position) const;

  // The gateway answered.
  void Answered(const Parcel& parcel,
                const absl::StatusOr<gateway::v1::Receipt>& outcome);
  // This machine could not read it, or held it back. kNotSent: the next time
  // it may be well. Only what the parcel says of where it came from is used.
  void NotSendable(const Parcel& parcel, Fate fate,
                   const validator::Findings& findings);

  // Writes both files; on disk when it returns.
  absl::Status Checkpoint();
  // Everything is settled: there is nothing to go on with.
  void RemoveResumeFile();

  void ShowProgress();
  void HideProgress();
  // A line on standard error.
  void Tell(const std::string& danish, const std::string& english);

  // Over all runs.
  Tally Total() const;
  // Settled by this one.
  uint64_t SettledNow() const;
  const std::string& resume_file() const { return resume_file_; }
  const std::string& rejected_file() const { return rejected_.path(); }
  // Something stands in it.
  bool has_rejected() const;

 private:
  // These need the lock.
  void Settle(const Parcel& parcel, Fate fate);
  void AddReason(const Parcel& parcel, Fate fate, const std::string& code,
                 const std::string& danish, const std::string& english);
  void AddReasons(const Parcel& parcel, Fate fate,
                  const std::vector<validator::Finding>& findings);
  bool ShowsLine(Fate fate);

  const std::string resume_file_;
  const ViewArguments view_;
  mutable std::mutex mutex_;
  ResumeState state_;
  const std::vector<PositionSet> settled_before_;
  RejectedFile rejected_;
  Tally run_;  // its reasons are those of kNotSent
  Progress progress_;
  uint64_t offset_ = 0;  // the farthest that is settled
  size_t lines_shown_ = 0;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LEDGER_H_
