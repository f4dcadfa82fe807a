#include "gateway/store/sqlstate.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace trivsel::gateway::store {
namespace {

constexpr char kPayload[] = "trivsel.dk/sqlstate";

struct Row {
  std::string_view prefix;  // the longest that matches wins
  Fault fault;
};

// Two characters are a class of errors, five are one error.
constexpr Row kRows[] = {
    {"08", Fault::kUnavailable},     // connection exceptions
    {"21", Fault::kData},            // cardinality
    {"22", Fault::kData},            // a value that cannot be
    {"23", Fault::kData},            // a constraint
    {"25006", Fault::kUnavailable},  // read only: not the primary any more
    {"28", Fault::kUnavailable},     // we are not let in (yet)
    {"3D000", Fault::kUnavailable},  // the database is not there (yet)
    {"40", Fault::kRetry},           // serialization failure, deadlock
    {"40003", Fault::kUnavailable},  // completion unknown
    {"44", Fault::kData},            // a check option
    {"53", Fault::kUnavailable},     // memory, disk, connections used up
    {"54", Fault::kData},            // over a limit of the program
    {"55P03", Fault::kUnavailable},  // lock not to be had in time
    {"57", Fault::kUnavailable},     // cancelled, shutting down, crashed
    {"58", Fault::kUnavailable},     // the operating system failed it
    {"72", Fault::kUnavailable},     // snapshot too old
    {"P0001", Fault::kData},         // raised by a trigger
    {"XX000", Fault::kData},  // its own fault: see whether one row did it
    {"XX001", Fault::kUnavailable},  // a damaged page
    {"XX002", Fault::kUnavailable},  // a damaged index
};

}  // namespace

Fault Classify(std::string_view state) {
  if (state.empty()) return Fault::kUnavailable;
  Fault best = Fault::kProgram;
  size_t longest = 0;
  for (const Row& row : kRows) {
    if (row.prefix.size() > longest &&
        state.substr(0, row.prefix.size()) == row.prefix) {
      best = row.fault;
      longest = row.prefix.size();
    }
  }
  return best;
}

absl::Status StatementError(std::string_view state, std::string_view statement,
                            std::string_view constraint) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  switch (Classify(state)) {
    case Fault::kUnavailable:
      code = absl::StatusCode::kUnavailable;
      break;
    case Fault::kRetry:
      code = absl::StatusCode::kAborted;
      break;
    case Fault::kData:
      if (state == "23505") {
        code = absl::StatusCode::kAlreadyExists;
      } else if (state == "23503" || state == "23001") {
        code = absl::StatusCode::kFailedPrecondition;
      } else {
        code = absl::StatusCode::kInvalidArgument;
      }
      break;
    default:
      break;
  }
  std::string message = absl::StrCat(
      "database: ", std::string(statement),
      state.empty() ? std::string(": connection lost")
                    : absl::StrCat(": SQLSTATE ", std::string(state)));
  if (!constraint.empty())
    absl::StrAppend(&message, ", ", std::string(constraint));
  absl::Status status(code, message);
  status.SetPayload(kPayload, absl::Cord(std::string(state)));
  return status;
}

std::string SqlStateOf(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kPayload);
  return payload.has_value() ? std::string(*payload) : std::string();
}

Fault FaultOf(const absl::Status& status) {
  if (status.ok()) return Fault::kNone;
  if (status.GetPayload(kPayload).has_value())
    return Classify(SqlStateOf(status));
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)
             ? Fault::kUnavailable
             : Fault::kProgram;
}

}  // namespace trivsel::gateway::store
