// SubmitterOperations, the part about credentials and operators.
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/registry/credential_file.h"
#include "gateway/registry/page.h"
#include "gateway/registry/registry_codec.h"
#include "gateway/registry/submitter_operations.h"

namespace trivsel::gateway::registry {

absl::Status SubmitterOperations::AddCredentials(
    const std::string& actor, const v1::AddCredentialsRequest& request,
    v1::AddCredentialsResponse* response) {
  const bool of_operator =
      request.owner_case() == v1::AddCredentialsRequest::kOperatorName;
  auto rows = ReadCredentialFile(request.file(), request.label());
  if (!rows.ok()) return rows.status();
  for (store::CredentialRow& row : *rows) {
    row.owner = of_operator ? request.operator_name() : request.submitter();
    auto put =
        credentials_.Put(actor,
                         of_operator ? store::CredentialOwner::kOperator
                                     : store::CredentialOwner::kSubmitter,
                         row);
    if (!put.ok()) return put.status();
    if (!*put) {
      return absl::FailedPreconditionError(
          "det er tilbagekaldt for altid: udsted et nyt / it has been revoked "
          "for good: issue a new one");
    }
    row.operator_id = of_operator ? 1 : 0;  // says which of the two it is
    *response->add_credentials() = ToProto(row);
  }
  return absl::OkStatus();
}

absl::Status SubmitterOperations::RevokeCredential(
    const std::string& actor, const v1::RevokeCredentialRequest& request,
    v1::RevokeCredentialResponse* /*response*/) {
  return credentials_.Revoke(actor, request.fingerprint());
}

absl::Status SubmitterOperations::ListCredentials(
    const std::string& /*actor*/, const v1::ListCredentialsRequest& request,
    v1::ListCredentialsResponse* response) {
  const Parts filter = {request.owner()};
  auto page = ReadPage(request.page_size(), request.page_token(), filter, 3);
  if (!page.ok()) return page.status();
  store::CredentialRow after;
  after.owner = page->after[0];
  int64_t micros = 0;
  if (!page->after[1].empty() && !absl::SimpleAtoi(page->after[1], &micros)) {
    return absl::OutOfRangeError("page_token");
  }
  after.created_at = absl::FromUnixMicros(micros);
  after.fingerprint = page->after[2];
  auto rows = credentials_.List(request.owner(), after, page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    const store::CredentialRow& last = rows->back();
    response->set_next_page_token(MakePageToken(
        filter, {last.owner, absl::StrCat(absl::ToUnixMicros(last.created_at)),
                 last.fingerprint}));
  }
  for (const store::CredentialRow& row : *rows) {
    *response->add_credentials() = ToProto(row);
  }
  return absl::OkStatus();
}

absl::Status SubmitterOperations::PutOperator(
    const std::string& actor, const v1::PutOperatorRequest& request,
    v1::PutOperatorResponse* /*response*/) {
  return credentials_.PutOperator(
      actor, request.name(), {request.roles().begin(), request.roles().end()},
      {request.municipality_cvrs().begin(), request.municipality_cvrs().end()});
}

absl::Status SubmitterOperations::SetOperatorActive(
    const std::string& actor, const v1::SetOperatorActiveRequest& request,
    v1::SetOperatorActiveResponse* /*response*/) {
  return credentials_.SetOperatorActive(actor, request.name(),
                                        request.active());
}

absl::Status SubmitterOperations::RemoveOperator(
    const std::string& actor, const v1::RemoveOperatorRequest& request,
    v1::RemoveOperatorResponse* /*response*/) {
  return credentials_.RemoveOperator(actor, request.name());
}

absl::Status SubmitterOperations::ListOperators(
    const std::string& /*actor*/, const v1::ListOperatorsRequest& request,
    v1::ListOperatorsResponse* response) {
  auto page = ReadPage(request.page_size(), request.page_token(), {}, 1);
  if (!page.ok()) return page.status();
  auto rows = credentials_.ListOperators(page->after[0], page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    response->set_next_page_token(MakePageToken({}, {rows->back().name}));
  }
  for (const store::OperatorRow& row : *rows) {
    *response->add_operators() = ToProto(row);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::registry
