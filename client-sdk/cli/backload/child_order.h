// Which reports may be sent now, so that each child's arrive in order.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_CHILD_ORDER_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_CHILD_ORDER_H_

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "client-sdk/cli/report_source.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::cli::backload {

// One report on its way.
struct Parcel {
  size_t input = 0;
  uint64_t position = 0;
  uint64_t offset = 0;
  Origin origin;
  std::string report_id;
  // Equal for reports about the same child; 0 = nobody known: sent as it
  // comes. Lives in this process only.
  uint64_t child = 0;
  gateway::v1::Submission submission;
  size_t bytes = 0;  // of the submission on the wire
};

// The gateway orders a child's reports by their commit. Of two that are on
// their way at one time either may be committed first, and of two in one
// request the first may fail for a moment and the second not. So a child has
// at most one report on its way; the next waits until that is answered.
//
// All costs are independent of how much waits. Not thread safe.
class ChildOrder {
 public:
  void Add(Parcel parcel);

  // Takes the reports that may go, in the order they were added, as many as
  // fit; at least one if there is one.
  std::vector<Parcel> Take(size_t max_reports, size_t max_bytes);

  // A report of this child that was taken is answered.
  void Answered(uint64_t child);

  // How many may go now.
  size_t ready() const { return ready_.size(); }
  size_t ready_bytes() const { return ready_bytes_; }
  // How many are not yet taken, those included.
  size_t waiting() const { return waiting_; }

 private:
  void MakeReady(Parcel parcel);

  std::deque<Parcel> ready_;
  size_t ready_bytes_ = 0;
  size_t waiting_ = 0;
  // Of each child with a report ready or on its way, those that wait for it.
  std::unordered_map<uint64_t, std::deque<Parcel>> behind_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_CHILD_ORDER_H_
