// Where a judged report goes: onto disk, with its verdict and its place in the
// queue, in one transaction.
#ifndef TRIVSEL_GATEWAY_QUEUE_REPORT_SINK_H_
#define TRIVSEL_GATEWAY_QUEUE_REPORT_SINK_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::queue {

using Digest = std::array<uint8_t, 32>;      // SHA-256
using CitizenRef = std::array<uint8_t, 16>;  // HMAC of the CPR, never the CPR

enum class Verdict : int16_t { kAccepted = 1, kRejected = 2 };

// In which form the content came; numbers are stored.
enum class ContentForm : int16_t {
  kFhirJson = 1,
  kReportBinary = 2,  // trivsel.ltt.v1.DeliveryReport, serialized
};

// The KLE tag with the rule and the edition that gave it; empty = none.
struct KleTag {
  std::string subject, facet, rule, edition;
};

// Which resource came in which report: the child's timeline.
struct ResourceVersion {
  std::string type;          // FHIR type, "CarePlan"
  std::string id;            // resource id
  std::string last_updated;  // as written; may be empty
};

// Everything that one report brings to disk. Owns its data.
struct Draft {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;  // 0 = not known (unreadable report)
  std::string report_id;        // FHIR id, 1-64 characters
  Digest digest{};              // over form and content
  Verdict verdict = Verdict::kRejected;
  int16_t lane = 0;  // 0..63
  CitizenRef citizen{};
  ContentForm form = ContentForm::kFhirJson;
  std::string content;  // as received
  // Canonical DeliveryReport, serialized deterministically; empty when the
  // content could not be read, or is itself the canonical form.
  std::string canonical;
  // Serialized findings (gateway.v1.Receipt with only `findings` set); empty
  // if there are none.
  std::string findings;
  // Distinct codes of the error findings, for the operators' lists.
  std::vector<std::string> error_codes;
  KleTag kle;
  std::string rule_set;
  std::vector<ResourceVersion> resources;
};

enum class CommitOutcome {
  kFresh,     // stored now
  kReplayed,  // stored before with the same digest; the rest says what then
  kIdReused,  // the id is taken by other content; nothing stored
};

// What is on disk for a report id.
struct Committed {
  CommitOutcome outcome = CommitOutcome::kFresh;
  int64_t report_key = 0;  // our own number of the report
  Verdict verdict = Verdict::kRejected;
  absl::Time received_at;
  // Whose report it is, 0 = not known; nothing if the report itself is gone.
  std::optional<int32_t> municipality_id = {};
  // Only for kReplayed: what was stored then.
  std::string findings;
  KleTag kle;
  std::string rule_set;
};

// Thread safe.
class ReportSink {
 public:
  using Done = std::function<void(absl::StatusOr<Committed>)>;

  virtual ~ReportSink() = default;

  // Takes the draft and calls `done` exactly once, on any thread, when the
  // report is durable or known not to be: UNAVAILABLE when the outcome is not
  // known or the store cannot be reached. `done` must not block.
  virtual void Submit(Draft draft, Done done) = 0;

  // For those who can put off making drafts: returns when those that wait will
  // soon be gone, or after a second. What waits as it came is smaller than
  // drafts, and does not have to be fetched into the caches twice.
  virtual void AwaitRoom() {}
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_REPORT_SINK_H_
