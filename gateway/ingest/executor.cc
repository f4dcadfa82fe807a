#include "gateway/ingest/executor.h"

#include <utility>

namespace trivsel::gateway::ingest {

Executor::Executor(int threads, size_t max_waiting)
    : max_waiting_(max_waiting) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Executor::~Executor() { Stop(); }

bool Executor::Run(const Share& share, std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || count_ >= max_waiting_) return false;
    const auto own = waiting_.find(share);
    if (own == waiting_.end()) {
      waiting_[share].push_back(std::move(work));
      turns_.push_back(share);
    } else if (LeavesRoom(static_cast<int64_t>(own->second.size()),
                          static_cast<int64_t>(max_waiting_ - count_))) {
      own->second.push_back(std::move(work));
    } else {
      return false;
    }
    ++count_;
  }
  wake_.notify_one();
  return true;
}

std::function<void()> Executor::TakeNext() {
  const Share share = turns_.front();
  turns_.pop_front();
  const auto queue = waiting_.find(share);
  std::function<void()> work = std::move(queue->second.front());
  queue->second.pop_front();
  --count_;
  if (queue->second.empty()) {
    waiting_.erase(queue);
  } else {
    turns_.push_back(share);
  }
  return work;
}

void Executor::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || count_ > 0; });
    if (count_ == 0) return;
    std::function<void()> work = TakeNext();
    lock.unlock();
    work();
    work = nullptr;  // what it holds goes before the lock is taken again
    lock.lock();
  }
}

void Executor::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace trivsel::gateway::ingest
