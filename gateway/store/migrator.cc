#include "gateway/store/migrator.h"

#include <openssl/sha.h>

#include <map>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "gateway/store/statements.h"
#include "gateway/store/transaction.h"

namespace trivsel::gateway::store {
namespace {

// Others may be migrating for a while.
constexpr absl::Duration kPatience = absl::Minutes(10);

const Statement kApplied{
    "applied_migrations",
    "select number, digest from schema_migration order by number"};
const Statement kRecord{"record_migration",
                        "insert into schema_migration (number, name, digest) "
                        "values ($1::int, $2::text, $3::bytea)"};

std::string DigestOf(const Migration& migration) {
  const std::string sql = migration.sql;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(sql.data()), sql.size(),
         digest);
  return std::string(reinterpret_cast<char*>(digest), sizeof(digest));
}

absl::StatusOr<std::map<int, std::string>> Applied(Connection& connection) {
  absl::Status table = connection.Run(
      "schema_migration table",
      "create table if not exists schema_migration (number int primary key, "
      "name text not null,"
      " digest bytea not null, applied_at timestamptz not null default now())");
  if (!table.ok()) return table;
  absl::StatusOr<Result> rows = connection.Execute(kApplied, Params());
  if (!rows.ok()) return rows.status();
  std::map<int, std::string> applied;
  for (int i = 0; i < rows->rows(); ++i)
    applied[rows->Int32(i, 0)] = rows->Text(i, 1);
  return applied;
}

absl::Status Apply(Connection& connection, const Migration& migration) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(&connection);
  if (!transaction.ok()) return transaction.status();
  absl::Status done = connection.Run(migration.name, migration.sql, kPatience);
  if (!done.ok()) return done;
  absl::StatusOr<Result> recorded =
      connection.Execute(kRecord, Params()
                                      .Int32(migration.number)
                                      .Text(migration.name)
                                      .Bytes(DigestOf(migration)));
  if (!recorded.ok()) return recorded.status();
  return transaction->Commit();
}

}  // namespace

absl::StatusOr<int> Migrate(Connection& connection) {
  absl::Status locked = connection.Run(
      "migration lock", "select pg_advisory_lock(7232014302)", kPatience);
  if (!locked.ok()) return locked;
  auto unlock = absl::MakeCleanup([&] {
    connection.Run("migration unlock", "select pg_advisory_unlock(7232014302)")
        .IgnoreError();
  });
  absl::StatusOr<std::map<int, std::string>> applied = Applied(connection);
  if (!applied.ok()) return applied.status();
  const int newest = Migrations().back().number;
  if (!applied->empty() && applied->rbegin()->first > newest) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database has schema ", applied->rbegin()->first,
                     ", newer than this program's ", newest));
  }
  for (const Migration& migration : Migrations()) {
    auto then = applied->find(migration.number);
    if (then == applied->end()) {
      absl::Status done = Apply(connection, migration);
      if (!done.ok()) return done;
    } else if (then->second != DigestOf(migration)) {
      return absl::FailedPreconditionError(
          absl::StrCat("migration ", migration.name,
                       " is not the one that the database had"));
    }
  }
  return newest;
}

absl::StatusOr<Partitions> MakePartitions(Connection& connection) {
  constexpr int kMonthsAhead = 3;
  absl::StatusOr<Result> row = connection.Execute(
      kMakePartitions, Params().Int32(kMonthsAhead), absl::Minutes(1));
  if (!row.ok()) return row.status();
  return Partitions{row->Int32(0, 0), row->TextArray(0, 1)};
}

}  // namespace trivsel::gateway::store
