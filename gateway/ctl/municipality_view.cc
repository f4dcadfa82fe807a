#include "gateway/ctl/municipality_view.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/registry/danish_day.h"

namespace trivsel::gateway::ctl {
namespace {

using registry::ShowFrom;
using registry::ShowUntil;

std::string JoinWords(const std::vector<std::string>& words) {
  std::vector<std::string> given;
  for (const std::string& word : words) {
    if (!word.empty()) given.push_back(word);
  }
  return absl::StrJoin(given, ", ");
}

void AddDocuments(const registry::OnboardingFacts& facts, int32_t municipality,
                  Table* table) {
  for (const store::DocumentRow& row : facts.registry.documents) {
    if (row.municipality_id != municipality) continue;
    const std::string archived =
        row.archived_at
            ? absl::StrCat(
                  "archived ",
                  absl::FormatCivilTime(registry::DanishDay(*row.archived_at)))
            : std::string("not archived");
    table->Add({{"agreement"},
                {absl::StrCat(row.id)},
                {JoinWords({KindName(row.kind), row.reference,
                            absl::StrCat("signed ",
                                         absl::FormatCivilTime(row.signed_on)),
                            archived})},
                {ShowFrom(row.valid.from)},
                {ShowUntil(row.valid.until)}});
  }
}

}  // namespace

const char* KindName(store::DocumentKind kind) {
  return kind == store::DocumentKind::kConnection ? "connection"
                                                  : "data_processing";
}

absl::Status NoMunicipality(const std::string& cvr) {
  return absl::NotFoundError(absl::StrCat("der er ingen kommune med CVR ", cvr,
                                          " / no municipality with CVR ", cvr));
}

Table MunicipalityTable(const registry::OnboardingFacts& facts,
                        const store::MunicipalityRow& municipality) {
  Table table({"what", "which", "detail", "from", "until"});
  table.Add(
      {{"municipality"}, {municipality.cvr}, {municipality.name}, {}, {}});
  for (const std::string& code : municipality.sor) {
    table.Add({{"sor"}, {code}, {}, {}, {}});
  }
  for (const store::ContactRow& row : facts.contacts) {
    if (row.municipality_id != municipality.id) continue;
    table.Add({{"contact"},
               {row.role},
               {JoinWords({row.name, row.organisation, row.email})},
               {},
               {}});
  }
  AddDocuments(facts, municipality.id, &table);
  std::set<int32_t> submitters;
  for (const store::AgreementRow& row : facts.registry.agreements) {
    if (row.municipality_id != municipality.id) continue;
    submitters.insert(row.submitter_id);
    table.Add({{"submitter"},
               {row.submitter},
               {},
               {ShowFrom(row.valid.from)},
               {ShowUntil(row.valid.until)}});
  }
  for (const store::CredentialRow& row : facts.registry.credentials) {
    if (!submitters.contains(row.submitter_id)) continue;
    table.Add(
        {{"credential"},
         {row.fingerprint},
         {JoinWords({row.owner, row.label, row.revoked_at ? "revoked" : ""})},
         {ShowFrom(row.not_before)},
         {ShowUntil(row.not_after)}});
  }
  return table;
}

}  // namespace trivsel::gateway::ctl
