// One connection to PostgreSQL.
#ifndef TRIVSEL_GATEWAY_STORE_CONNECTION_H_
#define TRIVSEL_GATEWAY_STORE_CONNECTION_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "gateway/store/statement.h"

struct pg_conn;

namespace trivsel::gateway::store {

struct ConnectOptions {
  // libpq's own syntax: "postgresql://…" or "host=… dbname=…".
  std::string database;
  // Seen in pg_stat_activity: "trivsel-committer-1".
  std::string application_name = "trivsel-gateway";
  // Reads ranges in the order of their keys, as far as it has to: no plan that
  // first looks up the whole range. One that was made when the range was empty
  // is kept when there are a million rows in it.
  bool in_key_order = false;
};

// Waits are bounded: a statement that is not answered in time closes the
// connection, and what became of it is not known (UNAVAILABLE). Statements are
// prepared when a connection runs them first. Not thread safe.
class Connection {
 public:
  static constexpr absl::Duration kTimeout = absl::Seconds(10);

  // Waits at most 3 seconds for each host. UNAVAILABLE if none lets us write.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const ConnectOptions& options);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs a statement and waits for its rows.
  absl::StatusOr<Result> Execute(const Statement& statement,
                                 const Params& params,
                                 absl::Duration timeout = kTimeout);

  // The same in two halves, to do something else while the server works: Send
  // returns when the server has all of it, within kTimeout. Receive follows
  // each Send that was OK; `deadline` by SteadyNow().
  absl::Status Send(const Statement& statement, const Params& params);
  absl::StatusOr<Result> Receive(absl::Time deadline);

  // Runs SQL text of one or more commands without parameters: BEGIN, DDL.
  absl::Status Run(std::string_view label, const std::string& sql,
                   absl::Duration timeout = kTimeout);

  // False when it must be replaced: lost, timed out, or left in a transaction
  // that failed.
  bool usable() const;
  // Looks, without waiting, whether the server has hung up meanwhile.
  bool StillThere();
  // Inside a transaction block.
  bool in_transaction() const;

 private:
  explicit Connection(pg_conn* connection) : connection_(connection) {}

  absl::Status Prepare(const Statement& statement, absl::Time deadline);
  // Waits until all that was sent is answered; the last answer counts.
  absl::StatusOr<Result> Await(std::string_view label, absl::Time deadline);
  // Waits until the server has taken all that was sent.
  absl::Status Flush(absl::Time deadline);
  // Waits until there is something of `events` (poll's) to do; what there is.
  absl::StatusOr<short> WaitFor(short events, absl::Time deadline);
  absl::Status Lost(std::string_view label);

  pg_conn* connection_;
  std::string running_;  // name of the statement sent last
  std::set<const Statement*> prepared_;
  bool lost_ = false;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_CONNECTION_H_
