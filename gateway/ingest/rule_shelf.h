// The rule book in use; another may take its place while judges are at work.
#ifndef TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_
#define TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_

#include <atomic>
#include <cstdint>
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
    book_.swap(next);
    generation_.fetch_add(1, std::memory_order_release);
  }
  // Rises with each exchange; for those who keep what belongs to a book. When
  // it has risen, Current() is no older.
  uint64_t generation() const {
    return generation_.load(std::memory_order_acquire);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const RuleBook> book_;
  std::atomic<uint64_t> generation_{0};
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RULE_SHELF_H_
