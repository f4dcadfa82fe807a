#include "gateway/review/postgres_revalidation.h"

#include <map>
#include <set>
#include <utility>

#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

using store::ArrayWriter;
using Element = ArrayWriter::Element;

constexpr size_t kMost = 256;
constexpr int64_t kSliceBytes = 8 * 1024 * 1024;
// In one transaction: a dozen of the largest there are, or all 256 of any usual
// size.
constexpr int64_t kMostBytes = 64 * 1024 * 1024;

}  // namespace

absl::Status PostgresRevalidation::Judge(
    const std::vector<Candidate>& candidates, RevalidationGroup* group) {
  size_t done = 0;
  while (done < candidates.size()) {
    ArrayWriter ids(Element::kInt8), versions(Element::kInt4);
    std::set<int64_t> named;
    for (size_t i = done; i < candidates.size(); ++i) {
      // Named twice it is done once.
      const bool again = !named.insert(candidates[i].rejection_id).second;
      ids.Int64(again ? 0 : candidates[i].rejection_id);
      versions.Int32(candidates[i].version);
    }
    auto connection = writer_.Connection();
    if (!connection.ok()) return connection.status();
    auto rows =
        (*connection)
            ->Execute(store::kLoadCandidates, store::Params()
                                                  .Array(std::move(ids))
                                                  .Array(std::move(versions))
                                                  .Int64(kSliceBytes));
    if (!rows.ok()) return rows.status();
    if (rows->rows() == 0) break;  // what is left has changed
    for (int row = 0; row < rows->rows(); ++row) group->Add(*rows, row);
    if (group->bytes() > kMostBytes) {
      return absl::InvalidArgumentError(
          "de valgte indberetninger fylder for meget tilsammen: vælg færre / "
          "the chosen reports are too large together: choose fewer");
    }
    done += static_cast<size_t>(rows->Int64(rows->rows() - 1, 11));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Revalidated>> PostgresRevalidation::Run(
    const std::vector<Candidate>& candidates, const ActedBy& by) {
  if (candidates.size() > kMost) {
    return absl::InvalidArgumentError("at most 256 at a time");
  }
  RevalidationWriter::Written written;
  {
    std::lock_guard lock(mutex_);
    RevalidationGroup group(parts_.rejudge, candidates.size());
    absl::Status judged = Judge(candidates, &group);
    if (!judged.ok()) return judged;
    if (group.size() > 0) {
      auto done = writer_.Write(group, 0, group.size(), by, JobStep());
      if (!done.ok()) return done.status();
      written = *std::move(done);
    }
  }
  if (written.lanes != 0 && parts_.on_accepted) {
    parts_.on_accepted(written.lanes);
  }
  std::map<int64_t, Revalidated::Outcome> outcomes;
  for (const Revalidated& one : written.outcomes) {
    outcomes[one.rejection_id] = one.outcome;
  }
  std::vector<Revalidated> answers;
  for (const Candidate& candidate : candidates) {
    const auto found = outcomes.find(candidate.rejection_id);
    answers.push_back({candidate.rejection_id,
                       found == outcomes.end() ? Revalidated::Outcome::kChanged
                                               : found->second});
  }
  return answers;
}

}  // namespace trivsel::gateway::review
