// trivsel.gateway.v1.RegistryService: hands each RPC to its operation.
#ifndef TRIVSEL_GATEWAY_REGISTRY_REGISTRY_SERVICE_H_
#define TRIVSEL_GATEWAY_REGISTRY_REGISTRY_SERVICE_H_

#include "gateway/registry/municipality_operations.h"
#include "gateway/registry/onboarding_operations.h"
#include "gateway/registry/submitter_operations.h"
#include "gateway/rpc/operator_rpcs.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/registry_service.grpc.pb.h"

namespace trivsel::gateway::registry {

// What its operations answer, to those who call.
inline constexpr rpc::OperatorFaults kRegistryFaults = {
    .not_found = v1::ERROR_REASON_REGISTRY_NOT_FOUND,
    .value_invalid = v1::ERROR_REASON_REGISTRY_VALUE_INVALID,
    .state = v1::ERROR_REASON_REGISTRY_STATE,
    .taken = v1::ERROR_REASON_REGISTRY_TAKEN};

// Thread safe. Decides nothing.
class RegistryService final
    : public trivsel::gateway::v1::RegistryService::CallbackService {
 public:
  // `pool` must outlive it, and all work that `rpcs` has under way.
  RegistryService(store::Pool& pool, rpc::OperatorRpcs rpcs)
      : rpcs_(std::move(rpcs)),
        municipalities_(pool),
        submitters_(pool),
        onboarding_(pool) {}

  grpc::ServerUnaryReactor* PutMunicipality(
      grpc::CallbackServerContext* context,
      const v1::PutMunicipalityRequest* request,
      v1::PutMunicipalityResponse* response) override;
  grpc::ServerUnaryReactor* RemoveMunicipality(
      grpc::CallbackServerContext* context,
      const v1::RemoveMunicipalityRequest* request,
      v1::RemoveMunicipalityResponse* response) override;
  grpc::ServerUnaryReactor* ListMunicipalities(
      grpc::CallbackServerContext* context,
      const v1::ListMunicipalitiesRequest* request,
      v1::ListMunicipalitiesResponse* response) override;
  grpc::ServerUnaryReactor* GetMunicipality(
      grpc::CallbackServerContext* context,
      const v1::GetMunicipalityRequest* request,
      v1::GetMunicipalityResponse* response) override;
  grpc::ServerUnaryReactor* PutMunicipalityContact(
      grpc::CallbackServerContext* context,
      const v1::PutMunicipalityContactRequest* request,
      v1::PutMunicipalityContactResponse* response) override;
  grpc::ServerUnaryReactor* RemoveMunicipalityContact(
      grpc::CallbackServerContext* context,
      const v1::RemoveMunicipalityContactRequest* request,
      v1::RemoveMunicipalityContactResponse* response) override;
  grpc::ServerUnaryReactor* PutSubmitter(
      grpc::CallbackServerContext* context,
      const v1::PutSubmitterRequest* request,
      v1::PutSubmitterResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSubmitter(
      grpc::CallbackServerContext* context,
      const v1::UpdateSubmitterRequest* request,
      v1::UpdateSubmitterResponse* response) override;
  grpc::ServerUnaryReactor* RemoveSubmitter(
      grpc::CallbackServerContext* context,
      const v1::RemoveSubmitterRequest* request,
      v1::RemoveSubmitterResponse* response) override;
  grpc::ServerUnaryReactor* ListSubmitters(
      grpc::CallbackServerContext* context,
      const v1::ListSubmittersRequest* request,
      v1::ListSubmittersResponse* response) override;
  grpc::ServerUnaryReactor* PutPermission(
      grpc::CallbackServerContext* context,
      const v1::PutPermissionRequest* request,
      v1::PutPermissionResponse* response) override;
  grpc::ServerUnaryReactor* RemovePermission(
      grpc::CallbackServerContext* context,
      const v1::RemovePermissionRequest* request,
      v1::RemovePermissionResponse* response) override;
  grpc::ServerUnaryReactor* ListPermissions(
      grpc::CallbackServerContext* context,
      const v1::ListPermissionsRequest* request,
      v1::ListPermissionsResponse* response) override;
  grpc::ServerUnaryReactor* PutAgreement(
      grpc::CallbackServerContext* context,
      const v1::PutAgreementRequest* request,
      v1::PutAgreementResponse* response) override;
  grpc::ServerUnaryReactor* EndAgreement(
      grpc::CallbackServerContext* context,
      const v1::EndAgreementRequest* request,
      v1::EndAgreementResponse* response) override;
  grpc::ServerUnaryReactor* ArchiveAgreement(
      grpc::CallbackServerContext* context,
      const v1::ArchiveAgreementRequest* request,
      v1::ArchiveAgreementResponse* response) override;
  grpc::ServerUnaryReactor* ListAgreements(
      grpc::CallbackServerContext* context,
      const v1::ListAgreementsRequest* request,
      v1::ListAgreementsResponse* response) override;
  grpc::ServerUnaryReactor* AddCredentials(
      grpc::CallbackServerContext* context,
      const v1::AddCredentialsRequest* request,
      v1::AddCredentialsResponse* response) override;
  grpc::ServerUnaryReactor* RevokeCredential(
      grpc::CallbackServerContext* context,
      const v1::RevokeCredentialRequest* request,
      v1::RevokeCredentialResponse* response) override;
  grpc::ServerUnaryReactor* ListCredentials(
      grpc::CallbackServerContext* context,
      const v1::ListCredentialsRequest* request,
      v1::ListCredentialsResponse* response) override;
  grpc::ServerUnaryReactor* PutOperator(
      grpc::CallbackServerContext* context,
      const v1::PutOperatorRequest* request,
      v1::PutOperatorResponse* response) override;
  grpc::ServerUnaryReactor* SetOperatorActive(
      grpc::CallbackServerContext* context,
      const v1::SetOperatorActiveRequest* request,
      v1::SetOperatorActiveResponse* response) override;
  grpc::ServerUnaryReactor* RemoveOperator(
      grpc::CallbackServerContext* context,
      const v1::RemoveOperatorRequest* request,
      v1::RemoveOperatorResponse* response) override;
  grpc::ServerUnaryReactor* ListOperators(
      grpc::CallbackServerContext* context,
      const v1::ListOperatorsRequest* request,
      v1::ListOperatorsResponse* response) override;
  grpc::ServerUnaryReactor* ListOnboardingTasks(
      grpc::CallbackServerContext* context,
      const v1::ListOnboardingTasksRequest* request,
      v1::ListOnboardingTasksResponse* response) override;
  grpc::ServerUnaryReactor* ExportOnboardingTasks(
      grpc::CallbackServerContext* context,
      const v1::ExportOnboardingTasksRequest* request,
      v1::ExportOnboardingTasksResponse* response) override;
  grpc::ServerUnaryReactor* ListWarnings(
      grpc::CallbackServerContext* context,
      const v1::ListWarningsRequest* request,
      v1::ListWarningsResponse* response) override;

 private:
  rpc::OperatorRpcs rpcs_;
  MunicipalityOperations municipalities_;
  SubmitterOperations submitters_;
  OnboardingOperations onboarding_;
};

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_REGISTRY_SERVICE_H_
