// The commands about how long content is kept.
#ifndef TRIVSEL_GATEWAY_CTL_RETENTION_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_RETENTION_COMMANDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/ctl/table.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::ctl {

// Errors are store::Retention's. Without `keep` ("13m", "400d") as long as the
// gateways keep it.
class RetentionCommands {
 public:
  RetentionCommands(store::ConnectOptions connect, std::string actor)
      : connect_(std::move(connect)), actor_(std::move(actor)) {}

  // Every month that is over: its size, its state and why.
  absl::StatusOr<Table> Status(const std::string& keep);
  // Drops what is ready and shows those months afterwards; with `dry_run`
  // shows what is ready and drops nothing.
  absl::StatusOr<Table> Run(const std::string& keep, bool dry_run);

 private:
  const store::ConnectOptions connect_;
  const std::string actor_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_RETENTION_COMMANDS_H_
