// How many reports one call may bring, and what that means for its threads.
#ifndef TRIVSEL_GATEWAY_INGEST_BATCH_SIZE_H_
#define TRIVSEL_GATEWAY_INGEST_BATCH_SIZE_H_

namespace trivsel::gateway::ingest {

constexpr bool IsBatchSize(int reports) {
  return reports >= 1 && reports <= 1000;
}

// Whether it is judged where it arrives; a bigger one would hold up a gRPC
// thread and goes to a worker.
constexpr bool IsJudgedOnArrival(int reports) { return reports <= 32; }

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_BATCH_SIZE_H_
