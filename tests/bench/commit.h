// Intake without a door.
#ifndef TRIVSEL_TESTS_BENCH_COMMIT_H_
#define TRIVSEL_TESTS_BENCH_COMMIT_H_

#include <vector>

#include "gateway/queue/group_committer.h"

namespace trivsel::bench {

// Hands all drafts to the committer, a few thousand at a time; reports a
// second until the last is on disk.
double Commit(gateway::queue::GroupCommitter* committer,
              std::vector<gateway::queue::Draft> drafts);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_COMMIT_H_
