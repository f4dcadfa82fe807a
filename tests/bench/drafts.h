// Drafts as the judge makes them, in any number.
#ifndef TRIVSEL_TESTS_BENCH_DRAFTS_H_
#define TRIVSEL_TESTS_BENCH_DRAFTS_H_

#include <cstdint>
#include <vector>

#include "gateway/queue/report_sink.h"

namespace trivsel::bench {

// Real reports, judged once; each draft is one of them under an id of its own,
// and the lanes in turn, as if of many children. Not thread safe.
class DraftSupply {
 public:
  explicit DraftSupply(uint64_t seed);

  gateway::queue::Draft Next();
  std::vector<gateway::queue::Draft> Take(int count);

 private:
  const uint64_t seed_;
  uint64_t next_ = 0;
  std::vector<gateway::queue::Draft> templates_;
};

// Reports that were rejected, each for other reasons: a good one without one or
// other of its fields, and one that cannot be read. In both forms; at most so
// many.
std::vector<gateway::queue::Draft> RejectedDrafts(size_t most);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_DRAFTS_H_
