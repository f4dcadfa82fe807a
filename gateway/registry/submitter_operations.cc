#include "gateway/registry/submitter_operations.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/registry/page.h"
#include "gateway/registry/registry_codec.h"

namespace trivsel::gateway::registry {

absl::Status SubmitterOperations::Put(const std::string& actor,
                                      const v1::PutSubmitterRequest& request,
                                      v1::PutSubmitterResponse* /*response*/) {
  return registry_.PutSubmitter(actor, request.name()).status();
}

absl::Status SubmitterOperations::Update(
    const std::string& actor, const v1::UpdateSubmitterRequest& request,
    v1::UpdateSubmitterResponse* /*response*/) {
  store::SubmitterChange change;
  if (request.has_new_name()) change.new_name = request.new_name();
  if (request.has_active()) change.active = request.active();
  if (request.has_client_id()) change.client_id = request.client_id();
  if (request.has_limits()) {
    change.reports_per_second = request.limits().reports_per_second();
    change.concurrent_calls = request.limits().concurrent_calls();
    change.message_bytes = request.limits().message_bytes();
  }
  return registry_.UpdateSubmitter(actor, request.name(), change);
}

absl::Status SubmitterOperations::Remove(
    const std::string& actor, const v1::RemoveSubmitterRequest& request,
    v1::RemoveSubmitterResponse* /*response*/) {
  return registry_.RemoveSubmitter(actor, request.name());
}

absl::Status SubmitterOperations::List(const std::string& /*actor*/,
                                       const v1::ListSubmittersRequest& request,
                                       v1::ListSubmittersResponse* response) {
  auto page = ReadPage(request.page_size(), request.page_token(), {}, 1);
  if (!page.ok()) return page.status();
  auto rows = registry_.ListSubmitters(page->after[0], page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    response->set_next_page_token(MakePageToken({}, {rows->back().name}));
  }
  for (const store::SubmitterRow& row : *rows) {
    *response->add_submitters() = ToProto(row);
  }
  return absl::OkStatus();
}

absl::Status SubmitterOperations::PutPermission(
    const std::string& actor, const v1::PutPermissionRequest& request,
    v1::PutPermissionResponse* /*response*/) {
  auto valid = ToPeriod(request.permission());
  if (!valid.ok()) return valid.status();
  return registry_.Allow(actor, request.permission().submitter(),
                         request.permission().municipality_cvr(),
                         {true, true, *valid});
}

absl::Status SubmitterOperations::RemovePermission(
    const std::string& actor, const v1::RemovePermissionRequest& request,
    v1::RemovePermissionResponse* /*response*/) {
  return registry_.Disallow(actor, request.submitter(),
                            request.municipality_cvr());
}

absl::Status SubmitterOperations::ListPermissions(
    const std::string& /*actor*/, const v1::ListPermissionsRequest& request,
    v1::ListPermissionsResponse* response) {
  const Parts filter = {request.submitter(), request.municipality_cvr()};
  auto page = ReadPage(request.page_size(), request.page_token(), filter, 2);
  if (!page.ok()) return page.status();
  store::AgreementRow after;
  after.submitter = page->after[0];
  after.cvr = page->after[1];
  auto rows =
      registry_.ListAgreements(filter[0], filter[1], after, page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    response->set_next_page_token(
        MakePageToken(filter, {rows->back().submitter, rows->back().cvr}));
  }
  for (const store::AgreementRow& row : *rows) {
    *response->add_permissions() = ToProto(row);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::registry
