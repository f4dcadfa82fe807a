// The registry's tables as rows: who may report for whom, by what, until when.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_ROWS_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Result;

// A vendor system that delivers reports.
struct SubmitterRow {
  int32_t id = 0;
  std::string name;  // unique, 1-100 characters
  bool active = true;
  std::string client_id = {};  // at the token endpoint, unique; empty: none
  // 0: the gateway's default.
  int32_t reports_per_second = 0;
  int32_t concurrent_calls = 0;
  int32_t message_bytes = 0;
};

// What to change of a submitter; what is not set stays.
struct SubmitterChange {
  std::optional<std::string> new_name = {};
  std::optional<bool> active = {};
  std::optional<std::string> client_id = {};  // empty: none
  // 0: the gateway's default.
  std::optional<int32_t> reports_per_second = {};
  std::optional<int32_t> concurrent_calls = {};
  std::optional<int32_t> message_bytes = {};
};

// A municipality that reports are about.
struct MunicipalityRow {
  int32_t id = 0;
  std::string cvr;               // 8 digits, unique
  std::string name;              // "Holbæk Kommune"
  std::vector<std::string> sor;  // SOR codes, its own and its departments'
};

// From (inclusive) until (exclusive); not set is open.
struct Period {
  std::optional<absl::Time> from = {};
  std::optional<absl::Time> until = {};

  bool Covers(absl::Time time) const {
    return (!from || *from <= time) && (!until || time < *until);
  }
};

// A new period, or a part of it.
struct PeriodChange {
  bool set_from = false;   // `period.from` counts, also when it is open
  bool set_until = false;  // likewise
  Period period = {};
};

// A submitter may report for a municipality.
struct AgreementRow {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;
  std::string submitter = {};
  std::string cvr = {};
  Period valid = {};
};

// 1 and 2 as in the table.
enum class DocumentKind : int16_t {
  kConnection = 1,      // tilslutningsaftale
  kDataProcessing = 2,  // databehandleraftale
};

// A municipality's signed agreement with the gateway. Several of a kind may be
// valid side by side.
struct DocumentRow {
  int64_t id = 0;
  int32_t municipality_id = 0;
  std::string cvr = {};
  DocumentKind kind = DocumentKind::kConnection;
  // Of the signature system; unique among a municipality's of the kind.
  std::string reference = {};
  absl::CivilDay signed_on = {};
  std::string digest = {};  // SHA-256 of the signed document; empty: not known
  Period valid = {};
  std::optional<absl::Time> archived_at = {};
};

// 1 and 2 as in the table.
enum class CredentialKind : int16_t { kCertificate = 1, kKey = 2 };

// A client certificate, or a bare public key (for client assertions), that
// stands for a submitter or an operator.
struct CredentialRow {
  // SHA-256 of the DER certificate, or of the key's SubjectPublicKeyInfo; 64
  // hex digits.
  std::string fingerprint = {};
  CredentialKind kind = CredentialKind::kCertificate;
  int32_t submitter_id = 0;  // 0: an operator's
  int32_t operator_id = 0;   // 0: a submitter's
  std::string owner = {};    // name of the one or the other
  std::string label = {};    // for people: "production 2026"
  std::string key_der = {};  // SubjectPublicKeyInfo; empty: not known
  std::string subject = {};  // RFC 2253; empty: a bare key, or not known
  std::string holder_cvr = {};
  std::string holder_id = {};  // "UI:DK-O:G:<uuid>"
  std::optional<absl::Time> not_before = {};
  std::optional<absl::Time> not_after = {};  // end of the certificate, if known
  std::optional<absl::Time> revoked_at = {};  // not to be trusted from then on
  absl::Time created_at = absl::UnixEpoch();
};

// Who runs the registry.
struct OperatorRow {
  int32_t id = 0;
  std::string name = {};  // unique, 1-100 characters
  bool active = true;
  std::vector<std::string> roles = {};
  // For whose reports; none: for all.
  std::vector<std::string> municipality_cvrs = {};
};

// Who fills a role with a municipality.
struct ContactRow {
  int32_t municipality_id = 0;
  std::string cvr = {};
  std::string role = {};  // one of ContactRoles()
  // Free text; at least one.
  std::string name = {};
  std::string organisation = {};
  std::string email = {};
};

// "it", "data_protection", "professional".
const std::vector<std::string>& ContactRoles();
// "reader", "operator", "delivery_manager", "registrar".
const std::vector<std::string>& OperatorRoles();

// Of the statements of the same names.
std::vector<SubmitterRow> ReadSubmitters(const Result& rows);
std::vector<MunicipalityRow> ReadMunicipalities(const Result& rows);
std::vector<AgreementRow> ReadAgreements(const Result& rows);
std::vector<DocumentRow> ReadDocuments(const Result& rows);
std::vector<CredentialRow> ReadCredentials(const Result& rows);
std::vector<OperatorRow> ReadOperators(const Result& rows);
std::vector<ContactRow> ReadContacts(const Result& rows);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_ROWS_H_
