#include "gateway/ctl/command.h"

#include <utility>

namespace trivsel::gateway::ctl {

Answer Plain(absl::Status status) {
  if (!status.ok()) return status;
  return Printout();
}

Answer Rows(absl::StatusOr<Table> table) {
  if (!table.ok()) return table.status();
  Printout printout;
  printout.table = *std::move(table);
  return printout;
}

}  // namespace trivsel::gateway::ctl
