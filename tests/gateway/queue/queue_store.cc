#include "tests/gateway/queue/queue_store.h"

#include "absl/strings/str_cat.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::queue {
namespace {

const store::Statement kAddReport{"test_add_report", R"(
with key as (select nextval('report_key_seq') as k), stored as (
  insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                      form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                      standard, rule_set, error_codes, resources, findings, canonical, content)
  select k, now(), '\x00', $3::int, nullif($7::int, 0), $1::smallint, 1, $4::smallint, $2::text,
         '29.24.16', 'G01', 'rule', '2025-05-01', 'LTT', 'ltt-test', '{}', '{}', $6::bytea,
         convert_to('canonical of ' || $2, 'UTF8'), convert_to('content of ' || $2, 'UTF8')
    from key
), known as (
  insert into submission (submitter_id, report_id, digest, report_key, verdict, received_at)
  select $3, $2, sha256('x'), k, $4, now() from key
), queued as (
  insert into pending (destination_id, lane, report_key, received_at, size)
  select destination_id, $1, k, now(), $5::int from key cross join destination
   where active and $4 = 1
)
select k from key)"};

}  // namespace

QueueStore::QueueStore()
    : database_(trivsel::testing::PostgresCluster::Get().NewStore()),
      pool_(trivsel::testing::NewPool(database_)),
      queue_(pool_.get()) {
  auto opened = queue_.OpenDestination("national");
  EXPECT_TRUE(opened.ok()) << opened.status();
  national_ = opened.value_or(0);
}

int64_t QueueStore::Add(const FixtureReport& report) {
  auto row = pool_->Execute(kAddReport,
                            store::Params()
                                .Int16(report.lane)
                                .Text(report.report_id)
                                .Int32(report.submitter_id)
                                .Int16(static_cast<int16_t>(report.verdict))
                                .Int32(report.size)
                                .Bytes(report.findings)
                                .Int32(report.municipality_id));
  EXPECT_TRUE(row.ok()) << row.status();
  return row.ok() ? row->Int64(0, 0) : 0;
}

int64_t QueueStore::Add(const std::string& report_id, int16_t lane) {
  FixtureReport report;
  report.report_id = report_id;
  report.lane = lane;
  return Add(report);
}

std::unique_ptr<store::Connection> QueueStore::Connect() {
  auto connection = store::Connection::Open({database_, "test"});
  EXPECT_TRUE(connection.ok()) << connection.status();
  return *std::move(connection);
}

void QueueStore::Run(const std::string& sql) {
  EXPECT_EQ(Connect()->Run("test", sql), absl::OkStatus()) << sql;
}

int64_t QueueStore::Number(const std::string& sql) {
  const std::string as_bigint = absl::StrCat("select (", sql, ")::bigint");
  const store::Statement statement{"test_number", as_bigint.c_str()};
  auto row = Connect()->Execute(statement, store::Params());
  EXPECT_TRUE(row.ok()) << row.status() << " " << sql;
  return row.ok() ? row->Int64(0, 0) : -1;
}

std::string QueueStore::Text(const std::string& sql) {
  const std::string as_text = absl::StrCat("select (", sql, ")::text");
  const store::Statement statement{"test_text", as_text.c_str()};
  auto row = Connect()->Execute(statement, store::Params());
  EXPECT_TRUE(row.ok()) << row.status() << " " << sql;
  return row.ok() ? row->Text(0, 0) : "";
}

void QueueStore::Expire(const std::string& owner) {
  // Time alone locks nothing, and the owner may be renewing meanwhile: so this
  // never waits for one row while it holds another.
  Run(absl::StrCat(
      "update lane l set lease_until = now() - interval '1 second' ",
      "from (select destination_id, lane from lane where owner = '", owner,
      "' for update skip locked) as free ",
      "where l.destination_id = free.destination_id ",
      "and l.lane = free.lane"));
  Run(absl::StrCat("update lane_owner set seen_until = now() - ",
                   "interval '1 second' where owner = '", owner, "'"));
}

LaneLease QueueStore::LeaseOf(const std::string& owner, int16_t lane) {
  auto held = queue_.Lease(national_, owner, absl::Minutes(5));
  EXPECT_TRUE(held.ok()) << held.status();
  if (held.ok()) {
    for (const LaneLease& lease : *held) {
      if (lease.lane == lane) return lease;
    }
  }
  ADD_FAILURE() << owner << " does not hold lane " << lane;
  return {};
}

SealedBatch QueueStore::MustNext(const LaneLease& lease,
                                 const BatchLimits& limits) {
  auto next = queue_.Next(lease, limits);
  EXPECT_TRUE(next.ok()) << next.status();
  EXPECT_TRUE(next.ok() && next->has_value()) << "nothing to send";
  return next.ok() && next->has_value() ? **std::move(next) : SealedBatch{};
}

absl::Status QueueStore::ConfirmAll(const LaneLease& lease,
                                    const SealedBatch& batch) {
  std::vector<ItemSettlement> items;
  for (const BatchItem& item : batch.items) {
    items.push_back(Confirmed(item.report_key));
  }
  return queue_.Settle(lease, batch.batch_id, items);
}

}  // namespace trivsel::gateway::queue
