// Waiting until every receiver has answered for a set of reports.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_CONFIRMATION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_CONFIRMATION_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "trivsel/client/connection.h"

namespace trivsel::client::internal {

// Listens to the stream of receipts. When that ends, for whatever reason, asks
// for each report that is still open, so that nothing said in between is
// missed; then listens again. Not thread safe; one for each wait.
class Confirmation {
 public:
  Confirmation(Connection* connection, std::shared_ptr<TimeSource> time,
               absl::Duration poll_interval, absl::Time deadline)
      : connection_(connection),
        time_(std::move(time)),
        poll_interval_(poll_interval),
        deadline_(deadline) {}

  absl::StatusOr<std::vector<gateway::v1::Report>> Await(
      const std::vector<std::string>& report_ids);

 private:
  absl::Status AwaitChunk(std::vector<std::string> ids);
  absl::Status Listen(const std::vector<std::string>& ids);
  // Asks for each and drops the settled ones from `ids`.
  absl::Status AskForOpen(std::vector<std::string>* ids);
  void DropSettled(std::vector<std::string>* ids) const;

  Connection* const connection_;
  const std::shared_ptr<TimeSource> time_;
  const absl::Duration poll_interval_;
  const absl::Time deadline_;
  std::map<std::string, gateway::v1::Report> settled_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_CONFIRMATION_H_
