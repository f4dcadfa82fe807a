#include "gateway/store/registry.h"

#include "gateway/store/pool.h"
#include "gateway/store/registry_change.h"
#include "gateway/store/registry_credentials.h"
#include "gateway/store/statements.h"
#include "gateway/store/transaction.h"

namespace trivsel::gateway::store {
namespace {

constexpr char kNoSubmitter[] =
    "der er intet fagsystem af det navn / no such submitter";
constexpr char kNoMunicipality[] =
    "der er ingen kommune med det CVR-nummer / no such municipality";
constexpr char kNeither[] =
    "fagsystemet eller kommunen findes ikke / no such submitter or "
    "municipality";

Params AllCredentials() {
  return std::move(
      Params().Text("").Text("").Time(absl::UnixEpoch()).Text("").Null());
}

}  // namespace

absl::StatusOr<int64_t> Registry::Version() {
  absl::StatusOr<Result> rows = pool_->Execute(kRegistryVersion, Params());
  if (!rows.ok()) return rows.status();
  if (rows->rows() != 1)
    return absl::InternalError("registry version is missing");
  return rows->Int64(0, 0);
}

absl::StatusOr<RegistrySnapshot> Registry::Load() {
  absl::StatusOr<Pool::Lease> connection = pool_->Borrow();
  if (!connection.ok()) return connection.status();
  absl::StatusOr<Transaction> transaction =
      Transaction::Begin(&**connection, Transaction::Mode::kSnapshot);
  if (!transaction.ok()) return transaction.status();
  RegistrySnapshot all;
  absl::Status failed;
  auto load = [&](const Statement& statement, const Params& params, auto take) {
    if (!failed.ok()) return;
    absl::StatusOr<Result> rows = (*connection)->Execute(statement, params);
    if (rows.ok()) {
      take(*rows);
    } else {
      failed = rows.status();
    }
  };
  load(kRegistryVersion, Params(),
       [&](const Result& r) { all.version = r.Int64(0, 0); });
  load(kListSubmitters, Params().Text("").Null(),
       [&](const Result& r) { all.submitters = ReadSubmitters(r); });
  load(kListMunicipalities, Params().Text("").Null(),
       [&](const Result& r) { all.municipalities = ReadMunicipalities(r); });
  load(kListCredentials, AllCredentials(),
       [&](const Result& r) { all.credentials = ReadCredentials(r); });
  load(kListAgreements, Params().Text("").Text("").Text("").Text("").Null(),
       [&](const Result& r) { all.agreements = ReadAgreements(r); });
  load(kListDocuments, Params().Text("").Text("").Int64(0).Null(),
       [&](const Result& r) { all.documents = ReadDocuments(r); });
  load(kListOperators, Params().Text("").Null(),
       [&](const Result& r) { all.operators = ReadOperators(r); });
  if (!failed.ok()) return failed;
  return all;
}

absl::StatusOr<int32_t> Registry::PutSubmitter(const std::string& actor,
                                               const std::string& name) {
  absl::Status ok = CheckName(name);
  if (!ok.ok()) return ok;
  auto id = ChangeRegistry(*pool_, kPutSubmitter,
                           Params().Text(actor).Text(name), {kNoSubmitter});
  if (!id.ok()) return id.status();
  return static_cast<int32_t>(*id);
}

absl::Status Registry::UpdateSubmitter(const std::string& actor,
                                       const std::string& name,
                                       const SubmitterChange& change) {
  if (change.new_name) {
    absl::Status ok = CheckName(*change.new_name);
    if (!ok.ok()) return ok;
  }
  Params params;
  params.Text(actor).Text(name);
  change.new_name ? params.Text(*change.new_name) : params.Null();
  change.active ? params.Bool(*change.active) : params.Null();
  change.client_id ? params.Text(*change.client_id) : params.Null();
  for (const std::optional<int32_t>& limit :
       {change.reports_per_second, change.concurrent_calls,
        change.message_bytes}) {
    limit ? params.Int32(*limit) : params.Null();
  }
  return ChangeRegistry(
             *pool_, kUpdateSubmitter, params,
             {kNoSubmitter,
              "et client_id har 1-100 synlige ASCII-tegn, en grænse er 0 eller "
              "mere / a client_id has 1-100 visible ASCII characters, a limit "
              "is 0 or more",
              "navnet eller client_id er et andet fagsystems / the name or the "
              "client_id is another submitter's"})
      .status();
}

absl::Status Registry::RemoveSubmitter(const std::string& actor,
                                       const std::string& name) {
  auto id = ChangeRegistry(*pool_, kRemoveSubmitter,
                           Params().Text(actor).Text(name), {kNoSubmitter});
  if (!id.ok()) return id.status();
  if (*id != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "fagsystemet har indberettet; sæt det ud af brug i stedet / the "
      "submitter has reported; make it inactive instead");
}

absl::StatusOr<std::vector<SubmitterRow>> Registry::ListSubmitters(
    const std::string& after, int limit) {
  auto rows =
      pool_->Execute(kListSubmitters, Params().Text(after).Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadSubmitters(*rows);
}

absl::StatusOr<int32_t> Registry::PutMunicipality(
    const std::string& actor, const MunicipalityRow& municipality) {
  absl::Status ok = CheckName(municipality.name);
  if (!ok.ok()) return ok;
  auto id = ChangeRegistry(
      *pool_, kPutMunicipality,
      Params()
          .Text(actor)
          .Text(municipality.cvr)
          .Text(municipality.name)
          .TextArray(municipality.sor),
      {kNoMunicipality,
       "et CVR-nummer har 8 cifre, en SOR-kode 6-18 / a CVR number has 8 "
       "digits, a SOR code 6-18",
       "en SOR-kode er en anden kommunes / a SOR code belongs to another "
       "municipality"});
  if (!id.ok()) return id.status();
  return static_cast<int32_t>(*id);
}

absl::Status Registry::RemoveMunicipality(const std::string& actor,
                                          const std::string& cvr) {
  auto id = ChangeRegistry(*pool_, kRemoveMunicipality,
                           Params().Text(actor).Text(cvr), {kNoMunicipality});
  if (!id.ok()) return id.status();
  if (*id != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "der er rapporter om kommunen / there are reports about the "
      "municipality");
}

absl::StatusOr<std::vector<MunicipalityRow>> Registry::ListMunicipalities(
    const std::string& after, int limit) {
  auto rows =
      pool_->Execute(kListMunicipalities, Params().Text(after).Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadMunicipalities(*rows);
}

absl::Status Registry::Allow(const std::string& actor,
                             const std::string& submitter,
                             const std::string& cvr,
                             const PeriodChange& change) {
  auto id = ChangeRegistry(*pool_, kAllow,
                           Params()
                               .Text(actor)
                               .Text(submitter)
                               .Text(cvr)
                               .OptionalTime(change.period.from)
                               .OptionalTime(change.period.until)
                               .Bool(change.set_from)
                               .Bool(change.set_until),
                           {kNeither,
                            "perioden ender, før den begynder / the period "
                            "ends before it begins"});
  if (!id.ok()) return id.status();
  if (*id != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "aftalen er udløbet; giv den en ny slutdato / the agreement has ended; "
      "give it a new end");
}

absl::Status Registry::Disallow(const std::string& actor,
                                const std::string& submitter,
                                const std::string& cvr) {
  return ChangeRegistry(*pool_, kDisallow,
                        Params().Text(actor).Text(submitter).Text(cvr),
                        {"der er ingen sådan aftale / no such agreement"})
      .status();
}

absl::StatusOr<std::vector<AgreementRow>> Registry::ListAgreements(
    const std::string& submitter, const std::string& cvr,
    const AgreementRow& after, int limit) {
  auto rows = pool_->Execute(kListAgreements, Params()
                                                  .Text(submitter)
                                                  .Text(cvr)
                                                  .Text(after.submitter)
                                                  .Text(after.cvr)
                                                  .Int32(limit));
  if (!rows.ok()) return rows.status();
  return ReadAgreements(*rows);
}

absl::Status Registry::PutCredential(const std::string& actor,
                                     const std::string& submitter,
                                     const std::string& fingerprint,
                                     const std::string& label,
                                     std::optional<absl::Time> not_after) {
  CredentialRow row;
  row.fingerprint = fingerprint;
  row.owner = submitter;
  row.label = label;
  row.not_after = not_after;
  return CredentialRegistry(pool_)
      .Put(actor, CredentialOwner::kSubmitter, row)
      .status();
}

absl::Status Registry::RevokeCredential(const std::string& actor,
                                        const std::string& fingerprint) {
  return CredentialRegistry(pool_).Revoke(actor, fingerprint);
}

}  // namespace trivsel::gateway::store
