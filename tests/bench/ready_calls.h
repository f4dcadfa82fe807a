// Calls of ReportService that are made ready before any time is taken, and read
// after it: in life that is done by other machines, and here it would be done
// on the cores that the gateway runs on.
#ifndef TRIVSEL_TESTS_BENCH_READY_CALLS_H_
#define TRIVSEL_TESTS_BENCH_READY_CALLS_H_

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::bench {

// Calls that are sent over channels in turn. Each is sent once; different ones
// at the same time, if need be.
class ReadyCalls {
 public:
  // `per_call` reports a call (1 = SubmitReport, else SubmitReports).
  ReadyCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
             std::vector<trivsel::gateway::v1::Submission> submissions,
             int per_call);
  ReadyCalls(ReadyCalls&& other) noexcept;
  ~ReadyCalls();
  size_t size() const;
  int64_t reports(size_t call) const;

  // `done` is called from a thread of this, before which the status is there;
  // it must not wait.
  void Send(size_t call, absl::Duration deadline, std::function<void()> done);
  const grpc::Status& status(size_t call) const;
  // How each report of an answered call fared.
  std::vector<trivsel::gateway::v1::ReportOutcome> Read(size_t call) const;

 private:
  struct Call;
  class Answers;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Call> calls_;
  const bool one_;
  std::unique_ptr<Answers> answers_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_READY_CALLS_H_
