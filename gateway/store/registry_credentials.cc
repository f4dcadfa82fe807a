#include "gateway/store/registry_credentials.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry_change.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {
namespace {

constexpr char kNoOperator[] =
    "der er ingen operatør af det navn / no such operator";
constexpr char kNoOwner[] =
    "der er intet fagsystem eller ingen operatør af det navn / no such "
    "submitter or operator";

constexpr char kNoMunicipality[] =
    "en af kommunerne er ikke registreret (CVR) / one of the municipalities is "
    "not registered (CVR)";
constexpr size_t kMaxMunicipalities = 98;

absl::Status CheckRoles(const std::vector<std::string>& roles) {
  for (const std::string& role : roles) {
    const std::vector<std::string>& known = OperatorRoles();
    if (std::find(known.begin(), known.end(), role) != known.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("rollen findes ikke; der er / no such role; there are: ",
                     absl::StrJoin(known, ", ")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> CredentialRegistry::Put(const std::string& actor,
                                             CredentialOwner owner,
                                             const CredentialRow& row) {
  if (!IsPlainText(row.label) || !IsPlainText(row.subject)) {
    return absl::InvalidArgumentError(
        "en label har ingen styretegn / a label has no control characters");
  }
  Params params;
  params.Text(actor)
      .Text(row.owner)
      .Bool(owner == CredentialOwner::kOperator)
      .Text(row.fingerprint)
      .Text(row.label)
      .Int16(static_cast<int16_t>(row.kind));
  row.key_der.empty() ? params.Null() : params.Bytes(row.key_der);
  params.OptionalTime(row.not_before)
      .OptionalTime(row.not_after)
      .Text(row.subject)
      .Text(row.holder_cvr)
      .Text(row.holder_id);
  auto put = ChangeRegistry(
      *pool_, kPutCredential, params,
      {kNoOwner,
       "et fingeraftryk har 64 hex-cifre, en label højst 200 tegn / a "
       "fingerprint has 64 hex digits, a label at most 200 characters"});
  if (!put.ok()) return put.status();
  if (*put == 0) {
    return absl::AlreadyExistsError(
        "certifikatet eller nøglen er en andens / the certificate or key is "
        "another's");
  }
  return *put > 0;
}

absl::Status CredentialRegistry::Revoke(const std::string& actor,
                                        const std::string& fingerprint) {
  return ChangeRegistry(*pool_, kRevokeCredential,
                        Params().Text(actor).Text(fingerprint),
                        {"der er intet certifikat og ingen nøgle med det "
                         "fingeraftryk / no such certificate or key"})
      .status();
}

absl::StatusOr<std::vector<CredentialRow>> CredentialRegistry::List(
    const std::string& owner, const CredentialRow& after, int limit) {
  auto rows = pool_->Execute(kListCredentials, Params()
                                                   .Text(owner)
                                                   .Text(after.owner)
                                                   .Time(after.created_at)
                                                   .Text(after.fingerprint)
                                                   .Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadCredentials(*rows);
}

absl::Status CredentialRegistry::PutOperator(
    const std::string& actor, const std::string& name,
    const std::vector<std::string>& roles,
    const std::vector<std::string>& municipality_cvrs) {
  absl::Status ok = CheckName(name);
  if (ok.ok()) ok = CheckRoles(roles);
  if (ok.ok() && municipality_cvrs.size() > kMaxMunicipalities) {
    ok = absl::InvalidArgumentError(
        "for mange kommuner; uden er det alle / too many municipalities; none "
        "means all");
  }
  if (!ok.ok()) return ok;
  return ChangeRegistry(
             *pool_, kPutOperator,
             Params().Text(actor).Text(name).TextArray(roles).TextArray(
                 municipality_cvrs),
             {kNoMunicipality})
      .status();
}

absl::Status CredentialRegistry::SetOperatorActive(const std::string& actor,
                                                   const std::string& name,
                                                   bool active) {
  return ChangeRegistry(*pool_, kSetOperatorActive,
                        Params().Text(actor).Text(name).Bool(active),
                        {kNoOperator})
      .status();
}

absl::Status CredentialRegistry::RemoveOperator(const std::string& actor,
                                                const std::string& name) {
  return ChangeRegistry(*pool_, kRemoveOperator,
                        Params().Text(actor).Text(name), {kNoOperator})
      .status();
}

absl::StatusOr<std::vector<OperatorRow>> CredentialRegistry::ListOperators(
    const std::string& after, int limit) {
  auto rows = pool_->Execute(kListOperators, Params().Text(after).Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadOperators(*rows);
}

}  // namespace trivsel::gateway::store
