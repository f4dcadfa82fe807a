#include "gateway/review/overview.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "gateway/review/rejection_rows.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

constexpr int kToday = kDays - 1;
constexpr size_t kMostSeries = 20;
constexpr int kMostGroups = 200;

enum Verdict : int16_t {
  kAccepted = 1,
  kRejected = 2,
  kConfirmed = 3,
  kRefused = 4,
  kAcceptedLater = 6,  // counted as accepted too; came, and was counted, before
};

// One municipality's or submitter's days.
struct Tally {
  std::array<int64_t, kDays> received{};
  std::array<int64_t, kDays> rejected{};
  int64_t total = 0;

  void Add(const DayCount& count) {
    const auto day = static_cast<size_t>(count.day);
    if (count.verdict == kAcceptedLater) received[day] -= count.reports;
    if (count.verdict != kAccepted && count.verdict != kRejected) return;
    received[day] += count.reports;
    if (count.verdict == kRejected) rejected[day] += count.reports;
    total += count.reports;
  }
};

struct Name {
  std::string name, cvr;
};
using Names = std::map<std::pair<int16_t, int32_t>, Name>;
constexpr int16_t kMunicipality = 1;
constexpr int16_t kSubmitter = 2;

absl::StatusOr<Names> ReadNames(store::Pool& pool) {
  auto rows = pool.Execute(store::kOwnerNames, store::Params());
  if (!rows.ok()) return rows.status();
  Names names;
  for (int row = 0; row < rows->rows(); ++row) {
    names[{rows->Int16(row, 0), rows->Int32(row, 1)}] = {rows->Text(row, 2),
                                                         rows->Text(row, 3)};
  }
  return names;
}

// Those with most reports first; of whom nobody has a name are left out.
void AddSeries(const std::map<int32_t, Tally>& tallies, int16_t kind,
               const Names& names,
               google::protobuf::RepeatedPtrField<v1::Overview::Series>* out) {
  std::vector<std::pair<int64_t, int32_t>> order;
  for (const auto& [id, tally] : tallies) {
    if (tally.total > 0 && names.contains({kind, id})) {
      order.emplace_back(-tally.total, id);
    }
  }
  std::sort(order.begin(), order.end());
  if (order.size() > kMostSeries) order.resize(kMostSeries);
  for (const auto& [unused, id] : order) {
    const Name& name = names.at({kind, id});
    const Tally& tally = tallies.at(id);
    v1::Overview::Series* series = out->Add();
    series->set_name(name.name);
    series->set_cvr(name.cvr);
    series->mutable_received()->Add(tally.received.begin(),
                                    tally.received.end());
    series->mutable_rejected()->Add(tally.rejected.begin(),
                                    tally.rejected.end());
  }
}

void AddToday(const DayCount& count, v1::Overview::Flow* flow) {
  switch (count.verdict) {
    case kAccepted:
      flow->set_received(flow->received() + count.reports);
      flow->set_accepted(flow->accepted() + count.reports);
      break;
    case kRejected:
      flow->set_received(flow->received() + count.reports);
      flow->set_rejected(flow->rejected() + count.reports);
      break;
    case kAcceptedLater:
      flow->set_received(flow->received() - count.reports);
      break;
    case kConfirmed:
      flow->set_confirmed(flow->confirmed() + count.reports);
      break;
    case kRefused:
      flow->set_refused(flow->refused() + count.reports);
      break;
    default:
      break;
  }
}

}  // namespace

absl::Status OverviewReader::Read(const access::Scope& scope, absl::Time now,
                                  v1::Overview* overview) {
  absl::Status status = ReadDays(scope, now, overview);
  if (status.ok()) status = ReadOpen(scope, overview);
  if (!status.ok() || !scope.all) return status;
  auto waiting = pool_.Execute(store::kOldestWaiting, store::Params());
  if (!waiting.ok()) return waiting.status();
  if (const auto oldest = waiting->OptionalTime(0, 0)) {
    SetTime(*oldest, overview->mutable_oldest_undelivered());
  }
  return absl::OkStatus();
}

absl::Status OverviewReader::ReadOpen(const access::Scope& scope,
                                      v1::Overview* overview) {
  store::Params params;
  AddScope(scope, &params);
  auto open = pool_.Execute(store::kOpenRejections, params);
  if (!open.ok()) return open.status();
  overview->set_open_rejections(open->Int64(0, 0));
  if (const auto oldest = open->OptionalTime(0, 1)) {
    SetTime(*oldest, overview->mutable_oldest_open());
  }
  return absl::OkStatus();
}

absl::Status OverviewReader::ReadDays(const access::Scope& scope,
                                      absl::Time now, v1::Overview* overview) {
  auto names = ReadNames(pool_);
  if (!names.ok()) return names.status();
  std::map<int32_t, Tally> municipalities, submitters;
  v1::Overview::Flow* today = overview->mutable_today();
  auto days = days_.Load(scope, now);
  if (!days.ok()) return days.status();
  for (const auto& part : *days) {
    for (const DayCount& count : *part) {
      if (!scope.Covers(count.municipality_id)) continue;
      if (count.day == kToday) AddToday(count, today);
      municipalities[count.municipality_id].Add(count);
      submitters[count.submitter_id].Add(count);
    }
  }
  AddSeries(municipalities, kMunicipality, *names,
            overview->mutable_municipalities());
  AddSeries(submitters, kSubmitter, *names, overview->mutable_submitters());
  return absl::OkStatus();
}

absl::Status OverviewReader::ReadGroups(
    const access::Scope& scope, int32_t submitter_id, absl::Time now,
    v1::ListRejectionGroupsResponse* response) {
  store::Params params;
  AddScope(scope, &params);
  params.Int32(submitter_id).Int32(kMostGroups + 1);
  auto rows = pool_.Execute(store::kRejectionGroups, params);
  if (!rows.ok()) return rows.status();
  response->set_more(rows->rows() > kMostGroups);
  auto days = days_.LoadCodes(scope, now);
  if (!days.ok()) return days.status();
  for (int row = 0; row < std::min(rows->rows(), kMostGroups); ++row) {
    v1::RejectionGroup* group = response->add_groups();
    group->set_code(rows->Text(row, 0));
    group->set_submitter(rows->Text(row, 2));
    group->set_open(rows->Int64(row, 3));
    group->set_not_taken(rows->Int64(row, 4));
    if (const auto* sentences = book_.Find(group->code())) {
      group->set_danish(sentences->danish);
      group->set_english(sentences->english);
    }
    std::array<int64_t, kDays> by_day{};
    for (const auto& part : *days) {
      const auto counts = part->find({group->code(), rows->Int32(row, 1)});
      if (counts == part->end()) continue;
      for (const CodeCount& count : counts->second) {
        if (!scope.Covers(count.municipality_id)) continue;
        by_day[static_cast<size_t>(count.day)] += count.reports;
      }
    }
    group->mutable_by_day()->Add(by_day.begin(), by_day.end());
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::review
