#include "gateway/journal/journal.h"

#include <openssl/sha.h>

#include "absl/strings/str_cat.h"
#include "gateway/store/params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::journal {
namespace {

using store::AppendInt16;
using store::AppendInt32;
using store::AppendInt64;

// One entry as it stands in the database.
struct Entry {
  int64_t chain, seq;
  absl::Time at;
  int16_t kind;
  std::string actor, subject, prev_hash, hash;
};

Entry EntryOf(const store::Result& rows, int row) {
  return {rows.Int64(row, 0), rows.Int64(row, 1), rows.Time(row, 2),
          rows.Int16(row, 3), rows.Text(row, 4),  rows.Text(row, 5),
          rows.Text(row, 6),  rows.Text(row, 7)};
}

// The same bytes as journal_hash() in the schema; each length is part of them,
// so that no two entries share theirs.
std::string HashOf(const Entry& entry) {
  std::string bytes = entry.prev_hash;
  AppendInt64(&bytes, entry.seq);
  AppendInt64(&bytes, absl::ToUnixMicros(entry.at));
  AppendInt16(&bytes, entry.kind);
  AppendInt32(&bytes, static_cast<int32_t>(entry.actor.size()));
  bytes += entry.actor;
  AppendInt32(&bytes, static_cast<int32_t>(entry.subject.size()));
  bytes += entry.subject;
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         hash);
  return {reinterpret_cast<const char*>(hash), sizeof hash};
}

absl::Status Misfit(const Entry& entry, std::string_view what) {
  return absl::DataLossError(absl::StrCat("journal chain ", entry.chain,
                                          ", entry ", entry.seq, ": ",
                                          std::string(what)));
}

// Walks the entries in order and holds each against the one before.
class Walk {
 public:
  absl::Status Step(const Entry& entry) {
    if (entry.chain != chain_) {
      chain_ = entry.chain;
      seq_ = 0;
      hash_ = std::string(SHA256_DIGEST_LENGTH, '\0');
    }
    if (entry.seq != seq_ + 1) return Misfit(entry, "an entry is missing");
    if (entry.prev_hash != hash_) return Misfit(entry, "does not follow");
    if (entry.hash != HashOf(entry)) return Misfit(entry, "was changed");
    seq_ = entry.seq;
    hash_ = entry.hash;
    return absl::OkStatus();
  }
  int64_t chain() const { return chain_; }
  int64_t seq() const { return seq_; }

 private:
  int64_t chain_ = -1;
  int64_t seq_ = 0;
  std::string hash_;
};

}  // namespace

absl::Status Append(store::Pool* pool, Kind kind, std::string_view actor,
                    std::string_view subject) {
  return pool
      ->Execute(store::kJournalAppend, store::Params()
                                           .Int16(static_cast<int16_t>(kind))
                                           .Text(actor)
                                           .Bytes(subject))
      .status();
}

absl::Status Verify(store::Pool* pool) {
  constexpr int64_t kPage = 5000;
  Walk walk;
  while (true) {
    auto rows = pool->Execute(
        store::kJournalPage,
        store::Params().Int64(walk.chain()).Int64(walk.seq()).Int64(kPage));
    if (!rows.ok()) return rows.status();
    for (int row = 0; row < rows->rows(); ++row) {
      absl::Status fits = walk.Step(EntryOf(*rows, row));
      if (!fits.ok()) return fits;
    }
    if (rows->rows() < kPage) return absl::OkStatus();
  }
}

}  // namespace trivsel::gateway::journal
