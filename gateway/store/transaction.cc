#include "gateway/store/transaction.h"

#include <utility>

namespace trivsel::gateway::store {

absl::StatusOr<Transaction> Transaction::Begin(Connection* connection,
                                               Mode mode) {
  absl::Status begun = connection->Run(
      "begin", mode == Mode::kSnapshot
                   ? "begin isolation level repeatable read read only"
                   : "begin");
  if (!begun.ok()) return begun;
  return Transaction(connection);
}

Transaction::~Transaction() {
  // If this fails the connection is lost, and the server rolls back by itself.
  if (connection_ != nullptr)
    connection_->Run("rollback", "rollback").IgnoreError();
}

absl::Status Transaction::Commit() {
  // COMMIT of a failed transaction answers ROLLBACK and no error.
  if (!connection_->in_transaction())
    return absl::AbortedError("database: transaction failed");
  Connection* connection = std::exchange(connection_, nullptr);
  return connection->Run("commit", "commit");
}

}  // namespace trivsel::gateway::store
