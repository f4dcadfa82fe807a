#include "gateway/store/registry_rows.h"

#include "gateway/store/result.h"

namespace trivsel::gateway::store {

const std::vector<std::string>& ContactRoles() {
  static const auto* const roles =
      new std::vector<std::string>{"it", "data_protection", "professional"};
  return *roles;
}

const std::vector<std::string>& OperatorRoles() {
  static const auto* const roles = new std::vector<std::string>{
      "reader", "operator", "delivery_manager", "registrar"};
  return *roles;
}

std::vector<SubmitterRow> ReadSubmitters(const Result& rows) {
  std::vector<SubmitterRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Bool(i, 2),
                   rows.Text(i, 3), rows.Int32(i, 4), rows.Int32(i, 5),
                   rows.Int32(i, 6)});
  }
  return out;
}

std::vector<MunicipalityRow> ReadMunicipalities(const Result& rows) {
  std::vector<MunicipalityRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Text(i, 2),
                   rows.TextArray(i, 3)});
  }
  return out;
}

std::vector<AgreementRow> ReadAgreements(const Result& rows) {
  std::vector<AgreementRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0),
                   rows.Int32(i, 1),
                   rows.Text(i, 2),
                   rows.Text(i, 3),
                   {rows.OptionalTime(i, 4), rows.OptionalTime(i, 5)}});
  }
  return out;
}

std::vector<DocumentRow> ReadDocuments(const Result& rows) {
  std::vector<DocumentRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    DocumentRow row;
    row.id = rows.Int64(i, 0);
    row.municipality_id = rows.Int32(i, 1);
    row.cvr = rows.Text(i, 2);
    row.kind = static_cast<DocumentKind>(rows.Int16(i, 3));
    row.reference = rows.Text(i, 4);
    absl::ParseCivilTime(rows.Text(i, 5), &row.signed_on);
    row.digest = rows.Text(i, 6);
    row.valid = {rows.OptionalTime(i, 7), rows.OptionalTime(i, 8)};
    row.archived_at = rows.OptionalTime(i, 9);
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<CredentialRow> ReadCredentials(const Result& rows) {
  std::vector<CredentialRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    CredentialRow row;
    row.fingerprint = rows.Text(i, 0);
    row.submitter_id = rows.Int32(i, 1);
    row.operator_id = rows.Int32(i, 2);
    row.owner = rows.Text(i, 3);
    row.label = rows.Text(i, 4);
    row.kind = static_cast<CredentialKind>(rows.Int16(i, 5));
    row.key_der = rows.Text(i, 6);
    row.not_before = rows.OptionalTime(i, 7);
    row.not_after = rows.OptionalTime(i, 8);
    row.revoked_at = rows.OptionalTime(i, 9);
    row.subject = rows.Text(i, 10);
    row.holder_cvr = rows.Text(i, 11);
    row.holder_id = rows.Text(i, 12);
    row.created_at = rows.Time(i, 13);
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<OperatorRow> ReadOperators(const Result& rows) {
  std::vector<OperatorRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Bool(i, 2),
                   rows.TextArray(i, 3), rows.TextArray(i, 4)});
  }
  return out;
}

std::vector<ContactRow> ReadContacts(const Result& rows) {
  std::vector<ContactRow> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int32(i, 0), rows.Text(i, 1), rows.Text(i, 2),
                   rows.Text(i, 3), rows.Text(i, 4), rows.Text(i, 5)});
  }
  return out;
}

}  // namespace trivsel::gateway::store
