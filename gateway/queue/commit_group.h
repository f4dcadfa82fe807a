// The drafts of one commit and what became of each.
#ifndef TRIVSEL_GATEWAY_QUEUE_COMMIT_GROUP_H_
#define TRIVSEL_GATEWAY_QUEUE_COMMIT_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/queue/report_sink.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"

namespace trivsel::gateway::queue {

// A draft and the one who waits for it.
struct Waiting {
  Draft draft;
  ReportSink::Done done;
  int64_t bytes = 0;  // what it takes of the backlog
};

// About how much memory a draft holds.
int64_t SizeOf(const Draft& draft);

// Equal keys are collapsed: the first draft of a key goes to the database, the
// others are judged by what is on disk afterwards. Not thread safe.
class CommitGroup {
 public:
  // Positions in the group; of drafts that stand for their key.
  using Members = std::vector<size_t>;

  explicit CommitGroup(std::vector<Waiting> waiting);

  // One for each key, in the order of arrival.
  const Members& members() const { return members_; }

  // $1–$19 of commit_group.sql for some members.
  store::Params Encode(const Members& members) const;
  // Takes the rows of commit_group.sql; gives the members that had none.
  Members TakeCommitted(const Members& members, const store::Result& rows);

  // $1, $2 of find_submissions.sql.
  store::Params EncodeKeys(const Members& members) const;
  // Takes its rows. A member without a row is told to try again.
  void TakeFound(const Members& members, const store::Result& rows);

  // The same two, row by row. `position` is of a member.
  void SetFresh(size_t position, int64_t report_key, absl::Time received_at);
  // `found` as of a replay; whether it is one is found out by the digest.
  void SetFound(size_t position, const Digest& digest, Committed found);
  const Draft& draft(size_t position) const { return waiting_[position].draft; }

  // What the members get instead of an outcome.
  void Fail(const Members& members, const absl::Status& status);

  // Lanes with something new to deliver, a bit each.
  uint64_t lanes() const { return lanes_; }
  int64_t bytes() const { return bytes_; }
  size_t size() const { return waiting_.size(); }

  // Tells everyone; once.
  void Answer();

 private:
  // What is on disk under a member's key.
  struct Stored {
    absl::StatusOr<Committed> outcome = absl::UnknownError("not committed");
    Digest digest{};
  };

  absl::StatusOr<Committed> OutcomeOf(size_t position) const;

  std::vector<Waiting> waiting_;
  std::vector<size_t> leader_;  // by position: the member with the same key
  std::vector<Stored> stored_;  // by position, of members
  Members members_;
  uint64_t lanes_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_COMMIT_GROUP_H_
