#include "gateway/ctl/credential_commands.h"

#include "absl/strings/str_cat.h"
#include "gateway/ctl/input_file.h"
#include "gateway/registry/credential_file.h"
#include "gateway/store/expiry.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr size_t kMostOctets = 1024u * 1024;
constexpr int kMostListed = 100000;

std::string Day(const std::optional<absl::Time>& time) {
  if (!time) return "";
  return absl::FormatTime("%Y-%m-%d", *time, absl::UTCTimeZone());
}

std::string DaysLeft(const store::CredentialRow& row, absl::Time now) {
  if (!row.not_after || row.revoked_at) return "";
  return absl::StrCat(store::DaysLeft(*row.not_after, now));
}

const char* KindName(store::CredentialKind kind) {
  return kind == store::CredentialKind::kKey ? "key" : "certificate";
}

}  // namespace

absl::StatusOr<Table> CredentialCommands::Add(store::CredentialOwner owner,
                                              const std::string& name,
                                              const std::string& file,
                                              const std::string& label) {
  absl::StatusOr<std::string> octets = ReadInputFile(file, kMostOctets);
  if (!octets.ok()) return octets.status();
  auto rows = registry::ReadCredentialFile(*octets, label);
  if (!rows.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": ", std::string(rows.status().message())));
  }
  const bool submitter = owner == store::CredentialOwner::kSubmitter;
  Table table({"fingerprint", submitter ? "submitter" : "operator", "kind",
               "kid", "subject", "holder_cvr", "holder_id", "not_after",
               "days_left"});
  for (store::CredentialRow& row : *rows) {
    row.owner = name;
    absl::StatusOr<bool> put = credentials_.Put(actor_, owner, row);
    if (!put.ok()) return put.status();
    // Who registers a certificate must not believe that it is let in.
    if (!*put) {
      return absl::FailedPreconditionError(absl::StrCat(
          row.fingerprint,
          ": tilbagekaldt for altid, udsted et nyt / revoked for good: issue a "
          "new one"));
    }
    table.Add({{row.fingerprint},
               {name},
               {KindName(row.kind)},
               {registry::KeyId(row)},
               {row.subject},
               {row.holder_cvr},
               {row.holder_id},
               {Day(row.not_after)},
               {DaysLeft(row, now_)}});
  }
  return table;
}

absl::Status CredentialCommands::Remove(const std::string& fingerprint) {
  return credentials_.Revoke(actor_, fingerprint);
}

absl::StatusOr<Table> CredentialCommands::List(const std::string& owner) {
  auto rows = credentials_.List(owner, {}, kMostListed);
  if (!rows.ok()) return rows.status();
  Table table({"fingerprint", "submitter", "label", "not_after", "revoked",
               "days_left", "operator", "kind", "kid", "subject", "holder_cvr",
               "holder_id"});
  for (const store::CredentialRow& row : *rows) {
    const bool of_operator = row.operator_id != 0;
    table.Add({{row.fingerprint},
               {of_operator ? "" : row.owner},
               {row.label},
               {Day(row.not_after)},
               {Day(row.revoked_at)},
               {DaysLeft(row, now_)},
               {of_operator ? row.owner : ""},
               {KindName(row.kind)},
               {registry::KeyId(row)},
               {row.subject},
               {row.holder_cvr},
               {row.holder_id}});
  }
  return table;
}

absl::Status CredentialCommands::PutOperator(
    const std::string& name, const std::vector<std::string>& roles,
    const std::vector<std::string>& municipality_cvrs) {
  return credentials_.PutOperator(actor_, name, roles, municipality_cvrs);
}

absl::Status CredentialCommands::SetOperatorActive(const std::string& name,
                                                   bool active) {
  return credentials_.SetOperatorActive(actor_, name, active);
}

absl::Status CredentialCommands::RemoveOperator(const std::string& name) {
  return credentials_.RemoveOperator(actor_, name);
}

absl::StatusOr<Table> CredentialCommands::ListOperators() {
  auto rows = credentials_.ListOperators("", kMostListed);
  if (!rows.ok()) return rows.status();
  Table table({"name", "active", "roles[]", "municipalities[]"});
  for (const store::OperatorRow& row : *rows) {
    table.Add({{row.name},
               {row.active ? "yes" : "no"},
               row.roles,
               row.municipality_cvrs});
  }
  return table;
}

}  // namespace trivsel::gateway::ctl
