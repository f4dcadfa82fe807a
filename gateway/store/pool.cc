#include "gateway/store/pool.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <iterator>
#include <utility>

#include "gateway/store/sqlstate.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::store {

Pool::~Pool() { assert(lent_ == 0); }

absl::StatusOr<Pool::Lease> Pool::Borrow() {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    const bool free =
        returned_.wait_for(lock, absl::ToChronoNanoseconds(options_.wait),
                           [&] { return lent_ < options_.connections; });
    if (!free)
      return absl::UnavailableError("database: all connections are in use");
    ++lent_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back().connection);
      idle_.pop_back();
    }
  }
  if (connection != nullptr) return Lease(this, std::move(connection));
  absl::StatusOr<std::unique_ptr<Connection>> opened =
      Connection::Open(options_.connect);
  if (!opened.ok()) {
    Return(nullptr);
    return opened.status();
  }
  return Lease(this, *std::move(opened));
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  // Closed outside the lock: saying good-bye can wait for the network.
  std::vector<Idle> dropped;
  const absl::Time now = SteadyNow();
  {
    std::lock_guard lock(mutex_);
    --lent_;
    if (connection != nullptr && connection->usable()) {
      idle_.push_back({std::move(connection), now});
      const auto needed =
          std::find_if(idle_.begin(), idle_.end(), [&](const Idle& idle) {
            return now - idle.since <= options_.keep_idle;
          });
      std::move(idle_.begin(), needed, std::back_inserter(dropped));
      idle_.erase(idle_.begin(), needed);
    } else if (connection != nullptr) {
      // When one is lost the others most likely are too.
      dropped.swap(idle_);
      dropped.push_back({std::move(connection), now});
    }
  }
  returned_.notify_one();
}

absl::StatusOr<Result> Pool::Execute(const Statement& statement,
                                     const Params& params,
                                     absl::Duration timeout) {
  absl::StatusOr<Lease> lease = Borrow();
  if (!lease.ok()) return lease.status();
  return (*lease)->Execute(statement, params, timeout);
}

}  // namespace trivsel::gateway::store
