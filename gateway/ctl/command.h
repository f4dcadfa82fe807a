// A command that was chosen on the command line, and what it prints.
#ifndef TRIVSEL_GATEWAY_CTL_COMMAND_H_
#define TRIVSEL_GATEWAY_CTL_COMMAND_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/ctl/table.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::ctl {

// What a command has to work with.
struct Session {
  store::Pool& pool;
  std::string actor;  // who did it, for the journal
  Output output = Output::kText;
  absl::Time now;
};

struct Printout {
  std::optional<Table> table = {};
  std::string text = {};  // as it is, after the table
  bool trouble = false;  // done, but there is something to look at: exit code 1
};

using Answer = absl::StatusOr<Printout>;
using Command = std::function<Answer(Session&)>;

// Nothing to print.
Answer Plain(absl::Status status);
Answer Rows(absl::StatusOr<Table> table);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_COMMAND_H_
