#include "tests/bench/page_store.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gateway/store/connection.h"
#include "tests/bench/drafts.h"
#include "tests/bench/require.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::bench {
namespace {

using gateway::queue::Draft;
using gateway::queue::Verdict;
using gateway::store::Connection;
using gateway::store::Params;
using gateway::store::Statement;

constexpr int64_t kChunk = 25'000;
constexpr int kWriters = 2;
constexpr size_t kRejectedTemplates = 24;
constexpr int kAcceptedTemplates = 64;
constexpr absl::Duration kPatience = absl::Minutes(30);

constexpr Statement kIsThere{"bench_is_there",
                             "select to_regclass('bench.run') is not null"};
constexpr Statement kIsDone{
    "bench_is_done",
    "select exists (select from bench.run where done and total = $1::bigint "
    "and rejected = $2::text::float8)"};
constexpr Statement kOpenDestination{
    "bench_destination",
    "insert into destination (name, since) values ('national', '-infinity') "
    "returning destination_id"};
constexpr Statement kBegin{
    "bench_begin",
    "insert into bench.run (total, children, rejected, refused, waiting, "
    "since, until, destination_id, operators, refusal) values ($1::bigint, "
    "greatest(1, $1 / 30), $2::text::float8, $3::text::float8, $4::bigint, "
    "now() - interval '30 days', now(), $5::int, $6::text[], $7::bytea)"};
constexpr Statement kTemplate{
    "bench_template",
    "insert into bench.template select $1::smallint, $2::int, $3::boolean, "
    "$4::smallint, $5::bytea, nullif($6::bytea, ''), nullif($7::bytea, ''), "
    "$8::text[], $9::text, $10::text, $11::text, $12::text, $13::text, "
    "$14::text[]"};
constexpr Statement kFill{
    "bench_fill", "select bench.fill($1::bigint, $2::bigint, $3::smallint)"};

std::string SqlOfFilling() {
  std::ostringstream text;
  text << std::ifstream(TRIVSEL_SOURCE_FOLDER "/tests/bench/page_fill.sql")
              .rdbuf();
  if (text.str().empty()) Die("tests/bench/page_fill.sql is not there");
  return text.str();
}

std::unique_ptr<Connection> Open(const std::string& database) {
  auto connection = Require(Connection::Open({database, "bench-fill"}));
  // In bulk, and begun anew if the machine should fail.
  Require(connection->Run("settings",
                          "set synchronous_commit = off; set jit = off; "
                          "set statement_timeout = 0; set work_mem = '64MB'"));
  return connection;
}

void Run(Connection& connection, const std::string& sql) {
  Require(connection.Run("bench", sql, kPatience));
}

// As a receiver says no.
std::string Refusal() {
  gateway::v1::Receipt receipt;
  auto* finding = receipt.add_findings();
  finding->set_code("MODTAGER-1");
  finding->set_danish("Forløbet er afsluttet hos modtageren.");
  finding->set_english("The receiver has closed this course of help.");
  return receipt.SerializeAsString();
}

void AddTemplate(Connection& connection, int number, const Draft& draft) {
  std::vector<std::string> resources;
  for (const auto& one : draft.resources) {
    resources.push_back(
        absl::StrJoin({one.type, one.id, one.last_updated}, "\t"));
  }
  Require(connection.Execute(kTemplate,
                             Params()
                                 .Int16(static_cast<int16_t>(draft.verdict))
                                 .Int32(number)
                                 .Bool(draft.municipality_id != 0)
                                 .Int16(static_cast<int16_t>(draft.form))
                                 .Bytes(draft.content)
                                 .Bytes(draft.canonical)
                                 .Bytes(draft.findings)
                                 .TextArray(draft.error_codes)
                                 .Text(draft.kle.subject)
                                 .Text(draft.kle.facet)
                                 .Text(draft.kle.rule)
                                 .Text(draft.kle.edition)
                                 .Text(draft.rule_set)
                                 .TextArray(resources)));
}

void AddTemplates(Connection& connection) {
  DraftSupply supply(20260101);
  for (int i = 0; i < kAcceptedTemplates; ++i) {
    AddTemplate(connection, i, supply.Next());
  }
  const std::vector<Draft> rejected = RejectedDrafts(kRejectedTemplates);
  if (rejected.size() < kRejectedTemplates / 2) Die("too few are rejected");
  for (size_t i = 0; i < rejected.size(); ++i) {
    AddTemplate(connection, static_cast<int>(i), rejected[i]);
  }
}

class Bar {
 public:
  explicit Bar(int64_t total) : total_(total) {}
  // Threads may add beside each other.
  void Add(int64_t reports) {
    const int64_t done = done_ += reports;
    const auto tenths = static_cast<int>(done * 40 / total_);
    std::fprintf(stderr, "\rfilling [%s%s] %d of %d ",
                 std::string(tenths, '#').c_str(),
                 std::string(40 - tenths, '.').c_str(), static_cast<int>(done),
                 static_cast<int>(total_));
  }

 private:
  const int64_t total_;
  std::atomic<int64_t> done_{0};
};

void FillChunks(const std::string& database, int64_t total) {
  Bar bar(total);
  std::atomic<int64_t> next{1};
  std::vector<std::thread> writers;
  for (int16_t writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      auto connection = Open(database);
      for (int64_t first = next.fetch_add(kChunk); first <= total;
           first = next.fetch_add(kChunk)) {
        const int64_t last = std::min(total, first + kChunk - 1);
        Require(connection->Execute(
            kFill, Params().Int64(first).Int64(last).Int16(writer), kPatience));
        bar.Add(last - first + 1);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
}

}  // namespace

void FillPageStore(const std::string& database, const PageStoreSize& size,
                   const std::vector<std::string>& operators) {
  auto connection = Open(database);
  const std::string rejected = absl::StrCat(size.rejected);
  if (Require(connection->Execute(kIsThere, Params())).Bool(0, 0)) {
    const auto done = Require(connection->Execute(
        kIsDone, Params().Int64(size.stored).Text(rejected)));
    if (done.Bool(0, 0)) return;
    Die("the kept folder was filled to another size, or not to the end");
  }
  const absl::Time begun = absl::Now();
  Run(*connection, SqlOfFilling());
  const int32_t destination =
      Require(connection->Execute(kOpenDestination, Params())).Int32(0, 0);
  Require(connection->Execute(kBegin, Params()
                                          .Int64(size.stored)
                                          .Text(rejected)
                                          .Text(absl::StrCat(size.refused))
                                          .Int64(size.waiting)
                                          .Int32(destination)
                                          .TextArray(operators)
                                          .Bytes(Refusal())));
  AddTemplates(*connection);
  Run(*connection, "select bench.register(); select bench.make_months()");
  FillChunks(database, size.stored);
  const absl::Time filled = absl::Now();
  Run(*connection, "select bench.finish()");
  // What autovacuum would have done by then; and nothing is left to be written
  // while pages are measured.
  Run(*connection, "vacuum analyze");
  Run(*connection, "checkpoint");
  std::fprintf(stderr, " %.0f s, looked after in %.0f s\n",
               absl::ToDoubleSeconds(filled - begun),
               absl::ToDoubleSeconds(absl::Now() - filled));
}

}  // namespace trivsel::bench
