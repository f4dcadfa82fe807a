// A gateway for very many reports: keeps their ids alone, and outlives its own
// restarts.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_BULK_GATEWAY_H_
#define TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_BULK_GATEWAY_H_

#include <grpcpp/server.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::testing {

// What the gateway's database is: stays when the gateway goes. Thread safe.
class BulkStore {
 public:
  // Decides about a report that comes for the first time; null = accepts all.
  using Judge = std::function<gateway::v1::ReportOutcome(
      const gateway::v1::Submission& submission)>;

  explicit BulkStore(Judge judge = nullptr) : judge_(std::move(judge)) {}

  gateway::v1::ReportOutcome Submit(const gateway::v1::Submission& submission);

  // From now on calls are held before anything is stored, or after; until
  // Release.
  enum class Hold { kNothing, kBeforeStoring, kAfterStoring };
  void HoldCalls(Hold hold);
  void Release() { HoldCalls(Hold::kNothing); }
  // Calls pass here, before and after.
  void Pass(Hold where);

  // Waits until so many reports are stored, or so many calls are held.
  void AwaitStored(size_t count);
  void AwaitHeld(int calls);

  std::vector<std::string> ids() const;  // in the order of storing
  size_t replays() const;

 private:
  const Judge judge_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Hold hold_ = Hold::kNothing;
  int held_ = 0;
  std::vector<std::string> order_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string> rejected_;
  size_t replays_ = 0;
};

// Listens on a port of loopback while it lives.
class BulkGateway final : public gateway::v1::ReportService::Service {
 public:
  // The endpoint of an earlier one, to be its restart.
  explicit BulkGateway(BulkStore* store,
                       const std::string& endpoint = "localhost:0");
  // Cuts off the calls that are under way.
  ~BulkGateway() override;

  const std::string& endpoint() const { return endpoint_; }
  // From now on every call is refused with this.
  void Refuse(const grpc::Status& status);

  grpc::Status SubmitReports(
      grpc::ServerContext* context,
      const gateway::v1::SubmitReportsRequest* request,
      gateway::v1::SubmitReportsResponse* response) override;

 private:
  BulkStore* const store_;
  std::mutex mutex_;
  grpc::Status refusal_;
  std::string endpoint_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_CLIENT_SDK_BACKLOAD_BULK_GATEWAY_H_
