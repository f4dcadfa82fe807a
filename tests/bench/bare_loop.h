// The limit that intake is measured against.
#ifndef TRIVSEL_TESTS_BENCH_BARE_LOOP_H_
#define TRIVSEL_TESTS_BENCH_BARE_LOOP_H_

#include <string>
#include <vector>

#include "gateway/queue/report_sink.h"

namespace trivsel::bench {

// Rows a second that loops on so many connections write with the gateway's own
// statement (commit_group.sql) and the same bytes, in full groups that were
// encoded beforehand: no door, no judging, no waiting callers.
double BareLoop(const std::string& database,
                std::vector<gateway::queue::Draft> drafts, int connections);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_BARE_LOOP_H_
