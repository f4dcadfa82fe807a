#include "gateway/ctl/registry_commands.h"

#include "absl/strings/str_cat.h"
#include "gateway/ctl/municipality_view.h"
#include "gateway/registry/danish_day.h"
#include "gateway/registry/onboarding_tasks.h"

namespace trivsel::gateway::ctl {
namespace {

// Agreements of one submitter, by CVR.
std::vector<std::string> CvrsOf(const store::RegistrySnapshot& all,
                                int32_t submitter) {
  std::vector<std::string> cvrs;
  for (const store::AgreementRow& agreement : all.agreements) {
    if (agreement.submitter_id == submitter) cvrs.push_back(agreement.cvr);
  }
  return cvrs;
}

// Empty for the gateway's default.
std::string Limit(int32_t limit) {
  return limit == 0 ? "" : absl::StrCat(limit);
}

}  // namespace

absl::Status RegistryCommands::AddMunicipality(
    const store::MunicipalityRow& row) {
  return registry_.PutMunicipality(actor_, row).status();
}

absl::Status RegistryCommands::SetMunicipality(
    const std::string& cvr, const std::optional<std::string>& name,
    const std::vector<std::string>& sor) {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  for (store::MunicipalityRow& row : all->municipalities) {
    if (row.cvr != cvr) continue;
    if (name) row.name = *name;
    if (!sor.empty()) row.sor = sor;
    return registry_.PutMunicipality(actor_, row).status();
  }
  if (!name || sor.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "der er ingen kommune med CVR ", cvr,
        "; for at tilføje den skal navn og SOR-koder gives / no municipality "
        "with CVR ",
        cvr, "; to add it, name and SOR codes are needed"));
  }
  return AddMunicipality({0, cvr, *name, sor});
}

absl::Status RegistryCommands::RemoveMunicipality(const std::string& cvr) {
  return registry_.RemoveMunicipality(actor_, cvr);
}

absl::StatusOr<Table> RegistryCommands::ListMunicipalities() {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"cvr", "name", "sor[]"});
  for (const store::MunicipalityRow& row : all->municipalities) {
    table.Add({{row.cvr}, {row.name}, row.sor});
  }
  return table;
}

absl::StatusOr<Table> RegistryCommands::ShowMunicipality(
    const std::string& cvr) {
  absl::StatusOr<registry::OnboardingFacts> facts =
      registry::LoadOnboardingFacts(pool_);
  if (!facts.ok()) return facts.status();
  for (const store::MunicipalityRow& row : facts->registry.municipalities) {
    if (row.cvr == cvr) return MunicipalityTable(*facts, row);
  }
  return NoMunicipality(cvr);
}

absl::Status RegistryCommands::PutContact(const store::ContactRow& row) {
  return onboarding_.PutContact(actor_, row);
}

absl::Status RegistryCommands::RemoveContact(const std::string& cvr,
                                             const std::string& role) {
  return onboarding_.RemoveContact(actor_, cvr, role);
}

absl::Status RegistryCommands::AddSubmitter(const std::string& name) {
  return registry_.PutSubmitter(actor_, name).status();
}

absl::Status RegistryCommands::SetSubmitter(
    const std::string& name, const std::optional<std::string>& new_name,
    std::optional<bool> active) {
  if (!new_name && !active) return AddSubmitter(name);
  return UpdateSubmitter(name, {.new_name = new_name, .active = active});
}

absl::Status RegistryCommands::UpdateSubmitter(
    const std::string& name, const store::SubmitterChange& change) {
  return registry_.UpdateSubmitter(actor_, name, change);
}

absl::Status RegistryCommands::RemoveSubmitter(const std::string& name) {
  return registry_.RemoveSubmitter(actor_, name);
}

absl::StatusOr<Table> RegistryCommands::ListSubmitters() {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"name", "active", "municipalities[]", "client_id",
               "reports_per_second", "concurrent_calls", "message_bytes"});
  for (const store::SubmitterRow& row : all->submitters) {
    table.Add({{row.name},
               {row.active ? "yes" : "no"},
               CvrsOf(*all, row.id),
               {row.client_id},
               {Limit(row.reports_per_second)},
               {Limit(row.concurrent_calls)},
               {Limit(row.message_bytes)}});
  }
  return table;
}

absl::Status RegistryCommands::Allow(const std::string& submitter,
                                     const std::vector<std::string>& cvrs,
                                     const std::string& from,
                                     const std::string& until) {
  store::PeriodChange change;
  if (!from.empty()) {
    auto time = registry::ReadFrom(from);
    if (!time.ok()) return time.status();
    change.set_from = true;
    change.period.from = *time;
  }
  if (!until.empty()) {
    auto time = registry::ReadUntil(until);
    if (!time.ok()) return time.status();
    change.set_until = true;
    change.period.until = *time;
  }
  for (const std::string& cvr : cvrs) {
    absl::Status status = registry_.Allow(actor_, submitter, cvr, change);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RegistryCommands::Disallow(const std::string& submitter,
                                        const std::vector<std::string>& cvrs) {
  for (const std::string& cvr : cvrs) {
    absl::Status status = registry_.Disallow(actor_, submitter, cvr);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<Table> RegistryCommands::ListPermissions(
    const std::string& submitter) {
  absl::StatusOr<store::RegistrySnapshot> all = registry_.Load();
  if (!all.ok()) return all.status();
  Table table({"submitter", "cvr", "from", "until"});
  for (const store::AgreementRow& row : all->agreements) {
    if (!submitter.empty() && row.submitter != submitter) continue;
    table.Add({{row.submitter},
               {row.cvr},
               {registry::ShowFrom(row.valid.from)},
               {registry::ShowUntil(row.valid.until)}});
  }
  return table;
}

}  // namespace trivsel::gateway::ctl
