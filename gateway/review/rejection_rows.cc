#include "gateway/review/rejection_rows.h"

#include <map>
#include <utility>

#include "gateway/review/conflict_text.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

RejectionRow ReadRow(const store::Result& rows, int row) {
  RejectionRow out;
  v1::Rejection& rejection = out.rejection;
  rejection.set_rejection_id(rows.Int64(row, 0));
  rejection.set_report_key(rows.Int64(row, 1));
  rejection.set_report_id(rows.Text(row, 2));
  out.received_at = rows.Time(row, 3);
  SetTime(out.received_at, rejection.mutable_receive_time());
  out.submitter_id = rows.Int32(row, 4);
  rejection.set_submitter(rows.Text(row, 5));
  out.municipality_id = rows.Int32(row, 6);
  rejection.set_municipality_cvr(rows.Text(row, 7));
  rejection.set_municipality(rows.Text(row, 8));
  // Numbers of both enums are the stored ones.
  rejection.set_origin(static_cast<v1::RejectionOrigin>(rows.Int16(row, 9)));
  rejection.set_destination(rows.Text(row, 10));
  rejection.set_state(static_cast<v1::ReviewState>(rows.Int16(row, 11)));
  rejection.set_version(rows.Int32(row, 12));
  rejection.set_assignee(rows.Text(row, 13));
  for (std::string& code : rows.TextArray(row, 14)) {
    rejection.add_codes(std::move(code));
  }
  SetTime(rows.Time(row, 15), rejection.mutable_update_time());
  rejection.set_returned_message(rows.Text(row, 16));
  out.accepted_as = rows.IsNull(row, 17) ? 0 : rows.Int64(row, 17);
  out.findings = rows.Text(row, 18);
  out.opened_at = rows.Time(row, 19);
  return out;
}

store::Params LoadParams(const access::Scope& scope,
                         const std::vector<int64_t>& ids, bool with_findings) {
  store::Params params;
  params.Int64Array(ids);
  AddScope(scope, &params);
  params.Bool(with_findings);
  return params;
}

std::vector<RejectionRow> ReadRows(const store::Result& rows) {
  std::vector<RejectionRow> out;
  for (int row = 0; row < rows.rows(); ++row) {
    out.push_back(ReadRow(rows, row));
  }
  return out;
}

}  // namespace

absl::StatusOr<std::vector<RejectionRow>> LoadRejections(
    store::Connection& connection, const access::Scope& scope,
    const std::vector<int64_t>& ids, bool with_findings) {
  if (ids.empty()) return std::vector<RejectionRow>();
  auto rows = connection.Execute(store::kLoadRejections,
                                 LoadParams(scope, ids, with_findings));
  if (!rows.ok()) return rows.status();
  return ReadRows(*rows);
}

absl::StatusOr<std::vector<RejectionRow>> LoadRejections(
    store::Pool& pool, const access::Scope& scope,
    const std::vector<int64_t>& ids, bool with_findings) {
  auto connection = pool.Borrow();
  if (!connection.ok()) return connection.status();
  return LoadRejections(**connection, scope, ids, with_findings);
}

absl::Status NameAssignees(store::Connection& connection,
                           std::vector<RejectionRow>* rows) {
  // Whoever has many of a page has acted on one of the first: to look at each
  // would cost as much as the page.
  constexpr int kLooks = 3;
  std::vector<int64_t> ids;
  std::vector<std::string> assignees;
  std::map<std::string, int> looks;
  for (const RejectionRow& row : *rows) {
    const std::string& assignee = row.rejection.assignee();
    if (assignee.empty() || ++looks[assignee] > kLooks) continue;
    ids.push_back(row.rejection.rejection_id());
    assignees.push_back(assignee);
  }
  if (ids.empty()) return absl::OkStatus();
  auto known =
      connection.Execute(store::kAssigneeNames,
                         store::Params().Int64Array(ids).TextArray(assignees));
  if (!known.ok()) return known.status();
  std::map<std::string, std::string> names;
  for (int row = 0; row < known->rows(); ++row) {
    names.emplace(known->Text(row, 0), known->Text(row, 1));
  }
  for (RejectionRow& row : *rows) {
    v1::Rejection& one = row.rejection;
    if (one.assignee().empty()) continue;
    one.set_assignee_name(CallActor(one.assignee(), names[one.assignee()]));
  }
  return absl::OkStatus();
}

absl::Status NameAssignees(store::Pool& pool, std::vector<RejectionRow>* rows) {
  auto connection = pool.Borrow();
  if (!connection.ok()) return connection.status();
  return NameAssignees(**connection, rows);
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  out->set_seconds(absl::ToUnixSeconds(time));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - second)));
}

void ReadFindings(std::string_view stored,
                  google::protobuf::RepeatedPtrField<v1::Finding>* findings) {
  v1::Receipt only;
  if (!only.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
    return;
  }
  findings->MergeFrom(only.findings());
}

}  // namespace trivsel::gateway::review
