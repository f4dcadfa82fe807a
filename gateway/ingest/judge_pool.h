// Judges with warm buffers, lent to whatever thread has a report.
#ifndef TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_
#define TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "gateway/ingest/judge.h"
#include "gateway/ingest/rule_shelf.h"

namespace trivsel::gateway::ingest {

// Thread safe. Holds as many judges of the book in use as were ever at work at
// once; those of another book go when they come back, and the last of them
// takes its book with it.
class JudgePool {
 public:
  // A judge for one thread, until it goes. Must not outlive the pool.
  class Lease {
   public:
    explicit Lease(JudgePool& pool) : pool_(pool), judge_(pool.Take()) {}
    ~Lease() { pool_.Return(std::move(judge_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Judge* operator->() { return judge_.get(); }

   private:
    JudgePool& pool_;
    std::unique_ptr<Judge> judge_;
  };

  // `shelf` must outlive it.
  explicit JudgePool(const RuleShelf& shelf)
      : shelf_(shelf),
        generation_(shelf.generation()),
        book_(shelf.Current()) {}

 private:
  using Judges = std::vector<std::unique_ptr<Judge>>;

  std::unique_ptr<Judge> Take() {
    Judges old;  // go when nobody waits for the lock
    std::shared_ptr<const RuleBook> book;
    {
      std::lock_guard lock(mutex_);
      const uint64_t generation = shelf_.generation();
      if (generation != generation_) {
        old.swap(free_);
        book_ = shelf_.Current();
        generation_ = generation;
      }
      if (!free_.empty()) {
        std::unique_ptr<Judge> judge = std::move(free_.back());
        free_.pop_back();
        return judge;
      }
      book = book_;
    }
    return std::make_unique<Judge>(std::move(book));
  }
  void Return(std::unique_ptr<Judge> judge) {
    std::lock_guard lock(mutex_);
    if (&judge->rules() == book_.get()) free_.push_back(std::move(judge));
  }

  const RuleShelf& shelf_;
  std::mutex mutex_;
  uint64_t generation_;
  std::shared_ptr<const RuleBook> book_;
  Judges free_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_
