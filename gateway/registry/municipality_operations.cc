#include "gateway/registry/municipality_operations.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/registry/page.h"
#include "gateway/registry/registry_codec.h"

namespace trivsel::gateway::registry {
namespace {

constexpr int kMostSorCodes = 1000;

}  // namespace

absl::Status MunicipalityOperations::Put(
    const std::string& actor, const v1::PutMunicipalityRequest& request,
    v1::PutMunicipalityResponse* /*response*/) {
  const v1::Municipality& asked = request.municipality();
  if (asked.sor_codes_size() > kMostSorCodes) {
    return absl::InvalidArgumentError(
        "højst 1000 SOR-koder / at most 1000 SOR codes");
  }
  store::MunicipalityRow row;
  row.cvr = asked.cvr();
  row.name = asked.name();
  row.sor.assign(asked.sor_codes().begin(), asked.sor_codes().end());
  return registry_.PutMunicipality(actor, row).status();
}

absl::Status MunicipalityOperations::Remove(
    const std::string& actor, const v1::RemoveMunicipalityRequest& request,
    v1::RemoveMunicipalityResponse* /*response*/) {
  return registry_.RemoveMunicipality(actor, request.cvr());
}

absl::Status MunicipalityOperations::List(
    const std::string& /*actor*/, const v1::ListMunicipalitiesRequest& request,
    v1::ListMunicipalitiesResponse* response) {
  auto page = ReadPage(request.page_size(), request.page_token(), {}, 1);
  if (!page.ok()) return page.status();
  auto rows = registry_.ListMunicipalities(page->after[0], page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    response->set_next_page_token(MakePageToken({}, {rows->back().cvr}));
  }
  for (const store::MunicipalityRow& row : *rows) {
    *response->add_municipalities() = ToProto(row);
  }
  return absl::OkStatus();
}

absl::Status MunicipalityOperations::Get(
    const std::string& /*actor*/, const v1::GetMunicipalityRequest& request,
    v1::GetMunicipalityResponse* response) {
  absl::StatusOr<OnboardingFacts> facts = LoadOnboardingFacts(pool_);
  if (!facts.ok()) return facts.status();
  for (const store::MunicipalityRow& row : facts->registry.municipalities) {
    if (row.cvr != request.cvr()) continue;
    *response->mutable_municipality() = ToProto(row);
    for (const store::ContactRow& contact : facts->contacts) {
      if (contact.municipality_id != row.id) continue;
      *response->add_contacts() = ToProto(contact);
    }
    for (const store::AgreementRow& agreement : facts->registry.agreements) {
      if (agreement.municipality_id != row.id) continue;
      *response->add_permissions() = ToProto(agreement);
    }
    for (const store::DocumentRow& document : facts->registry.documents) {
      if (document.municipality_id != row.id) continue;
      *response->add_agreements() = ToProto(document);
    }
    for (v1::OnboardingTask& task : TasksOf(*facts, row, absl::Now())) {
      *response->add_tasks() = std::move(task);
    }
    return absl::OkStatus();
  }
  return absl::NotFoundError(
      "der er ingen kommune med det CVR-nummer / no such municipality");
}

absl::Status MunicipalityOperations::PutContact(
    const std::string& actor, const v1::PutMunicipalityContactRequest& request,
    v1::PutMunicipalityContactResponse* /*response*/) {
  const v1::MunicipalityContact& asked = request.contact();
  store::ContactRow row;
  row.cvr = asked.municipality_cvr();
  row.role = ContactRoleName(asked.role());
  row.name = asked.name();
  row.organisation = asked.organisation();
  row.email = asked.email();
  return onboarding_.PutContact(actor, row);
}

absl::Status MunicipalityOperations::RemoveContact(
    const std::string& actor,
    const v1::RemoveMunicipalityContactRequest& request,
    v1::RemoveMunicipalityContactResponse* /*response*/) {
  return onboarding_.RemoveContact(actor, request.municipality_cvr(),
                                   ContactRoleName(request.role()));
}

absl::Status MunicipalityOperations::PutAgreement(
    const std::string& actor, const v1::PutAgreementRequest& request,
    v1::PutAgreementResponse* response) {
  auto row = ToRow(request.agreement());
  if (!row.ok()) return row.status();
  auto id = documents_.Put(actor, *row);
  if (!id.ok()) return id.status();
  response->set_agreement_id(*id);
  return absl::OkStatus();
}

absl::Status MunicipalityOperations::EndAgreement(
    const std::string& actor, const v1::EndAgreementRequest& request,
    v1::EndAgreementResponse* /*response*/) {
  if (!request.has_valid_until()) {
    return absl::InvalidArgumentError(
        "valid_until mangler / valid_until is missing");
  }
  auto until = ToTime(request.valid_until());
  if (!until.ok()) return until.status();
  return documents_.End(actor, request.agreement_id(), *until);
}

absl::Status MunicipalityOperations::ArchiveAgreement(
    const std::string& actor, const v1::ArchiveAgreementRequest& request,
    v1::ArchiveAgreementResponse* /*response*/) {
  absl::Time at = absl::Now();
  if (request.has_archive_time()) {
    auto given = ToTime(request.archive_time());
    if (!given.ok()) return given.status();
    at = *given;
  }
  return documents_.Archive(actor, request.agreement_id(), request.sha256(),
                            at);
}

absl::Status MunicipalityOperations::ListAgreements(
    const std::string& /*actor*/, const v1::ListAgreementsRequest& request,
    v1::ListAgreementsResponse* response) {
  const Parts filter = {request.municipality_cvr()};
  auto page = ReadPage(request.page_size(), request.page_token(), filter, 2);
  if (!page.ok()) return page.status();
  store::DocumentRow after;
  after.cvr = page->after[0];
  if (!page->after[1].empty() && !absl::SimpleAtoi(page->after[1], &after.id)) {
    return absl::OutOfRangeError("page_token");
  }
  auto rows =
      documents_.List(request.municipality_cvr(), after, page->size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->size() > static_cast<size_t>(page->size)) {
    rows->pop_back();
    response->set_next_page_token(MakePageToken(
        filter, {rows->back().cvr, absl::StrCat(rows->back().id)}));
  }
  for (const store::DocumentRow& row : *rows) {
    *response->add_agreements() = ToProto(row);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::registry
