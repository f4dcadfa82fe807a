// RegistryService over gRPC, with a real PostgreSQL.
#include "gateway/registry/registry_service.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include <fstream>
#include <future>
#include <sstream>

#include "absl/time/clock.h"
#include "gateway/registry/registry_codec.h"
#include "tests/gateway/registry/registry_server.h"
#include "tests/support/dev_certificates.h"
#include "trivsel/gateway/v1/method_access.pb.h"

namespace trivsel::gateway::registry {
namespace {

using testing::DanishOf;
using ::testing::HasSubstr;
using testing::ReasonOf;
using ::testing::StartsWith;
using Stub = trivsel::gateway::v1::RegistryService::Stub;

constexpr char kCvr[] = "11111111";
constexpr char kName[] = "Fagsystem A";

class RegistryServiceTest : public ::testing::Test {
 protected:
  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    return ((*stub_).*method)(&context, request, response);
  }
  // The answer, which must be OK.
  template <typename Request, typename Response>
  Response Ok(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                           Response*),
              const Request& request) {
    Response response;
    const grpc::Status status = Call(method, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // The reason, and that there are sentences.
  template <typename Request, typename Response>
  std::string Reason(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                  const Request&, Response*),
                     const Request& request) {
    Response response;
    const grpc::Status status = Call(method, request, &response);
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.error_message(), "");
    EXPECT_NE(DanishOf(status), "");
    EXPECT_NE(DanishOf(status), status.error_message());
    return ReasonOf(status);
  }
  void PutMunicipality(const std::string& cvr, const std::string& sor) {
    v1::PutMunicipalityRequest request;
    request.mutable_municipality()->set_cvr(cvr);
    request.mutable_municipality()->set_name("Kommune " + cvr);
    request.mutable_municipality()->add_sor_codes(sor);
    Ok(&Stub::PutMunicipality, request);
  }
  void PutSubmitter(const std::string& name) {
    v1::PutSubmitterRequest request;
    request.set_name(name);
    Ok(&Stub::PutSubmitter, request);
  }
  grpc::Status CallRaw(const std::string& method);

  testing::RegistryServer server_;
  std::unique_ptr<Stub> stub_ =
      trivsel::gateway::v1::RegistryService::NewStub(server_.channel());
};

// Any method, with an empty request.
grpc::Status RegistryServiceTest::CallRaw(const std::string& method) {
  grpc::GenericStub stub(server_.channel());
  grpc::ClientContext context;
  const grpc::Slice empty;
  grpc::ByteBuffer request(&empty, 1), response;
  std::promise<grpc::Status> answered;
  stub.UnaryCall(&context, "/trivsel.gateway.v1.RegistryService/" + method,
                 grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) { answered.set_value(status); });
  return answered.get_future().get();
}

std::vector<std::string> Methods() {
  const auto* service =
      v1::PutMunicipalityRequest::descriptor()->file()->FindServiceByName(
          "RegistryService");
  std::vector<std::string> names;
  for (int i = 0; i < service->method_count(); ++i) {
    EXPECT_EQ(service->method(i)->options().GetExtension(v1::audience),
              v1::AUDIENCE_REGISTRAR)
        << service->method(i)->full_name();
    names.push_back(service->method(i)->name());
  }
  EXPECT_GT(names.size(), 20u);
  return names;
}

TEST_F(RegistryServiceTest, NoMethodLetsInWhomTheGuardRefuses) {
  server_.deny = true;
  for (const std::string& method : Methods()) {
    EXPECT_EQ(CallRaw(method).error_code(), grpc::StatusCode::UNAUTHENTICATED)
        << method;
  }
  EXPECT_EQ(server_.ran, 0);
}

TEST_F(RegistryServiceTest, EachMethodIsThereAndRunsBesideGrpcsThreads) {
  for (const std::string& method : Methods()) {
    const grpc::Status status = CallRaw(method);
    EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << method;
    EXPECT_NE(status.error_code(), grpc::StatusCode::INTERNAL) << method;
    EXPECT_TRUE(status.ok() || ReasonOf(status) != "") << method;
  }
  EXPECT_EQ(server_.ran, static_cast<int>(Methods().size()));
  server_.busy = true;
  for (const std::string& method : Methods()) {
    EXPECT_EQ(ReasonOf(CallRaw(method)), "OVERLOADED") << method;
  }
}

