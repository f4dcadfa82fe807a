#include "gateway/registry/registry_codec.h"

#include "gateway/registry/credential_file.h"
#include "gateway/registry/danish_day.h"
#include "gateway/store/registry_documents.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;

// 0001-01-01 and 9999-12-31T23:59:59, as google.protobuf.Timestamp has it.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
constexpr int64_t kMostNanos = 999999999;

template <typename Message>
void SetPeriod(const store::Period& period, Message* message) {
  if (period.from) *message->mutable_valid_from() = ToTimestamp(*period.from);
  if (period.until) {
    *message->mutable_valid_until() = ToTimestamp(*period.until);
  }
}

}  // namespace

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp out;
  const int64_t seconds = absl::ToUnixSeconds(time);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return out;
}

absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond ||
      time.nanos() < 0 || time.nanos() > kMostNanos) {
    return absl::InvalidArgumentError(
        "et tidspunkt kan ikke bruges / a time cannot be used");
  }
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

v1::Municipality ToProto(const store::MunicipalityRow& row) {
  v1::Municipality out;
  out.set_cvr(row.cvr);
  out.set_name(row.name);
  for (const std::string& code : row.sor) out.add_sor_codes(code);
  return out;
}

std::string ContactRoleName(v1::ContactRole role) {
  switch (role) {
    case v1::CONTACT_ROLE_IT:
      return "it";
    case v1::CONTACT_ROLE_DATA_PROTECTION:
      return "data_protection";
    case v1::CONTACT_ROLE_PROFESSIONAL:
      return "professional";
    default:
      return "";
  }
}

v1::MunicipalityContact ToProto(const store::ContactRow& row) {
  v1::MunicipalityContact out;
  out.set_municipality_cvr(row.cvr);
  for (v1::ContactRole role :
       {v1::CONTACT_ROLE_IT, v1::CONTACT_ROLE_DATA_PROTECTION,
        v1::CONTACT_ROLE_PROFESSIONAL}) {
    if (ContactRoleName(role) == row.role) out.set_role(role);
  }
  out.set_name(row.name);
  out.set_organisation(row.organisation);
  out.set_email(row.email);
  return out;
}

v1::Submitter ToProto(const store::SubmitterRow& row) {
  v1::Submitter out;
  out.set_name(row.name);
  out.set_active(row.active);
  out.set_client_id(row.client_id);
  out.mutable_limits()->set_reports_per_second(row.reports_per_second);
  out.mutable_limits()->set_concurrent_calls(row.concurrent_calls);
  out.mutable_limits()->set_message_bytes(row.message_bytes);
  return out;
}

v1::Permission ToProto(const store::AgreementRow& row) {
  v1::Permission out;
  out.set_submitter(row.submitter);
  out.set_municipality_cvr(row.cvr);
  SetPeriod(row.valid, &out);
  return out;
}

v1::Agreement ToProto(const store::DocumentRow& row) {
  v1::Agreement out;
  out.set_agreement_id(row.id);
  out.set_municipality_cvr(row.cvr);
  out.set_kind(static_cast<v1::AgreementKind>(row.kind));
  out.set_reference(row.reference);
  out.set_signed_on(absl::FormatCivilTime(row.signed_on));
  out.set_sha256(row.digest);
  SetPeriod(row.valid, &out);
  if (row.archived_at) {
    *out.mutable_archive_time() = ToTimestamp(*row.archived_at);
  }
  out.set_delete_on(
      absl::FormatCivilTime(row.signed_on + store::kArchiveWithinDays));
  return out;
}

v1::Credential ToProto(const store::CredentialRow& row) {
  v1::Credential out;
  out.set_fingerprint(row.fingerprint);
  out.set_kind(static_cast<v1::CredentialKind>(row.kind));
  if (row.operator_id != 0) {
    out.set_operator_name(row.owner);
  } else {
    out.set_submitter(row.owner);
  }
  out.set_label(row.label);
  out.set_kid(KeyId(row));
  out.set_subject(row.subject);
  out.set_holder_cvr(row.holder_cvr);
  out.set_holder_id(row.holder_id);
  if (row.not_before) *out.mutable_not_before() = ToTimestamp(*row.not_before);
  if (row.not_after) *out.mutable_not_after() = ToTimestamp(*row.not_after);
  if (row.revoked_at) *out.mutable_revoke_time() = ToTimestamp(*row.revoked_at);
  return out;
}

v1::RegistryOperator ToProto(const store::OperatorRow& row) {
  v1::RegistryOperator out;
  out.set_name(row.name);
  out.set_active(row.active);
  for (const std::string& role : row.roles) out.add_roles(role);
  for (const std::string& cvr : row.municipality_cvrs) {
    out.add_municipality_cvrs(cvr);
  }
  return out;
}

absl::StatusOr<store::DocumentRow> ToRow(const v1::Agreement& agreement) {
  if (agreement.kind() != v1::AGREEMENT_KIND_CONNECTION &&
      agreement.kind() != v1::AGREEMENT_KIND_DATA_PROCESSING) {
    return absl::InvalidArgumentError(
        "aftalens art mangler / the agreement's kind is missing");
  }
  absl::StatusOr<absl::CivilDay> signed_on = ReadDay(agreement.signed_on());
  if (!signed_on.ok()) return signed_on.status();
  absl::StatusOr<store::Period> valid = ToPeriod(agreement);
  if (!valid.ok()) return valid.status();
  store::DocumentRow row;
  row.cvr = agreement.municipality_cvr();
  row.kind = static_cast<store::DocumentKind>(agreement.kind());
  row.reference = agreement.reference();
  row.signed_on = *signed_on;
  row.digest = agreement.sha256();
  row.valid = *valid;
  if (agreement.has_archive_time()) {
    absl::StatusOr<absl::Time> archived = ToTime(agreement.archive_time());
    if (!archived.ok()) return archived.status();
    row.archived_at = *archived;
  }
  return row;
}

}  // namespace trivsel::gateway::registry
