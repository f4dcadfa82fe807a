#include "gateway/store/login_store.h"

#include "absl/strings/str_cat.h"
#include "gateway/store/pool.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {
namespace {

// More logins under way at once are no people's.
constexpr int32_t kMaxRequests = 20'000;

int32_t Seconds(absl::Duration duration) {
  return static_cast<int32_t>(absl::ToInt64Seconds(duration));
}

}  // namespace

absl::StatusOr<bool> LoginStore::PutRequest(std::string_view key_hash,
                                            LoginAdaptor adaptor,
                                            const LoginRequestRow& row,
                                            absl::Duration lasts) {
  auto rows =
      pool_->Execute(kPutLoginRequest, Params()
                                           .Bytes(key_hash)
                                           .Bytes(row.browser_hash)
                                           .Int16(static_cast<int16_t>(adaptor))
                                           .Text(row.request_id)
                                           .Text(row.return_path)
                                           .Int32(Seconds(lasts))
                                           .Int32(kMaxRequests));
  if (!rows.ok()) return rows.status();
  return rows->Bool(0, 0);
}

absl::StatusOr<std::optional<LoginRequestRow>> LoginStore::TakeRequest(
    std::string_view key_hash, LoginAdaptor adaptor) {
  auto rows = pool_->Execute(
      kTakeLoginRequest,
      Params().Bytes(key_hash).Int16(static_cast<int16_t>(adaptor)));
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return std::optional<LoginRequestRow>();
  LoginRequestRow row;
  row.browser_hash = rows->Text(0, 0);
  row.request_id = rows->Text(0, 1);
  row.return_path = rows->Text(0, 2);
  row.in_time = rows->Bool(0, 3);
  return std::optional<LoginRequestRow>(std::move(row));
}

absl::StatusOr<bool> LoginStore::PutSession(std::string_view hash,
                                            std::string_view before,
                                            const LoginSessionRow& row,
                                            const LoginSessionLimits& limits) {
  Params params;
  params.Bytes(hash)
      .Int16(static_cast<int16_t>(row.adaptor))
      .Text(row.issuer)
      .Text(row.user_key)
      .Text(row.cvr)
      .Text(row.name)
      .Text(row.name_id)
      .Text(row.name_id_format)
      .Text(row.session_index)
      .Bytes(row.privileges)
      .Time(row.ends_at)
      .Int32(limits.per_user)
      .Int32(limits.total);
  before.empty() ? params.Null() : params.Bytes(before);
  params.Text(absl::StrCat("user:", row.user_key, "@", row.cvr))
      .Text(row.adaptor == LoginAdaptor::kSaml ? "logged in: saml"
                                               : "logged in: oidc")
      .Text("logged out: too many sessions");
  auto rows = pool_->Execute(kPutLoginSession, params);
  if (!rows.ok()) return rows.status();
  return rows->Bool(0, 0);
}

absl::StatusOr<std::optional<LoginSessionRow>> LoginStore::FindSession(
    std::string_view hash, absl::Duration idle) {
  auto rows = pool_->Execute(kFindLoginSession,
                             Params().Bytes(hash).Int32(Seconds(idle)));
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return std::optional<LoginSessionRow>();
  LoginSessionRow row;
  row.adaptor = static_cast<LoginAdaptor>(rows->Int16(0, 0));
  row.issuer = rows->Text(0, 1);
  row.user_key = rows->Text(0, 2);
  row.cvr = rows->Text(0, 3);
  row.name = rows->Text(0, 4);
  row.name_id = rows->Text(0, 5);
  row.name_id_format = rows->Text(0, 6);
  row.session_index = rows->Text(0, 7);
  row.privileges = rows->Text(0, 8);
  row.ends_at = rows->Time(0, 9);
  return std::optional<LoginSessionRow>(std::move(row));
}

absl::Status LoginStore::EndSession(std::string_view hash,
                                    const std::string& actor,
                                    const std::string& why) {
  return pool_
      ->Execute(kEndLoginSession, Params().Bytes(hash).Text(actor).Text(
                                      absl::StrCat("logged out: ", why)))
      .status();
}

absl::StatusOr<int64_t> LoginStore::EndSessions(
    const std::string& issuer, const std::string& name_id,
    const std::vector<std::string>& session_indexes) {
  auto rows = pool_->Execute(kEndLoginSessions,
                             Params()
                                 .Text(issuer)
                                 .Text(name_id)
                                 .TextArray(session_indexes)
                                 .Text("logged out: by the identity provider"));
  if (!rows.ok()) return rows.status();
  return rows->Int64(0, 0);
}

absl::StatusOr<int64_t> LoginStore::Sweep(absl::Duration idle) {
  auto rows = pool_->Execute(kSweepLogins, Params().Int32(Seconds(idle)));
  if (!rows.ok()) return rows.status();
  return rows->Int64(0, 0);
}

}  // namespace trivsel::gateway::store
