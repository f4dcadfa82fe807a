// Judging what is stored again, by the rules on a shelf: for review and for
// trying out rules.
#ifndef TRIVSEL_GATEWAY_REJUDGE_H_
#define TRIVSEL_GATEWAY_REJUDGE_H_

#include <functional>
#include <memory>
#include <optional>

#include "gateway/access/access_book.h"
#include "gateway/ingest/judge_pool.h"
#include "gateway/ingest/rule_shelf.h"
#include "gateway/queue/report_sink.h"
#include "gateway/review/stored_content.h"

namespace trivsel::gateway {

// Thread safe.
class StoredReportJudge {
 public:
  // The registry as it is now; never null. Thread safe.
  using Books = std::function<std::shared_ptr<const access::AccessBook>()>;

  // `shelf` must outlive it.
  StoredReportJudge(const ingest::RuleShelf& shelf, Books books)
      : judges_(shelf), books_(std::move(books)) {}

  // As review::Rejudge: a report that was stored under a municipality is about
  // that one; of one that nobody could read it may be any that its submitter
  // may report for.
  std::optional<queue::Draft> Run(review::StoredContent stored);

 private:
  ingest::JudgePool judges_;
  const Books books_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_REJUDGE_H_
