#include "gateway/ctl/agreement_commands.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/ctl/input_file.h"
#include "gateway/ctl/municipality_view.h"
#include "gateway/registry/danish_day.h"

namespace trivsel::gateway::ctl {
namespace {

// More than there are of municipalities, kinds and years.
constexpr int kMostListed = 100000;

std::string DaysToArchive(const store::DocumentRow& row, absl::Time now) {
  if (row.archived_at) return "";
  return absl::StrCat(row.signed_on + store::kArchiveWithinDays -
                      registry::DanishDay(now));
}

}  // namespace

absl::StatusOr<Table> AgreementCommands::Add(const AgreementArguments& a) {
  store::DocumentRow row;
  row.cvr = a.cvr;
  row.kind = a.kind == "connection" || a.kind == "tilslutning"
                 ? store::DocumentKind::kConnection
                 : store::DocumentKind::kDataProcessing;
  row.reference = a.reference;
  auto day = registry::ReadDay(a.signed_on);
  if (!day.ok()) return day.status();
  row.signed_on = *day;
  auto digest = DocumentDigest(a.document, a.sha256);
  if (!digest.ok()) return digest.status();
  row.digest = *digest;
  if (!a.from.empty()) {
    auto from = registry::ReadFrom(a.from);
    if (!from.ok()) return from.status();
    row.valid.from = *from;
  }
  if (!a.until.empty()) {
    auto until = registry::ReadUntil(a.until);
    if (!until.ok()) return until.status();
    row.valid.until = *until;
  }
  if (a.archived) row.archived_at = now_;
  auto id = documents_.Put(actor_, row);
  if (!id.ok()) return id.status();
  return Show(a.cvr, *id);
}

absl::Status AgreementCommands::End(int64_t id, const std::string& last_day) {
  auto until = registry::ReadUntil(last_day);
  if (!until.ok()) return until.status();
  if (!until->has_value()) {
    return absl::InvalidArgumentError(
        "giv den sidste dag / give the last day: 2026-11-23");
  }
  return documents_.End(actor_, id, **until);
}

absl::Status AgreementCommands::Archive(int64_t id, const std::string& document,
                                        const std::string& sha256) {
  auto digest = DocumentDigest(document, sha256);
  if (!digest.ok()) return digest.status();
  return documents_.Archive(actor_, id, *digest, now_);
}

absl::StatusOr<Table> AgreementCommands::List(const std::string& cvr) {
  return Show(cvr, 0);
}

absl::StatusOr<Table> AgreementCommands::Show(const std::string& cvr,
                                              int64_t id) {
  auto rows = documents_.List(cvr, {}, kMostListed);
  if (!rows.ok()) return rows.status();
  Table table({"agreement", "cvr", "kind", "reference", "signed_on", "from",
               "until", "archived", "delete_on", "days_to_archive", "sha256"});
  for (const store::DocumentRow& row : *rows) {
    if (id != 0 && row.id != id) continue;
    table.Add(
        {{absl::StrCat(row.id)},
         {row.cvr},
         {KindName(row.kind)},
         {row.reference},
         {absl::FormatCivilTime(row.signed_on)},
         {registry::ShowFrom(row.valid.from)},
         {registry::ShowUntil(row.valid.until)},
         {row.archived_at
              ? absl::FormatCivilTime(registry::DanishDay(*row.archived_at))
              : ""},
         {absl::FormatCivilTime(row.signed_on + store::kArchiveWithinDays)},
         {DaysToArchive(row, now_)},
         {absl::BytesToHexString(row.digest)}});
  }
  return table;
}

}  // namespace trivsel::gateway::ctl