TEST_F(RegistryServiceTest, MunicipalitiesByPage) {
  for (const char* cvr : {"11111111", "22222222", "33333333"}) {
    PutMunicipality(cvr, std::string(cvr) + "0000");
  }
  v1::ListMunicipalitiesRequest request;
  request.set_page_size(2);
  auto page = Ok(&Stub::ListMunicipalities, request);
  ASSERT_EQ(page.municipalities_size(), 2);
  EXPECT_EQ(page.municipalities(1).cvr(), "22222222");
  request.set_page_token(page.next_page_token());
  page = Ok(&Stub::ListMunicipalities, request);
  ASSERT_EQ(page.municipalities_size(), 1);
  EXPECT_EQ(page.municipalities(0).sor_codes(0), "333333330000");
  EXPECT_EQ(page.next_page_token(), "");
  request.set_page_token("nonsense");
  EXPECT_EQ(Reason(&Stub::ListMunicipalities, request), "PAGE_TOKEN_INVALID");
  v1::RemoveMunicipalityRequest remove;
  remove.set_cvr("33333333");
  Ok(&Stub::RemoveMunicipality, remove);
  EXPECT_EQ(Reason(&Stub::RemoveMunicipality, remove), "REGISTRY_NOT_FOUND");
}

TEST_F(RegistryServiceTest, ErrorsSayWhy) {
  PutMunicipality(kCvr, "451000016003");
  v1::PutMunicipalityRequest request;
  request.mutable_municipality()->set_cvr("22222222");
  request.mutable_municipality()->set_name("Anden");
  request.mutable_municipality()->add_sor_codes("451000016003");
  EXPECT_EQ(Reason(&Stub::PutMunicipality, request), "REGISTRY_TAKEN");
  request.mutable_municipality()->set_cvr("2");
  request.mutable_municipality()->clear_sor_codes();
  EXPECT_EQ(Reason(&Stub::PutMunicipality, request), "REGISTRY_VALUE_INVALID");
}

TEST_F(RegistryServiceTest, SubmittersAndPermissions) {
  PutMunicipality(kCvr, "451000016003");
  PutSubmitter(kName);
  PutSubmitter("Fagsystem B");
  v1::UpdateSubmitterRequest update;
  update.set_name(kName);
  update.set_client_id("a_test");
  update.mutable_limits()->set_reports_per_second(5);
  Ok(&Stub::UpdateSubmitter, update);
  v1::ListSubmittersRequest list;
  list.set_page_size(1);
  auto page = Ok(&Stub::ListSubmitters, list);
  ASSERT_EQ(page.submitters_size(), 1);
  EXPECT_EQ(page.submitters(0).client_id(), "a_test");
  EXPECT_EQ(page.submitters(0).limits().reports_per_second(), 5);
  list.set_page_token(page.next_page_token());
  EXPECT_EQ(Ok(&Stub::ListSubmitters, list).submitters(0).name(),
            "Fagsystem B");
  v1::PutPermissionRequest put;
  put.mutable_permission()->set_submitter(kName);
  put.mutable_permission()->set_municipality_cvr(kCvr);
  put.mutable_permission()->mutable_valid_until()->set_seconds(1900000000);
  Ok(&Stub::PutPermission, put);
  auto permissions = Ok(&Stub::ListPermissions, v1::ListPermissionsRequest());
  ASSERT_EQ(permissions.permissions_size(), 1);
  EXPECT_EQ(permissions.permissions(0).valid_until().seconds(), 1900000000);
  EXPECT_FALSE(permissions.permissions(0).has_valid_from());
  put.mutable_permission()->mutable_valid_until()->set_nanos(-1);
  EXPECT_EQ(Reason(&Stub::PutPermission, put), "REGISTRY_VALUE_INVALID");
  v1::RemovePermissionRequest remove;
  remove.set_submitter(kName);
  remove.set_municipality_cvr(kCvr);
  Ok(&Stub::RemovePermission, remove);
  EXPECT_EQ(Reason(&Stub::RemovePermission, remove), "REGISTRY_NOT_FOUND");
}

