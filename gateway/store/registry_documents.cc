#include "gateway/store/registry_documents.h"

#include "gateway/store/pool.h"
#include "gateway/store/registry_change.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {
namespace {

constexpr char kNoDocument[] =
    "der er ingen aftale med det nummer / no such agreement";
constexpr char kBadPeriod[] =
    "perioden ender, før den begynder / the period ends before it begins";

void AddDigest(const std::string& digest, Params* params) {
  digest.empty() ? params->Null() : params->Bytes(digest);
}

}  // namespace

absl::StatusOr<int64_t> DocumentRegistry::Put(const std::string& actor,
                                              const DocumentRow& row) {
  absl::Status ok = CheckName(row.reference);
  if (!ok.ok()) {
    return absl::InvalidArgumentError(
        "en reference har 1-100 tegn / a reference has 1-100 characters");
  }
  Params params;
  params.Text(actor)
      .Text(row.cvr)
      .Int16(static_cast<int16_t>(row.kind))
      .Text(row.reference)
      .Text(absl::FormatCivilTime(row.signed_on));
  AddDigest(row.digest, &params);
  params.OptionalTime(row.valid.from)
      .OptionalTime(row.valid.until)
      .OptionalTime(row.archived_at);
  auto id = ChangeRegistry(
      *pool_, kPutDocument, params,
      {"der er ingen kommune med det CVR-nummer / no such municipality",
       "perioden ender, før den begynder, eller et arkiveret dokument mangler "
       "sit SHA-256 / the period ends before it begins, or an archived "
       "document lacks its SHA-256"});
  if (!id.ok() || *id != 0) return id;
  return absl::FailedPreconditionError(
      "den arkiverede aftale har et andet SHA-256 / the archived agreement has "
      "another SHA-256");
}

absl::Status DocumentRegistry::End(const std::string& actor, int64_t id,
                                   absl::Time until) {
  return ChangeRegistry(*pool_, kEndDocument,
                        Params().Text(actor).Int64(id).Time(until),
                        {kNoDocument, kBadPeriod})
      .status();
}

absl::Status DocumentRegistry::Archive(const std::string& actor, int64_t id,
                                       const std::string& digest,
                                       absl::Time at) {
  Params params;
  params.Text(actor).Int64(id);
  AddDigest(digest, &params);
  params.Time(at);
  auto changed = ChangeRegistry(
      *pool_, kArchiveDocument, params,
      {kNoDocument,
       "dokumentets SHA-256 mangler / the document's SHA-256 is missing"});
  if (!changed.ok()) return changed.status();
  if (*changed != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "det er et andet dokument end det registrerede / it is another document "
      "than the registered one");
}

absl::StatusOr<std::vector<DocumentRow>> DocumentRegistry::List(
    const std::string& cvr, const DocumentRow& after, int limit) {
  auto rows = pool_->Execute(
      kListDocuments,
      Params().Text(cvr).Text(after.cvr).Int64(after.id).Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadDocuments(*rows);
}

}  // namespace trivsel::gateway::store
