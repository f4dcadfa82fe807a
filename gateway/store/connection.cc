#include "gateway/store/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/store/sqlstate.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::store {
namespace {

std::string_view Field(const pg_result* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// A statement of ours must never wait for a person or a client library's
// default: half-open connections end by tcp_user_timeout, a standby is no
// place to write to.
PGconn* Connect(const ConnectOptions& options) {
  const char* keys[] = {"dbname",          "application_name",
                        "connect_timeout", "tcp_user_timeout",
                        "keepalives_idle", "target_session_attrs",
                        "client_encoding", nullptr};
  const char* values[] = {options.database.c_str(),
                          options.application_name.c_str(),
                          "3",
                          "10000",
                          "10",
                          "read-write",
                          "UTF8",
                          nullptr};
  return PQconnectdbParams(keys, values, /*expand_dbname=*/1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const ConnectOptions& options) {
  PGconn* raw = Connect(options);
  if (raw == nullptr) return absl::UnavailableError("database: out of memory");
  std::unique_ptr<Connection> connection(new Connection(raw));
  if (PQstatus(raw) != CONNECTION_OK) {
    // libpq names host and reason here; it never has a password in it.
    return absl::UnavailableError(
        absl::StrCat("database: ", PQerrorMessage(raw)));
  }
  PQsetnonblocking(raw, 1);
  PQsetNoticeProcessor(
      raw, [](void*, const char*) {}, nullptr);  // notices can quote data
  // A plan lives as long as its connection, and is often made while the tables
  // are empty: one that reads a table from end to end must never be chosen. Nor
  // one with parallel workers: to start them takes longer than any page's
  // statement, and what `enable_seqscan` adds to a cost makes them look cheap.
  std::string settings =
      "set synchronous_commit = on; set timezone = 'UTC'; set work_mem = "
      "'16MB';"
      " set jit = off; set plan_cache_mode = force_generic_plan;"
      " set enable_seqscan = off; set max_parallel_workers_per_gather = 0";
  if (options.in_key_order) settings += "; set enable_bitmapscan = off";
  absl::Status set = connection->Run("session settings", settings);
  if (!set.ok()) return set;
  return connection;
}

Connection::~Connection() { PQfinish(connection_); }

bool Connection::usable() const {
  return !lost_ && PQstatus(connection_) == CONNECTION_OK &&
         PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

bool Connection::in_transaction() const {
  return PQtransactionStatus(connection_) == PQTRANS_INTRANS;
}

bool Connection::StillThere() {
  if (!usable()) return false;
  pollfd entry{PQsocket(connection_), POLLIN, 0};
  // A farewell message comes before the end itself: read to the end.
  while (!lost_ && poll(&entry, 1, 0) > 0) {
    if (PQconsumeInput(connection_) == 0) lost_ = true;
  }
  return usable();
}

absl::Status Connection::Lost(std::string_view label) {
  lost_ = true;
  return StatementError("", label, "");
}

absl::StatusOr<short> Connection::WaitFor(short events, absl::Time deadline) {
  while (true) {
    const absl::Duration wait = deadline - SteadyNow();
    if (wait <= absl::ZeroDuration()) return Lost(running_);
    pollfd entry{PQsocket(connection_), events, 0};
    // Rounded up: a wait of less than a millisecond must not spin.
    const int millis = static_cast<int>(
        std::min<int64_t>(absl::ToInt64Milliseconds(wait) + 1, 3600 * 1000));
    const int ready = poll(&entry, 1, millis);
    if (ready < 0 && errno != EINTR) return Lost(running_);
    if (ready > 0) return entry.revents;
  }
}

absl::Status Connection::Flush(absl::Time deadline) {
  while (true) {
    const int left = PQflush(connection_);
    if (left < 0) return Lost(running_);
    if (left == 0) return absl::OkStatus();
    auto events = WaitFor(POLLIN | POLLOUT, deadline);
    if (!events.ok()) return events.status();
    // A server that has something to say first may not read until it is read.
    if ((*events & ~POLLOUT) != 0 && PQconsumeInput(connection_) == 0) {
      return Lost(running_);
    }
  }
}

absl::StatusOr<Result> Connection::Await(std::string_view label,
                                         absl::Time deadline) {
  absl::Status flushed = Flush(deadline);
  if (!flushed.ok()) return flushed;
  Result last;
  absl::Status error;
  while (true) {
    while (PQisBusy(connection_)) {
      auto readable = WaitFor(POLLIN, deadline);
      if (!readable.ok()) return readable.status();
      if (PQconsumeInput(connection_) == 0) return Lost(label);
    }
    PGresult* raw = PQgetResult(connection_);
    if (raw == nullptr) break;
    Result result(raw);
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
        status == PGRES_EMPTY_QUERY) {
      last = std::move(result);
    } else if (error.ok()) {
      error = StatementError(Field(raw, PG_DIAG_SQLSTATE), label,
                             Field(raw, PG_DIAG_CONSTRAINT_NAME));
    }
  }
  if (PQstatus(connection_) != CONNECTION_OK) return Lost(label);
  if (!error.ok()) return error;
  return last;
}

absl::Status Connection::Prepare(const Statement& statement,
                                 absl::Time deadline) {
  if (prepared_.count(&statement) > 0) return absl::OkStatus();
  running_ = statement.name;
  if (PQsendPrepare(connection_, statement.name, statement.sql, 0, nullptr) ==
      0) {
    return Lost(statement.name);
  }
  absl::StatusOr<Result> done = Await(statement.name, deadline);
  if (!done.ok()) return done.status();
  prepared_.insert(&statement);
  return absl::OkStatus();
}

absl::Status Connection::Send(const Statement& statement,
                              const Params& params) {
  if (lost_) return Lost(statement.name);
  const absl::Time deadline = SteadyNow() + kTimeout;
  absl::Status ready = Prepare(statement, deadline);
  if (!ready.ok()) return ready;
  const size_t count = params.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count), formats(count, 1);
  for (size_t i = 0; i < count; ++i) {
    values[i] = params[i].has_value() ? params[i]->data() : nullptr;
    lengths[i] =
        params[i].has_value() ? static_cast<int>(params[i]->size()) : 0;
  }
  running_ = statement.name;
  if (PQsendQueryPrepared(connection_, statement.name, static_cast<int>(count),
                          values.data(), lengths.data(), formats.data(),
                          /*resultFormat=*/1) == 0) {
    return Lost(statement.name);
  }
  return Flush(deadline);
}

absl::StatusOr<Result> Connection::Receive(absl::Time deadline) {
  return Await(running_, deadline);
}

absl::StatusOr<Result> Connection::Execute(const Statement& statement,
                                           const Params& params,
                                           absl::Duration timeout) {
  absl::Status sent = Send(statement, params);
  if (!sent.ok()) return sent;
  return Receive(SteadyNow() + timeout);
}

absl::Status Connection::Run(std::string_view label, const std::string& sql,
                             absl::Duration timeout) {
  if (lost_) return Lost(label);
  running_ = label;
  if (PQsendQuery(connection_, sql.c_str()) == 0) return Lost(label);
  return Await(label, SteadyNow() + timeout).status();
}

}  // namespace trivsel::gateway::store
