#include "client-sdk/internal/confirmation.h"

#include <algorithm>
#include <set>

#include "trivsel/client/client.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

// As many as one WatchReceipts takes.
constexpr size_t kChunk = 1000;

// Listening again cannot help.
bool IsHopeless(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsInvalidArgument(status) ||
         absl::IsPermissionDenied(status) || absl::IsUnauthenticated(status) ||
         absl::IsUnimplemented(status);
}

}  // namespace

absl::StatusOr<std::vector<v1::Report>> Confirmation::Await(
    const std::vector<std::string>& report_ids) {
  const std::set<std::string> unique(report_ids.begin(), report_ids.end());
  const std::vector<std::string> ids(unique.begin(), unique.end());
  for (size_t i = 0; i < ids.size(); i += kChunk) {
    const size_t end = std::min(i + kChunk, ids.size());
    const absl::Status status =
        AwaitChunk({ids.begin() + i, ids.begin() + end});
    if (!status.ok()) return status;
  }
  std::vector<v1::Report> reports;
  reports.reserve(report_ids.size());
  for (const std::string& id : report_ids) reports.push_back(settled_.at(id));
  return reports;
}

absl::Status Confirmation::AwaitChunk(std::vector<std::string> ids) {
  // Asked before the first listening: what is settled already needs no
  // stream, and an id that nobody knows would keep one open for ever.
  absl::Status status = AskForOpen(&ids);
  while (!IsHopeless(status) && !ids.empty()) {
    const absl::Duration left = deadline_ - time_->Now();
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError(std::to_string(ids.size()) +
                                         " reports are not settled yet");
    }
    status = Listen(ids);
    // A gateway, or something before it, that lets no streams through: asking
    // from time to time still works.
    if (absl::IsUnimplemented(status)) status = absl::OkStatus();
    DropSettled(&ids);
    if (IsHopeless(status) || ids.empty()) break;
    status = AskForOpen(&ids);
    if (IsHopeless(status) || ids.empty()) break;
    time_->Sleep(std::min(poll_interval_, left));
  }
  return ids.empty() ? absl::OkStatus() : status;
}

absl::Status Confirmation::Listen(const std::vector<std::string>& ids) {
  std::set<std::string> open(ids.begin(), ids.end());
  WatchParams params;
  *params.request.mutable_report_ids() = {ids.begin(), ids.end()};
  params.deadline = deadline_;
  params.on_report = [&](const v1::Report& report) {
    const std::string& id = report.receipt().report_id();
    if (IsSettled(report) && open.erase(id) > 0) settled_[id] = report;
    return !open.empty();
  };
  return connection_->Watch(params);
}

absl::Status Confirmation::AskForOpen(std::vector<std::string>* ids) {
  absl::Status status;
  for (const std::string& id : *ids) {
    GetReportParams params;
    params.request.set_report_id(id);
    params.deadline = deadline_;
    auto report = connection_->GetReport(params);
    if (!report.ok()) {
      status = report.status();
      break;
    }
    if (IsSettled(*report)) settled_[id] = *std::move(report);
  }
  DropSettled(ids);
  return status;
}

void Confirmation::DropSettled(std::vector<std::string>* ids) const {
  ids->erase(std::remove_if(ids->begin(), ids->end(),
                            [this](const std::string& id) {
                              return settled_.count(id) > 0;
                            }),
             ids->end());
}

}  // namespace trivsel::client::internal