TEST_F(RegistryServiceTest, AgreementsFromSignatureToArchive) {
  PutMunicipality(kCvr, "451000016003");
  v1::PutAgreementRequest put;
  v1::Agreement* agreement = put.mutable_agreement();
  agreement->set_municipality_cvr(kCvr);
  agreement->set_reference("2026-117");
  agreement->set_signed_on("2026-11-20");
  EXPECT_EQ(Reason(&Stub::PutAgreement, put), "REGISTRY_VALUE_INVALID")
      << "no kind";
  agreement->set_kind(v1::AGREEMENT_KIND_CONNECTION);
  const int64_t id = Ok(&Stub::PutAgreement, put).agreement_id();
  v1::ArchiveAgreementRequest archive;
  archive.set_agreement_id(id);
  EXPECT_EQ(Reason(&Stub::ArchiveAgreement, archive), "REGISTRY_VALUE_INVALID");
  archive.set_sha256(std::string(32, 'd'));
  Ok(&Stub::ArchiveAgreement, archive);
  archive.set_sha256(std::string(32, 'e'));
  EXPECT_EQ(Reason(&Stub::ArchiveAgreement, archive), "REGISTRY_STATE");
  v1::EndAgreementRequest end;
  end.set_agreement_id(id);
  EXPECT_EQ(Reason(&Stub::EndAgreement, end), "REGISTRY_VALUE_INVALID");
  end.mutable_valid_until()->set_seconds(1900000000);
  Ok(&Stub::EndAgreement, end);
  const auto listed = Ok(&Stub::ListAgreements, v1::ListAgreementsRequest());
  ASSERT_EQ(listed.agreements_size(), 1);
  EXPECT_EQ(listed.agreements(0).delete_on(), "2026-11-30");
  EXPECT_EQ(listed.agreements(0).valid_until().seconds(), 1900000000);
  EXPECT_TRUE(listed.agreements(0).has_archive_time());
}

TEST_F(RegistryServiceTest, CredentialsAndOperators) {
  testing::DevCertificates certificates;
  PutSubmitter(kName);
  v1::PutOperatorRequest put;
  put.set_name("Registrator");
  put.add_roles("registrar");
  Ok(&Stub::PutOperator, put);
  v1::AddCredentialsRequest add;
  add.set_submitter(kName);
  add.set_file(certificates.Client("one").cert_pem);
  const v1::Credential one = Ok(&Stub::AddCredentials, add).credentials(0);
  EXPECT_EQ(one.submitter(), kName);
  EXPECT_EQ(one.kid().size(), 43u);
  EXPECT_THAT(one.subject(), HasSubstr("CN=one"));
  add.set_operator_name("Registrator");
  EXPECT_EQ(Reason(&Stub::AddCredentials, add), "REGISTRY_TAKEN");
  add.set_file(certificates.Client("two").cert_pem);
  EXPECT_EQ(Ok(&Stub::AddCredentials, add).credentials(0).operator_name(),
            "Registrator");
  add.set_file(certificates.Client("three").key_pem);
  EXPECT_EQ(Reason(&Stub::AddCredentials, add), "REGISTRY_VALUE_INVALID")
      << "a private key";
  v1::ListCredentialsRequest list;
  list.set_page_size(1);
  auto page = Ok(&Stub::ListCredentials, list);
  EXPECT_EQ(page.credentials(0).fingerprint(), one.fingerprint());
  list.set_page_token(page.next_page_token());
  page = Ok(&Stub::ListCredentials, list);
  EXPECT_EQ(page.credentials(0).operator_name(), "Registrator");
  EXPECT_EQ(page.next_page_token(), "");
  v1::RevokeCredentialRequest revoke;
  revoke.set_fingerprint(one.fingerprint());
  Ok(&Stub::RevokeCredential, revoke);
  add.set_submitter(kName);
  add.set_file(certificates.Client("four").cert_pem);
  const std::string again = add.file();
  revoke.set_fingerprint(
      Ok(&Stub::AddCredentials, add).credentials(0).fingerprint());
  Ok(&Stub::RevokeCredential, revoke);
  EXPECT_EQ(Reason(&Stub::AddCredentials, add), "REGISTRY_STATE");
  v1::SetOperatorActiveRequest off;
  off.set_name("Registrator");
  Ok(&Stub::SetOperatorActive, off);
  EXPECT_FALSE(Ok(&Stub::ListOperators, v1::ListOperatorsRequest())
                   .operators(0)
                   .active());
  v1::RemoveOperatorRequest remove;
  remove.set_name("Registrator");
  Ok(&Stub::RemoveOperator, remove);
}

