// Reads reports and what became of them; never one submitter's for another, nor
// one municipality's for those who speak for others.
#ifndef TRIVSEL_GATEWAY_QUEUE_REPORT_READER_H_
#define TRIVSEL_GATEWAY_QUEUE_REPORT_READER_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/queue/stored_report.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::queue {

// Whose reports may be seen: those that a submitter handed in about some
// municipalities. 0 among these stands for reports that name none.
struct ReportScope {
  int32_t submitter_id = 0;
  std::vector<int32_t> municipality_ids = {};
};

// What to list: all that is set must match.
struct ReportQuery {
  std::optional<Verdict> verdict;
  // Some destination is there with it.
  std::optional<DeliveryStage> stage;
  // Its review is there.
  std::optional<ReviewStage> review;
  std::string municipality_cvr;  // empty: any
  // A finding of ours or of a receiver has this code; empty: any.
  std::string finding_code;
  std::optional<absl::Time> received_from;    // at or after
  std::optional<absl::Time> received_before;  // before
  // Only reports with a smaller key: the `next_before` of the page before.
  int64_t before = std::numeric_limits<int64_t>::max();
  int page_size = 50;
};

struct ReportPage {
  std::vector<StoredReport> reports;  // newest first, without content
  // For the next page; 0: this is the last. A page may hold fewer reports than
  // asked for, even none, and not be the last: one call looks at a bounded
  // number of reports.
  int64_t next_before = 0;
};

// A place in the order in which a submitter's reports are settled, and in that
// in which operators do something about its rejections. Opaque.
struct ReceiptPosition {
  int64_t transaction = 0;
  int64_t report_key = 0;
  int64_t review_transaction = 0;
  int64_t rejection_id = 0;
};

struct ReceiptPage {
  // Settled, returned, dismissed or accepted later since the position, each
  // once and as it is now, without content.
  std::vector<StoredReport> reports;
  ReceiptPosition next;
  // There is more to read at once.
  bool more = false;
};

// Thread safe; holds no connection between calls. Calls wait for the database:
// not for the threads of an RPC library. Every call may end with the store's
// UNAVAILABLE or INTERNAL.
class ReportReader {
 public:
  // The pool must outlive it.
  explicit ReportReader(store::Pool* pool) : pool_(*pool) {}

  // NOT_FOUND also for what is outside the scope.
  absl::StatusOr<StoredReport> Get(const ReportScope& scope,
                                   const std::string& report_id,
                                   bool with_content) const;

  // Those of the ids that there are, in the order asked for, without content.
  // At most 1000 ids.
  absl::StatusOr<std::vector<StoredReport>> Find(
      const ReportScope& scope,
      const std::vector<std::string>& report_ids) const;

  // Pages by key, newest first. What comes while one pages is not seen.
  absl::StatusOr<ReportPage> List(const ReportScope& scope,
                                  const ReportQuery& query) const;

  // The position before all that is settled from now on.
  absl::StatusOr<ReceiptPosition> Now() const;

  // Reports for which a destination has answered, or which operators have
  // returned, dismissed or got through after all, after `position`; of the
  // last the report that it was accepted as. Followed from page to page
  // nothing is missed and nothing is told twice. At most `max_receipts` of
  // answers, and as many of acts.
  absl::StatusOr<ReceiptPage> SettledAfter(const ReportScope& scope,
                                           const ReceiptPosition& position,
                                           int max_receipts) const;

 private:
  struct Place {  // where a report is: its key and its partition's
    int64_t report_key;
    absl::Time received_at;
  };
  absl::StatusOr<std::vector<StoredReport>> Load(
      const ReportScope& scope, const std::vector<Place>& places,
      bool with_content) const;
  // Fills in the deliveries; lanes[i] is that of reports[i].
  absl::Status LoadDeliveries(const std::vector<int16_t>& lanes,
                              std::vector<StoredReport>* reports) const;

  // Fills in what operators did.
  absl::Status LoadReviews(const ReportScope& scope,
                           std::vector<StoredReport>* reports) const;

  store::Pool& pool_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_REPORT_READER_H_
