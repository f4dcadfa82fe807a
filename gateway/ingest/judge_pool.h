// Judges with warm buffers, lent to whatever thread has a report.
#ifndef TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_
#define TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_

#include <memory>
#include <mutex>
#include <vector>

#include "gateway/ingest/judge.h"

namespace trivsel::gateway::ingest {

// Thread safe. Holds as many judges as were ever at work at once.
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

  // `rules` must outlive it.
  explicit JudgePool(const RuleBook& rules) : rules_(rules) {}

 private:
  std::unique_ptr<Judge> Take() {
    {
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<Judge> judge = std::move(free_.back());
        free_.pop_back();
        return judge;
      }
    }
    return std::make_unique<Judge>(rules_);
  }
  void Return(std::unique_ptr<Judge> judge) {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(judge));
  }

  const RuleBook& rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Judge>> free_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_JUDGE_POOL_H_
