// What ends soon, or has ended: permissions, signed agreements, certificates;
// and signed documents that nobody has archived yet.
#ifndef TRIVSEL_GATEWAY_STORE_EXPIRY_H_
#define TRIVSEL_GATEWAY_STORE_EXPIRY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Pool;

// As list_endings.sql numbers them.
enum class EndingKind {
  kPermission = 1,      // a submitter may report for a municipality
  kConnection = 2,      // tilslutningsaftale
  kDataProcessing = 3,  // databehandleraftale
  kCertificate = 4,     // of a submitter or an operator
  kNotArchived = 5,     // signed, and not in the archive yet
};
inline constexpr int kEndingKinds = 5;
inline constexpr std::array<EndingKind, kEndingKinds> kAllEndingKinds = {
    EndingKind::kPermission, EndingKind::kConnection,
    EndingKind::kDataProcessing, EndingKind::kCertificate,
    EndingKind::kNotArchived};

// "permission", "connection_agreement", "data_processing_agreement",
// "certificate", "unarchived_document": for metrics and JSON.
const char* EndingKindName(EndingKind kind);

struct Ending {
  EndingKind kind = EndingKind::kPermission;
  std::string cvr;           // of the municipality; empty for certificates
  std::string municipality;  // its name
  std::string owner;         // submitter or operator; empty for documents
  bool operators = false;    // a certificate of an operator
  std::string subject;       // reference or fingerprint
  int64_t document_id = 0;
  absl::Time ends_at;  // kNotArchived: deleted where it was signed
};

// Whole days from `now` until then, rounded down: 0 on the last day, negative
// when it is over.
int DaysLeft(absl::Time ends_at, absl::Time now);

// Of one kind.
struct EndingCounts {
  // What ends so soon, and has not ended: what is within 7 days is within 30
  // and 60 too.
  int within_60_days = 0, within_30_days = 0, within_7_days = 0;
  int ended = 0;
  // Of all that have an end, also a later one; not set: none has.
  std::optional<int> least_days_left = {};
};

struct ExpirySummary {
  std::array<EndingCounts, kEndingKinds> counts = {};

  const EndingCounts& of(EndingKind kind) const {
    return counts[static_cast<size_t>(kind) - 1];
  }
};

// Thread safe; blocking. A statement over the registry's small tables.
class ExpiryReader {
 public:
  // `pool` must outlive it.
  explicit ExpiryReader(Pool* pool) : pool_(pool) {}

  // What ends before `before` as of `now`, the soonest first; see
  // queries/list_endings.sql for what is left out.
  absl::StatusOr<std::vector<Ending>> List(absl::Time now, absl::Time before,
                                           int limit);
  // In numbers, for metrics.
  absl::StatusOr<ExpirySummary> Summary(absl::Time now);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_EXPIRY_H_
