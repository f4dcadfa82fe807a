#include "tests/gateway/queue/retention_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

constexpr char kPartition[] = R"(
create table if not exists report_$underscored partition of report
  for values from ('$month-01 00:00+00')
  to ('$month-01 00:00+00'::timestamptz at time zone 'UTC' + interval '1 month'))";

// Keys rise with the months, as they do in life.
constexpr char kReports[] = R"(
insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                    form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                    standard, rule_set, error_codes, resources, findings, canonical, content)
select nextval('report_key_seq'), '$month-10 10:00+00'::timestamptz + n * interval '1 second',
       sha256(int4send(n % 7)), 1, null, (n % 64)::smallint, 1, $verdict, '$prefix-' || n,
       '29.24.16', 'G01', 'rule', '2025-05-01', 'LTT', 'ltt-test', '{LTT-X}',
       array['CarePlan' || E'\t' || '$prefix-' || n || E'\t2025-01-01'],
       '\x$findings',
       convert_to('canonical of $prefix-' || n || repeat(md5(n::text), 40), 'UTF8'),
       convert_to('content of $prefix-' || n || repeat(md5(n::text), 40), 'UTF8')
  from generate_series(1, $count) n;
insert into submission (submitter_id, report_id, digest, report_key, verdict, received_at)
select submitter_id, report_id, '\x$digest', report_key, verdict, received_at
  from report where report_id like '$prefix-%')";

constexpr char kOf[] = " from report where report_id like '$prefix-%'";

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return hex;
}

std::string ReceiptSql(int outcome) {
  return absl::StrCat(
      "insert into receipt select report_key, 1, 1, 1, ", outcome,
      ", received_at, received_at + interval '1 hour', 'ref', null, "
      "pg_current_xact_id()",
      kOf, ";");
}

std::string RejectionSql(int origin, int state) {
  return absl::StrCat(
      "insert into rejection (report_key, received_at, submitter_id, origin, "
      "destination_id, state, codes) select report_key, received_at, 1, ",
      origin, origin == 2 ? ", 1, " : ", null, ", state, ", '{LTT-X}'", kOf,
      ";");
}

std::string FateSql(Fate fate) {
  switch (fate) {
    case Fate::kConfirmed:
      return ReceiptSql(1);
    case Fate::kPending:
      return absl::StrCat("insert into pending select 1, lane, report_key, ",
                          "received_at, 100", kOf);
    case Fate::kInBatch:
      return absl::StrCat(
          "insert into delivery_batch (destination_id, lane, fence, "
          "report_keys, received_ats) select 1, 3, 1, array_agg(report_key "
          "order by report_key), array_agg(received_at order by report_key)",
          kOf);
    case Fate::kRefusedOpen:
      return ReceiptSql(2) + RejectionSql(2, 1);
    case Fate::kRefusedClosed:
      return ReceiptSql(2) + RejectionSql(2, 4);
    case Fate::kRejectedOpen:
      return RejectionSql(1, 2);
    case Fate::kRejectedClosed:
      return RejectionSql(1, 3);
    case Fate::kUnanswered:
      break;
  }
  return "select 1";
}

}  // namespace

RetentionStore::RetentionStore() : reader_(pool_.get()) {
  EXPECT_EQ(national_, 1);
  Run("update destination set since = '-infinity'");
}

void RetentionStore::AddMonth(const std::string& month,
                              const std::string& prefix, int count, Fate fate) {
  const bool rejected =
      fate == Fate::kRejectedOpen || fate == Fate::kRejectedClosed;
  const Digest digest = MakeDraft("any").digest;
  const std::string sql =
      absl::StrCat(kPartition, ";", kReports, ";", FateSql(fate));
  Run(absl::StrReplaceAll(
      sql, {{"$month", month},
            {"$underscored", absl::StrReplaceAll(month, {{"-", "_"}})},
            {"$prefix", prefix},
            {"$count", absl::StrCat(count)},
            {"$verdict", rejected ? "2" : "1"},
            {"$findings", Hex(FindingsOf("LTT-X"))},
            {"$digest", Hex({reinterpret_cast<const char*>(digest.data()),
                             digest.size()})}}));
}

store::Retention::Options RetentionStore::Options() const {
  store::Retention::Options options;
  options.keep = {1, 0};
  options.actor = "test";
  options.stage_rows = 64;
  options.lock_wait = absl::Milliseconds(100);
  options.lock_pause = absl::Milliseconds(50);
  return options;
}

absl::StatusOr<std::vector<store::RetentionMonth>> RetentionStore::DropReady(
    const std::function<void(store::Retention::Options*)>& change) {
  store::Retention::Options options = Options();
  change(&options);
  auto connection = store::Connection::Open({database_, "retention"});
  if (!connection.ok()) return connection.status();
  return store::Retention(connection->get(), std::move(options)).DropReady();
}

store::RetentionMonth RetentionStore::LookAt(const std::string& month) {
  auto connection = Connect();
  auto months = store::Retention(connection.get(), Options()).Look();
  EXPECT_TRUE(months.ok()) << months.status();
  for (const store::RetentionMonth& one : *months) {
    if (one.month == month) return one;
  }
  ADD_FAILURE() << "no " << month;
  return {};
}

StoredReport RetentionStore::Get(const std::string& id) {
  auto report = reader_.Get({1, {0, 1, 2}}, id, /*with_content=*/true);
  EXPECT_TRUE(report.ok()) << id << " " << report.status();
  return report.ok() ? *std::move(report) : StoredReport{};
}

int64_t RetentionStore::WithContent(const std::string& month) {
  return Number(absl::StrCat(
      "select count(*) from report where to_char(received_at at time zone "
      "'UTC', 'YYYY-MM') = '",
      month, "' and content <> '' and canonical is not null and content_kept"));
}

std::vector<std::string> RetentionStore::ListAll() {
  std::vector<std::string> ids;
  ReportQuery query;
  query.page_size = 100;
  do {
    auto page = reader_.List({1, {0, 1, 2}}, query);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) break;
    for (const StoredReport& report : page->reports) {
      ids.push_back(report.report_id);
    }
    query.before = page->next_before;
  } while (query.before != 0);
  return ids;
}

}  // namespace trivsel::gateway::queue
