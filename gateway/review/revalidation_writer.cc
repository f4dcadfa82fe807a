#include "gateway/review/revalidation_writer.h"

#include <utility>

#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

using Outcome = Revalidated::Outcome;

constexpr int kMaxAttempts = 3;
constexpr size_t kHashSize = 32;
// As the committers': writers of one count row would wait for each other.
constexpr int64_t kCountShards = 16;
constexpr absl::Duration kWithin = absl::Seconds(30);
constexpr char kChainOwner[] = "gateway";

Outcome OutcomeOf(int16_t number) {
  switch (number) {
    case 1:
      return Outcome::kAccepted;
    case 2:
      return Outcome::kStillRejected;
    case 3:
      return Outcome::kContentGone;
    default:
      return Outcome::kChanged;
  }
}

}  // namespace

absl::StatusOr<store::Connection*> RevalidationWriter::Connection() {
  if (connection_ != nullptr &&
      (!connection_->usable() || !connection_->StillThere())) {
    connection_ = nullptr;
  }
  if (connection_ == nullptr) {
    auto opened = store::Connection::Open(connect_);
    if (!opened.ok()) return opened.status();
    // All that it reads it finds by a key, and each once: nothing is worth
    // remembering. Plans live as long as the connection: made when tables were
    // small they must do when they are not.
    absl::Status plans =
        (*opened)->Run("plans",
                       "set enable_seqscan = off; set enable_bitmapscan = off;"
                       " set enable_memoize = off");
    if (!plans.ok()) return plans;
    connection_ = *std::move(opened);
    chain_ = 0;
  }
  return connection_.get();
}

absl::Status RevalidationWriter::OpenChain() {
  if (chain_ != 0) return absl::OkStatus();
  auto chain = connection_->Execute(store::kOpenChain,
                                    store::Params().Text(kChainOwner));
  if (!chain.ok()) return chain.status();
  chain_ = chain->Int64(0, 0);
  chain_seq_ = 0;
  chain_hash_ = std::string(kHashSize, '\0');
  return absl::OkStatus();
}

absl::StatusOr<RevalidationWriter::Written> RevalidationWriter::Write(
    const RevalidationGroup& group, size_t begin, size_t end, const ActedBy& by,
    const JobStep& step) {
  auto connected = Connection();
  if (!connected.ok()) return connected.status();
  absl::Status opened = OpenChain();
  if (!opened.ok()) return opened;
  store::Params params = group.Encode(begin, end);
  params.Int16(static_cast<int16_t>(chain_ % kCountShards))
      .Text(by.actor)
      .Text(by.name)
      .Text(by.reason)
      .Int64(chain_)
      .Int64(chain_seq_ + 1)
      .Bytes(chain_hash_)
      .Int64(step.job_id)
      .Int16(step.part)
      .Int64(step.fence)
      .Int64(step.place)
      .Bool(step.ended)
      .Int64(step.looked_at)
      .Int64(absl::ToInt64Microseconds(step.lease))
      .Int64(group.Refused(begin, end));
  group.AddReports(begin, end, &params);
  absl::StatusOr<store::Result> rows = absl::UnknownError("not tried");
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    rows = connection_->Execute(store::kRevalidateGroup, params, kWithin);
    if (store::FaultOf(rows.status()) != store::Fault::kRetry) break;
  }
  if (!rows.ok()) return rows.status();
  Written written;
  for (int row = 0; row < rows->rows(); ++row) {
    if (rows->IsNull(row, 0)) {
      written.ours = rows->Bool(row, 3);
      if (rows->IsNull(row, 4)) continue;
      ++chain_seq_;
      chain_hash_ = rows->Text(row, 4);
      continue;
    }
    const Outcome outcome = OutcomeOf(rows->Int16(row, 1));
    written.outcomes.push_back({rows->Int64(row, 0), outcome});
    if (outcome == Outcome::kAccepted) {
      written.lanes |= uint64_t{1} << (rows->Int16(row, 2) & 63);
    }
  }
  return written;
}

}  // namespace trivsel::gateway::review
