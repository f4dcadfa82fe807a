#include "tests/fault/evidence.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/receiver/json.h"
#include "gateway/journal/journal.h"
#include "gateway/store/pool.h"
#include "gateway/store/result.h"

namespace trivsel::fault {
namespace {

using gateway::store::Connection;
using gateway::store::Params;
using gateway::store::Result;
using gateway::store::Statement;

constexpr Statement kBacklog{
    "fault_backlog",
    "select (select count(*) from pending)"
    " + (select count(*) from delivery_batch where settled_at is null)"};
constexpr Statement kSubmissions{
    "fault_submissions",
    "select report_id, report_key, verdict from submission"};
constexpr Statement kReports{
    "fault_reports", "select report_id, report_key, verdict from report"};
constexpr Statement kPending{"fault_pending", "select report_key from pending"};
constexpr Statement kBatches{
    "fault_batches",
    "select batch_id, settled_at is not null, report_keys,"
    " (extract(epoch from sealed_at) * 1000000)::bigint from delivery_batch"};
constexpr Statement kReceipts{
    "fault_receipts", "select report_key, outcome, batch_id from receipt"};
constexpr Statement kRejections{"fault_rejections",
                                "select report_key, origin from rejection"};
constexpr Statement kJournaled{
    "fault_journaled",
    "select unnest(report_keys) from journal where report_keys is not null"};
constexpr Statement kCounts{
    "fault_counts",
    "select verdict, sum(reports)::bigint from report_counted where code = ''"
    " group by verdict"};

// Each waits for seconds by itself.
constexpr int kTries = 10;

using ReadRow = std::function<void(const Result&, int row)>;

absl::Status ReadRows(Connection& connection, const Statement& statement,
                      const ReadRow& read) {
  auto rows = connection.Execute(statement, Params());
  if (!rows.ok()) return rows.status();
  for (int row = 0; row < rows->rows(); ++row) read(*rows, row);
  return absl::OkStatus();
}

History::Submission SubmissionOf(const Result& rows, int row) {
  return {rows.Text(row, 0), rows.Int64(row, 1), rows.Int16(row, 2)};
}

absl::Status ReadReports(Connection& connection, History* h) {
  absl::Status status =
      ReadRows(connection, kSubmissions, [h](const Result& r, int row) {
        h->submissions.push_back(SubmissionOf(r, row));
      });
  status.Update(ReadRows(connection, kReports, [h](const Result& r, int row) {
    h->stored.push_back(SubmissionOf(r, row));
  }));
  status.Update(ReadRows(connection, kPending, [h](const Result& r, int row) {
    h->pending.push_back(r.Int64(row, 0));
  }));
  status.Update(ReadRows(connection, kJournaled, [h](const Result& r, int row) {
    h->journaled.push_back(r.Int64(row, 0));
  }));
  status.Update(ReadRows(connection, kCounts, [h](const Result& r, int row) {
    const int verdict = r.Int16(row, 0);
    if (verdict >= 1 && verdict <= 4) h->counted[verdict - 1] = r.Int64(row, 1);
  }));
  return status;
}

absl::Status ReadDeliveries(Connection& connection, History* h) {
  std::map<int64_t, std::string> names;
  absl::Status status =
      ReadRows(connection, kBatches, [&](const Result& r, int row) {
        // As gateway/delivery names it towards the receiver.
        std::string name =
            absl::StrCat("trivsel-", r.Int64(row, 0), "-", r.Int64(row, 3));
        names[r.Int64(row, 0)] = name;
        h->batches.push_back({name, r.Bool(row, 1), r.Int64Array(row, 2)});
      });
  status.Update(ReadRows(connection, kReceipts, [&](const Result& r, int row) {
    h->receipts.push_back(
        {r.Int64(row, 0), r.Int16(row, 1), names[r.Int64(row, 2)]});
  }));
  status.Update(
      ReadRows(connection, kRejections, [h](const Result& r, int row) {
        h->rejections.push_back({r.Int64(row, 0), r.Int16(row, 1)});
      }));
  return status;
}

absl::Status ReadDelivery(const std::string& line, History* h) {
  rapidjson::Document document;
  if (!sandbox::ParseJson(line, &document) || !document.IsObject()) {
    return absl::DataLossError("the receiver has a delivery without sense");
  }
  History::Delivery delivery;
  delivery.batch = std::string(sandbox::StringMember(document, "batch"));
  delivery.digest = std::string(sandbox::StringMember(document, "digest"));
  const sandbox::JsonValue* reports = sandbox::ArrayMember(document, "reports");
  if (reports == nullptr) return absl::DataLossError("a delivery of nothing");
  for (const sandbox::JsonValue& report : reports->GetArray()) {
    delivery.items.push_back(
        {std::string(sandbox::StringMember(report, "id")),
         sandbox::StringMember(report, "status") == "accepted",
         std::string(sandbox::StringMember(report, "digest"))});
  }
  h->deliveries.push_back(std::move(delivery));
  return absl::OkStatus();
}

}  // namespace

int64_t Backlog(const PostgresHost& postgres, const std::string& database,
                std::unique_ptr<Connection>* connection) {
  if (*connection == nullptr || !(*connection)->usable()) {
    *connection = postgres.Connect(database);
  }
  if (*connection == nullptr) return -1;
  auto row = (*connection)->Execute(kBacklog, Params(), absl::Seconds(2));
  return row.ok() ? row->Int64(0, 0) : -1;
}

absl::Status ReadDatabase(const PostgresHost& postgres,
                          const std::string& database, History* history) {
  {
    std::unique_ptr<Connection> connection;
    for (int i = 0; i < kTries && connection == nullptr; ++i) {
      connection = postgres.Connect(database);
    }
    if (connection == nullptr) return absl::UnavailableError("no database");
    absl::Status status = ReadReports(*connection, history);
    status.Update(ReadDeliveries(*connection, history));
    if (!status.ok()) return status;
  }
  gateway::store::Pool::Options options;
  options.connect.database = postgres.AddressOf(database);
  gateway::store::Pool pool(options);
  // A database that is slow to answer says nothing about the journal.
  absl::Status verified;
  for (int i = 0; i < kTries; ++i) {
    verified = gateway::journal::Verify(&pool);
    if (!absl::IsUnavailable(verified)) break;
  }
  if (absl::IsUnavailable(verified)) return verified;
  if (!verified.ok()) history->journal_fault = verified.ToString();
  return absl::OkStatus();
}

absl::Status ReadReceiver(const std::string& folder, History* history) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".delivery") files.push_back(entry.path());
  }
  if (error) return absl::UnavailableError("no folder of the receiver");
  std::sort(files.begin(), files.end());  // numbered as they came
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    std::getline(file, line);
    absl::Status read = ReadDelivery(line, history);
    if (!read.ok()) return read;
  }
  std::ifstream violations(folder + "/violations.jsonl");
  for (std::string line; std::getline(violations, line);) {
    history->receiver_violations.push_back(line);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::fault