TEST_F(RegistryServiceTest, ChecklistsWarningsAndTheWhole) {
  PutMunicipality(kCvr, "451000016003");
  PutMunicipality("22222222", "451000016004");
  PutSubmitter(kName);
  v1::PutMunicipalityContactRequest contact;
  contact.mutable_contact()->set_municipality_cvr(kCvr);
  contact.mutable_contact()->set_role(v1::CONTACT_ROLE_IT);
  contact.mutable_contact()->set_name("It-afdelingen");
  Ok(&Stub::PutMunicipalityContact, contact);
  v1::PutPermissionRequest put;
  put.mutable_permission()->set_submitter(kName);
  put.mutable_permission()->set_municipality_cvr(kCvr);
  *put.mutable_permission()->mutable_valid_until() =
      ToTimestamp(absl::Now() + absl::Hours(24 * 20));
  Ok(&Stub::PutPermission, put);

  v1::ListOnboardingTasksRequest list;
  list.set_page_size(1);
  auto tasks = Ok(&Stub::ListOnboardingTasks, list);
  EXPECT_EQ(tasks.tasks_size(), 10);
  EXPECT_EQ(tasks.tasks(0).municipality_cvr(), kCvr);
  list.set_page_token(tasks.next_page_token());
  tasks = Ok(&Stub::ListOnboardingTasks, list);
  EXPECT_EQ(tasks.tasks(0).municipality_cvr(), "22222222");
  EXPECT_EQ(tasks.next_page_token(), "");

  v1::ExportOnboardingTasksRequest file;
  auto exported = Ok(&Stub::ExportOnboardingTasks, file);
  EXPECT_THAT(exported.content(), StartsWith("\xEF\xBB\xBF"
                                             "CVR;"));
  file.set_format(v1::TASK_FILE_FORMAT_JSON);
  exported = Ok(&Stub::ExportOnboardingTasks, file);
  EXPECT_EQ(exported.media_type(), "application/json");
  EXPECT_THAT(exported.content(), HasSubstr("It-afdelingen"));

  v1::ListWarningsRequest ask;
  auto warnings = Ok(&Stub::ListWarnings, ask);
  ASSERT_EQ(warnings.warnings_size(), 1);
  EXPECT_EQ(warnings.warnings(0).days_left(), 19);
  ask.set_within_days(7);
  EXPECT_EQ(Ok(&Stub::ListWarnings, ask).warnings_size(), 0);
  ask.set_within_days(4000);
  EXPECT_EQ(Reason(&Stub::ListWarnings, ask), "REGISTRY_VALUE_INVALID");

  v1::GetMunicipalityRequest get;
  get.set_cvr(kCvr);
  const auto all = Ok(&Stub::GetMunicipality, get);
  EXPECT_EQ(all.contacts(0).name(), "It-afdelingen");
  EXPECT_EQ(all.permissions(0).submitter(), kName);
  EXPECT_EQ(all.tasks_size(), 10);
  v1::RemoveMunicipalityContactRequest forget;
  forget.set_municipality_cvr(kCvr);
  forget.set_role(v1::CONTACT_ROLE_IT);
  Ok(&Stub::RemoveMunicipalityContact, forget);
  EXPECT_EQ(Ok(&Stub::GetMunicipality, get).contacts_size(), 0);
}

}  // namespace
}  // namespace trivsel::gateway::registry
