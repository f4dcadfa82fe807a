#include "gateway/store/onboarding.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry_change.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {

absl::Status Onboarding::PutContact(const std::string& actor,
                                    const ContactRow& row) {
  const std::vector<std::string>& known = ContactRoles();
  if (std::find(known.begin(), known.end(), row.role) == known.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("rollen findes ikke; der er / no such role; there are: ",
                     absl::StrJoin(known, ", ")));
  }
  for (const std::string* text : {&row.name, &row.organisation, &row.email}) {
    if (text->empty() || CheckName(*text).ok()) continue;
    return absl::InvalidArgumentError(
        "en tekst har højst 100 tegn og ingen styretegn / a text has at most "
        "100 characters and no control characters");
  }
  return ChangeRegistry(
             *pool_, kPutContact,
             Params()
                 .Text(actor)
                 .Text(row.cvr)
                 .Text(row.role)
                 .Text(row.name)
                 .Text(row.organisation)
                 .Text(row.email),
             {"der er ingen kommune med det CVR-nummer / no such municipality",
              "angiv navn, organisation eller e-mail / give a name, an "
              "organisation or an e-mail address"})
      .status();
}

absl::Status Onboarding::RemoveContact(const std::string& actor,
                                       const std::string& cvr,
                                       const std::string& role) {
  return ChangeRegistry(*pool_, kRemoveContact,
                        Params().Text(actor).Text(cvr).Text(role),
                        {"rollen er ikke udfyldt / the role is not filled"})
      .status();
}

absl::StatusOr<std::vector<ContactRow>> Onboarding::ListContacts(
    const std::string& cvr) {
  auto rows = pool_->Execute(kListContacts, Params().Text(cvr));
  if (!rows.ok()) return rows.status();
  return ReadContacts(*rows);
}

absl::StatusOr<std::vector<MilestoneRow>> Onboarding::Milestones() {
  auto reached = pool_->Execute(kReachMilestones, Params());
  if (!reached.ok()) return reached.status();
  auto rows = pool_->Execute(kListMilestones, Params());
  if (!rows.ok()) return rows.status();
  std::vector<MilestoneRow> out;
  for (int i = 0; i < rows->rows(); ++i) {
    MilestoneRow row;
    row.municipality_id = rows->Int32(i, 0);
    row.milestone = static_cast<Milestone>(rows->Int16(i, 1));
    absl::ParseCivilTime(rows->Text(i, 2), &row.reached_on);
    out.push_back(row);
  }
  return out;
}

}  // namespace trivsel::gateway::store
