// The rule book in use; another may take its place while judges are at work.
#ifndef TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_
#define TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_

#include <memory>
#include <mutex>
#include <utility>

#include "gateway/ingest/rule_book.h"

namespace trivsel::gateway::ingest {

// Thread safe. Never empty. Who took a book keeps it: a report is judged by
// one edition from beginning to end.
class RuleShelf {
 public:
  explicit RuleShelf(std::shared_ptr<const RuleBook> first)
      : book_(std::move(first)) {}

  std::shared_ptr<const RuleBook> Current() const {
    std::lock_guard lock(mutex_);
    return book_;
  }
  void Replace(std::shared_ptr<const RuleBook> next) {
    std::lock_guard lock(mutex_);
    book_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const RuleBook> book_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_
