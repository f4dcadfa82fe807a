// The journal: an append-only, hash-chained record of every touch.
//
// Chain 0 is common: it opens the others and holds what is rare (a refused
// report, a change of the registry). Each committer connection has a chain of
// its own, so that the hot path has no point that all wait for. An entry says
// who did what when; it never holds a CPR number or content of a report.
#ifndef TRIVSEL_GATEWAY_JOURNAL_JOURNAL_H_
#define TRIVSEL_GATEWAY_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::journal {

// Stored numbers; never used again for something else.
enum class Kind : int16_t {
  kChainOpened = 1,      // written by the schema's journal_open_chain
  kGroupCommitted = 2,   // written by the group committer's statement
  kRegistryChanged = 3,  // written by the registry's statements
  kReportDenied =
      4,  // a report for a municipality the caller may not report for
  kContentDropped = 7,   // written by the schema's retention_swap
  kReviewed = 8,         // operators' acts on rejections
  kCitizenRevealed = 9,  // a CPR number was shown; with the reason
};

// Appends an entry to the common chain; durable when it returns OK. Thread
// safe; blocking. UNAVAILABLE: not known to be written.
absl::Status Append(store::Pool* pool, Kind kind, std::string_view actor,
                    std::string_view subject);

// Derives every chain again, independently of the database's own functions.
// DATA_LOSS names the first chain and entry that does not fit: changed,
// removed from the middle, or put in. Reads everything: for operators, not for
// the hot path.
absl::Status Verify(store::Pool* pool);

}  // namespace trivsel::gateway::journal

#endif  // TRIVSEL_GATEWAY_JOURNAL_JOURNAL_H_
