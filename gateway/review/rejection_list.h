// Lists of rejections: which look at the database a filter needs, and which of
// what was looked at match.
#ifndef TRIVSEL_GATEWAY_REVIEW_REJECTION_LIST_H_
#define TRIVSEL_GATEWAY_REVIEW_REJECTION_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "gateway/review/code_book.h"
#include "gateway/review/page_mark.h"
#include "gateway/review/rejection_query.h"
#include "gateway/review/rejection_rows.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::review {

// Thread safe. Each call looks at some thousand rejections at most, however
// many there are.
class RejectionList {
 public:
  // Both must outlive it.
  RejectionList(store::Pool& pool, const CodeBook& book)
      : pool_(pool), book_(book) {}

  // INVALID_ARGUMENT: a value cannot be used. What is outside the scope is as
  // what is not there.
  absl::StatusOr<RejectionQuery> Read(const access::Scope& scope,
                                      const v1::RejectionFilter& filter) const;

  // The page, the newest first; `next` is 0 on the last.
  struct Page {
    std::vector<RejectionRow> rows;
    int64_t next = 0;
  };
  absl::StatusOr<Page> List(const RejectionQuery& query,
                            const PageMark& mark) const;

 private:
  struct Looked;
  struct Reach;
  using Way = absl::Status (RejectionList::*)(const RejectionQuery& query,
                                              const Reach& reach,
                                              Looked* looked) const;
  // Of a page, before it is read: its numbers, and where it goes on.
  struct Found {
    std::vector<int64_t> ids;
    int64_t next = 0;
  };
  absl::Status LookByCode(const RejectionQuery& query,
                          const std::vector<std::string>& codes,
                          const Reach& reach, Looked* looked) const;
  absl::Status LookByOwner(const RejectionQuery& query, const Reach& reach,
                           Looked* looked) const;
  absl::Status LookByState(const RejectionQuery& query, const Reach& reach,
                           Looked* looked) const;
  absl::Status LookByAssignee(const RejectionQuery& query, const Reach& reach,
                              Looked* looked) const;
  absl::Status LookByStateOrOwner(const RejectionQuery& query,
                                  const Reach& reach, Looked* looked) const;
  absl::Status LookAtRefused(const Reach& reach, Looked* looked) const;
  absl::StatusOr<std::vector<std::string>> CodesAbout(
      const std::vector<std::string>& words) const;
  absl::Status Look(const RejectionQuery& query, const Reach& reach,
                    Looked* looked) const;
  // One look along the way, from where `found` stops.
  absl::Status GoOn(Way way, const RejectionQuery& query, const PageMark& mark,
                    int64_t budget, Found* found) const;
  // Looks until the page is full, all is looked at or the budget is spent.
  absl::StatusOr<Found> Find(const RejectionQuery& query,
                             const PageMark& mark) const;

  store::Pool& pool_;
  const CodeBook& book_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REJECTION_LIST_H_
