// A transaction that ends with its scope.
#ifndef TRIVSEL_GATEWAY_STORE_TRANSACTION_H_
#define TRIVSEL_GATEWAY_STORE_TRANSACTION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::store {

// Rolls back unless committed. The connection must outlive it. Movable.
class Transaction {
 public:
  enum class Mode {
    kReadWrite,
    kSnapshot
  };  // kSnapshot: repeatable, read only

  static absl::StatusOr<Transaction> Begin(Connection* connection,
                                           Mode mode = Mode::kReadWrite);

  Transaction(Transaction&& other) noexcept : connection_(other.connection_) {
    other.connection_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // UNAVAILABLE: whether it took effect is not known.
  absl::Status Commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}

  Connection* connection_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_TRANSACTION_H_
