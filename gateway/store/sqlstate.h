// What a SQLSTATE means for the one who asked; the only place that knows.
#ifndef TRIVSEL_GATEWAY_STORE_SQLSTATE_H_
#define TRIVSEL_GATEWAY_STORE_SQLSTATE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace trivsel::gateway::store {

enum class Fault {
  kNone,
  // The transaction lost a race; nothing was stored; run it again.
  kRetry,
  // The store is down, full, read-only or shutting down, or the connection was
  // lost: what became of the statement is not known. UNAVAILABLE.
  kUnavailable,
  // Something in the data of this very statement. Without the data that are
  // at fault the statement would have passed.
  kData,
  // A program or schema that does not fit; no data can help. INTERNAL.
  kProgram,
};

// `state` has five characters; empty = the connection was lost.
Fault Classify(std::string_view state);

// The status of a failed statement. Says its name, the SQLSTATE and the
// constraint, and never PostgreSQL's own words: those can quote data.
absl::Status StatementError(std::string_view state, std::string_view statement,
                            std::string_view constraint);

// The SQLSTATE of a status made by StatementError; else empty.
std::string SqlStateOf(const absl::Status& status);

// What kind of fault a status of this room is.
Fault FaultOf(const absl::Status& status);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_SQLSTATE_H_
