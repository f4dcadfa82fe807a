#include "deploy/sandbox/receiver/ledger.h"

#include <cstdio>
#include <utility>

namespace trivsel::sandbox {

const Batch* Ledger::FindBatch(std::string_view id) const {
  const auto found = batches_.find(id);
  return found == batches_.end() ? nullptr : &found->second;
}

const Decision* Ledger::FindReport(std::string_view id) const {
  const auto found = report_by_id_.find(id);
  return found == report_by_id_.end() ? nullptr : &reports_[found->second];
}

void Ledger::CountRepeat(std::string_view batch_id) {
  const auto found = batches_.find(batch_id);
  if (found == batches_.end()) return;
  ++found->second.arrivals;
  for (const size_t place : found->second.reports) ++reports_[place].arrivals;
}

void Ledger::Add(std::string_view batch_id, std::string_view digest,
                 const std::vector<Decision>& decisions) {
  Batch batch;
  batch.id = std::string(batch_id);
  batch.digest = std::string(digest);
  batch.arrivals = 1;
  for (const Decision& decision : decisions) {
    const auto [known, fresh] =
        report_by_id_.emplace(decision.report.id, reports_.size());
    if (fresh) {
      reports_.push_back(decision);
      reports_.back().arrivals = 0;
    }
    ++reports_[known->second].arrivals;
    batch.reports.push_back(known->second);
  }
  batches_[batch.id] = std::move(batch);
}

std::string Ledger::NextReference(size_t offset) const {
  char reference[32];
  std::snprintf(reference, sizeof(reference), "NR-%06zu",
                reports_.size() + offset + 1);
  return reference;
}

}  // namespace trivsel::sandbox
