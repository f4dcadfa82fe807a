// A bounded set of connections, lent out one at a time.
#ifndef TRIVSEL_GATEWAY_STORE_POOL_H_
#define TRIVSEL_GATEWAY_STORE_POOL_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::store {

// Thread safe. Everything that was lent must be back before it is destroyed.
class Pool {
 public:
  struct Options {
    ConnectOptions connect;
    int connections = 8;
    // How long a borrower waits for a connection to come back.
    absl::Duration wait = absl::Seconds(2);
    // What nobody has needed for so long is closed: the server has so many
    // connections for all gateways, and one that has none must get some again.
    absl::Duration keep_idle = absl::Seconds(30);
  };

  // Gives the connection back, or drops it when it cannot be used again.
  class Lease {
   public:
    Lease(Pool* pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), connection_(std::move(other.connection_)) {
      other.pool_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_ != nullptr) pool_->Return(std::move(connection_));
    }
    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  explicit Pool(Options options) : options_(std::move(options)) {}
  ~Pool();

  // A usable connection, opened if need be. UNAVAILABLE when none came back in
  // time or the database cannot be reached.
  absl::StatusOr<Lease> Borrow();

  // Borrows, runs one statement, gives back.
  absl::StatusOr<Result> Execute(const Statement& statement,
                                 const Params& params,
                                 absl::Duration timeout = Connection::kTimeout);

  const ConnectOptions& connect_options() const { return options_.connect; }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    absl::Time since;
  };

  void Return(std::unique_ptr<Connection> connection);

  const Options options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Idle> idle_;  // the longest first
  int lent_ = 0;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_POOL_H_
