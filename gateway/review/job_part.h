// One part of a job, held under a lease: its chunks.
#ifndef TRIVSEL_GATEWAY_REVIEW_JOB_PART_H_
#define TRIVSEL_GATEWAY_REVIEW_JOB_PART_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/review/job_window.h"
#include "gateway/review/job_words.h"
#include "gateway/review/revalidation_group.h"
#include "gateway/review/revalidation_writer.h"
#include "gateway/review/stored_content.h"
#include "gateway/store/result.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::review {

// Not thread safe; the writer and the judge must outlive it.
class JobPart {
 public:
  // What became of a chunk.
  struct Progress {
    enum class State {
      kMore,   // go on
      kEnded,  // all of the part is done
      kLost,   // it is another's now, or the job runs no more
    };
    State state = State::kMore;
    uint64_t lanes = 0;     // with something new to deliver, a bit each
    int64_t looked_at = 0;  // rejections
  };

  // Takes a part that nobody works on; nothing if there is none.
  // `windows` must outlive it too.
  static absl::StatusOr<std::optional<JobPart>> Take(RevalidationWriter* writer,
                                                     const Rejudge* rejudge,
                                                     JobWindows* windows,
                                                     const std::string& owner,
                                                     absl::Duration lease);
  JobPart(JobPart&& other) noexcept;
  JobPart& operator=(JobPart&& other) = delete;
  ~JobPart();

  // The next chunk, in one transaction, or in several that each move the part's
  // place. UNAVAILABLE: what became of it is not known; the part has to be
  // taken again. Other errors: it cannot go on.
  // About `most` rejections in it. `together`: read with the gateway's other
  // parts, more than for a chunk; else no more than it needs.
  absl::StatusOr<Progress> Next(int32_t most, bool together);
  // The job cannot go on; `why` is for people.
  absl::Status Fail(const std::string& why);
  // Lets others go on at once.
  void Release();

 private:
  using Kind = trivsel::gateway::v1::ReviewJob::Kind;

  JobPart() = default;
  absl::StatusOr<std::shared_ptr<const JobWindow>> Load(int64_t from,
                                                        int64_t to,
                                                        uint64_t parts,
                                                        int32_t most);
  absl::StatusOr<std::shared_ptr<const JobWindow>> Window(int32_t most,
                                                          bool together);
  absl::StatusOr<Progress> Revalidate(const store::Result& rows,
                                      const std::vector<int>& wanted);
  // Those from `begin` to before `end`, in one transaction; in several, up to
  // the chunk's end, if the database refuses one of them.
  absl::StatusOr<Progress> Write(RevalidationGroup* group, size_t begin,
                                 size_t end);
  absl::StatusOr<Progress> Split(RevalidationGroup* group, size_t begin,
                                 size_t end, const absl::Status& why);
  absl::StatusOr<Progress> Act(const store::Result& rows,
                               const std::vector<int>& wanted);
  // Those that the job's words are about.
  std::vector<int> Wanted(const store::Result& rows,
                          std::vector<int> looked_at) const;

  RevalidationWriter* writer_ = nullptr;
  JobWindows* windows_ = nullptr;  // null: moved from
  const Rejudge* rejudge_ = nullptr;
  Kind kind_ = trivsel::gateway::v1::ReviewJob::KIND_UNSPECIFIED;
  ActedBy by_;  // reason: the job's text
  JobWords words_;
  JobStep step_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_JOB_PART_H_
