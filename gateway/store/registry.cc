#include "gateway/store/registry.h"

#include "gateway/store/pool.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"
#include "gateway/store/transaction.h"

namespace trivsel::gateway::store {
namespace {

constexpr char kNoSubmitter[] = "no such submitter";
constexpr char kNoMunicipality[] = "no such municipality";

absl::Status CheckName(const std::string& name) {
  if (!name.empty() && name.size() <= 100) return absl::OkStatus();
  return absl::InvalidArgumentError("a name has 1-100 characters");
}

std::vector<SubmitterRow> Submitters(const Result& rows) {
  std::vector<SubmitterRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Bool(i, 2)});
  }
  return out;
}

std::vector<MunicipalityRow> Municipalities(const Result& rows) {
  std::vector<MunicipalityRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Text(i, 2),
                   rows.TextArray(i, 3)});
  }
  return out;
}

std::vector<CredentialRow> Credentials(const Result& rows) {
  std::vector<CredentialRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Text(i, 0), rows.Int32(i, 1), rows.Text(i, 2),
                   rows.Text(i, 3), rows.OptionalTime(i, 4),
                   rows.OptionalTime(i, 5)});
  }
  return out;
}

std::vector<AgreementRow> Agreements(const Result& rows) {
  std::vector<AgreementRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back(
        {rows.Int32(i, 0), rows.Int32(i, 1), rows.Text(i, 2), rows.Text(i, 3)});
  }
  return out;
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
  RegistrySnapshot snapshot;
  absl::Status failed;
  auto load = [&](const Statement& statement, auto take) {
    if (!failed.ok()) return;
    absl::StatusOr<Result> rows = (*connection)->Execute(statement, Params());
    if (rows.ok()) {
      take(*rows);
    } else {
      failed = rows.status();
    }
  };
  load(kRegistryVersion,
       [&](const Result& r) { snapshot.version = r.Int64(0, 0); });
  load(kListSubmitters,
       [&](const Result& r) { snapshot.submitters = Submitters(r); });
  load(kListMunicipalities,
       [&](const Result& r) { snapshot.municipalities = Municipalities(r); });
  load(kListCredentials,
       [&](const Result& r) { snapshot.credentials = Credentials(r); });
  load(kListAgreements,
       [&](const Result& r) { snapshot.agreements = Agreements(r); });
  if (!failed.ok()) return failed;
  return snapshot;
}

absl::StatusOr<int32_t> Registry::Change(const Statement& statement,
                                         const Params& params,
                                         const char* missing) {
  absl::StatusOr<Result> rows = pool_->Execute(statement, params);
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError(missing);
  return rows->Int32(0, 0);
}

absl::StatusOr<int32_t> Registry::PutSubmitter(const std::string& actor,
                                               const std::string& name) {
  absl::Status ok = CheckName(name);
  if (!ok.ok()) return ok;
  return Change(kPutSubmitter, Params().Text(actor).Text(name), kNoSubmitter);
}

absl::Status Registry::RenameSubmitter(const std::string& actor,
                                       const std::string& name,
                                       const std::string& new_name) {
  absl::Status ok = CheckName(new_name);
  if (!ok.ok()) return ok;
  return Change(kRenameSubmitter,
                Params().Text(actor).Text(name).Text(new_name), kNoSubmitter)
      .status();
}

absl::Status Registry::SetSubmitterActive(const std::string& actor,
                                          const std::string& name,
                                          bool active) {
  return Change(kSetSubmitterActive,
                Params().Text(actor).Text(name).Bool(active), kNoSubmitter)
      .status();
}

absl::Status Registry::RemoveSubmitter(const std::string& actor,
                                       const std::string& name) {
  absl::StatusOr<int32_t> id =
      Change(kRemoveSubmitter, Params().Text(actor).Text(name), kNoSubmitter);
  if (!id.ok()) return id.status();
  if (*id != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the submitter has reported; make it inactive instead");
}

absl::StatusOr<int32_t> Registry::PutMunicipality(
    const std::string& actor, const MunicipalityRow& municipality) {
  absl::Status ok = CheckName(municipality.name);
  if (!ok.ok()) return ok;
  absl::StatusOr<int32_t> id = Change(kPutMunicipality,
                                      Params()
                                          .Text(actor)
                                          .Text(municipality.cvr)
                                          .Text(municipality.name)
                                          .TextArray(municipality.sor),
                                      kNoMunicipality);
  if (id.ok() || FaultOf(id.status()) != Fault::kData) return id;
  if (absl::IsAlreadyExists(id.status())) {
    return absl::AlreadyExistsError(
        "a SOR code belongs to another municipality");
  }
  return absl::InvalidArgumentError(
      "a CVR number has 8 digits, a SOR code 6-18");
}

absl::Status Registry::RemoveMunicipality(const std::string& actor,
                                          const std::string& cvr) {
  absl::StatusOr<int32_t> id = Change(
      kRemoveMunicipality, Params().Text(actor).Text(cvr), kNoMunicipality);
  if (!id.ok()) return id.status();
  if (*id != 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "there are reports about the municipality");
}

absl::Status Registry::Allow(const std::string& actor,
                             const std::string& submitter,
                             const std::string& cvr) {
  return Change(kAllow, Params().Text(actor).Text(submitter).Text(cvr),
                "no such submitter or municipality")
      .status();
}

absl::Status Registry::Disallow(const std::string& actor,
                                const std::string& submitter,
                                const std::string& cvr) {
  return Change(kDisallow, Params().Text(actor).Text(submitter).Text(cvr),
                "no such agreement")
      .status();
}

absl::Status Registry::PutCredential(const std::string& actor,
                                     const std::string& submitter,
                                     const std::string& fingerprint,
                                     const std::string& label,
                                     std::optional<absl::Time> not_after) {
  Params params;
  params.Text(actor).Text(submitter).Text(fingerprint).Text(label);
  if (not_after.has_value()) {
    params.Time(*not_after);
  } else {
    params.Null();
  }
  absl::StatusOr<int32_t> id = Change(kPutCredential, params, kNoSubmitter);
  if (!id.ok()) {
    if (FaultOf(id.status()) != Fault::kData) return id.status();
    return absl::InvalidArgumentError(
        "a fingerprint has 64 hex digits, a label at most 200");
  }
  if (*id != 0) return absl::OkStatus();
  return absl::AlreadyExistsError("the certificate is another submitter's");
}

absl::Status Registry::RevokeCredential(const std::string& actor,
                                        const std::string& fingerprint) {
  return Change(kRevokeCredential, Params().Text(actor).Text(fingerprint),
                "no such certificate")
      .status();
}

}  // namespace trivsel::gateway::store
