#include "gateway/registry/registry_service.h"

namespace trivsel::gateway::registry {

grpc::ServerUnaryReactor* RegistryService::PutMunicipality(
    grpc::CallbackServerContext* context,
    const v1::PutMunicipalityRequest* request,
    v1::PutMunicipalityResponse* response) {
  return rpcs_.Run(context, "PutMunicipality", municipalities_,
                   &MunicipalityOperations::Put, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RemoveMunicipality(
    grpc::CallbackServerContext* context,
    const v1::RemoveMunicipalityRequest* request,
    v1::RemoveMunicipalityResponse* response) {
  return rpcs_.Run(context, "RemoveMunicipality", municipalities_,
                   &MunicipalityOperations::Remove, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListMunicipalities(
    grpc::CallbackServerContext* context,
    const v1::ListMunicipalitiesRequest* request,
    v1::ListMunicipalitiesResponse* response) {
  return rpcs_.Run(context, "ListMunicipalities", municipalities_,
                   &MunicipalityOperations::List, request, response);
}

grpc::ServerUnaryReactor* RegistryService::GetMunicipality(
    grpc::CallbackServerContext* context,
    const v1::GetMunicipalityRequest* request,
    v1::GetMunicipalityResponse* response) {
  return rpcs_.Run(context, "GetMunicipality", municipalities_,
                   &MunicipalityOperations::Get, request, response);
}

grpc::ServerUnaryReactor* RegistryService::PutMunicipalityContact(
    grpc::CallbackServerContext* context,
    const v1::PutMunicipalityContactRequest* request,
    v1::PutMunicipalityContactResponse* response) {
  return rpcs_.Run(context, "PutMunicipalityContact", municipalities_,
                   &MunicipalityOperations::PutContact, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RemoveMunicipalityContact(
    grpc::CallbackServerContext* context,
    const v1::RemoveMunicipalityContactRequest* request,
    v1::RemoveMunicipalityContactResponse* response) {
  return rpcs_.Run(context, "RemoveMunicipalityContact", municipalities_,
                   &MunicipalityOperations::RemoveContact, request, response);
}

grpc::ServerUnaryReactor* RegistryService::PutSubmitter(
    grpc::CallbackServerContext* context,
    const v1::PutSubmitterRequest* request,
    v1::PutSubmitterResponse* response) {
  return rpcs_.Run(context, "PutSubmitter", submitters_,
                   &SubmitterOperations::Put, request, response);
}

grpc::ServerUnaryReactor* RegistryService::UpdateSubmitter(
    grpc::CallbackServerContext* context,
    const v1::UpdateSubmitterRequest* request,
    v1::UpdateSubmitterResponse* response) {
  return rpcs_.Run(context, "UpdateSubmitter", submitters_,
                   &SubmitterOperations::Update, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RemoveSubmitter(
    grpc::CallbackServerContext* context,
    const v1::RemoveSubmitterRequest* request,
    v1::RemoveSubmitterResponse* response) {
  return rpcs_.Run(context, "RemoveSubmitter", submitters_,
                   &SubmitterOperations::Remove, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListSubmitters(
    grpc::CallbackServerContext* context,
    const v1::ListSubmittersRequest* request,
    v1::ListSubmittersResponse* response) {
  return rpcs_.Run(context, "ListSubmitters", submitters_,
                   &SubmitterOperations::List, request, response);
}

grpc::ServerUnaryReactor* RegistryService::PutPermission(
    grpc::CallbackServerContext* context,
    const v1::PutPermissionRequest* request,
    v1::PutPermissionResponse* response) {
  return rpcs_.Run(context, "PutPermission", submitters_,
                   &SubmitterOperations::PutPermission, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RemovePermission(
    grpc::CallbackServerContext* context,
    const v1::RemovePermissionRequest* request,
    v1::RemovePermissionResponse* response) {
  return rpcs_.Run(context, "RemovePermission", submitters_,
                   &SubmitterOperations::RemovePermission, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListPermissions(
    grpc::CallbackServerContext* context,
    const v1::ListPermissionsRequest* request,
    v1::ListPermissionsResponse* response) {
  return rpcs_.Run(context, "ListPermissions", submitters_,
                   &SubmitterOperations::ListPermissions, request, response);
}

grpc::ServerUnaryReactor* RegistryService::PutAgreement(
    grpc::CallbackServerContext* context,
    const v1::PutAgreementRequest* request,
    v1::PutAgreementResponse* response) {
  return rpcs_.Run(context, "PutAgreement", municipalities_,
                   &MunicipalityOperations::PutAgreement, request, response);
}

grpc::ServerUnaryReactor* RegistryService::EndAgreement(
    grpc::CallbackServerContext* context,
    const v1::EndAgreementRequest* request,
    v1::EndAgreementResponse* response) {
  return rpcs_.Run(context, "EndAgreement", municipalities_,
                   &MunicipalityOperations::EndAgreement, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ArchiveAgreement(
    grpc::CallbackServerContext* context,
    const v1::ArchiveAgreementRequest* request,
    v1::ArchiveAgreementResponse* response) {
  return rpcs_.Run(context, "ArchiveAgreement", municipalities_,
                   &MunicipalityOperations::ArchiveAgreement, request,
                   response);
}

grpc::ServerUnaryReactor* RegistryService::ListAgreements(
    grpc::CallbackServerContext* context,
    const v1::ListAgreementsRequest* request,
    v1::ListAgreementsResponse* response) {
  return rpcs_.Run(context, "ListAgreements", municipalities_,
                   &MunicipalityOperations::ListAgreements, request, response);
}

grpc::ServerUnaryReactor* RegistryService::AddCredentials(
    grpc::CallbackServerContext* context,
    const v1::AddCredentialsRequest* request,
    v1::AddCredentialsResponse* response) {
  return rpcs_.Run(context, "AddCredentials", submitters_,
                   &SubmitterOperations::AddCredentials, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RevokeCredential(
    grpc::CallbackServerContext* context,
    const v1::RevokeCredentialRequest* request,
    v1::RevokeCredentialResponse* response) {
  return rpcs_.Run(context, "RevokeCredential", submitters_,
                   &SubmitterOperations::RevokeCredential, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListCredentials(
    grpc::CallbackServerContext* context,
    const v1::ListCredentialsRequest* request,
    v1::ListCredentialsResponse* response) {
  return rpcs_.Run(context, "ListCredentials", submitters_,
                   &SubmitterOperations::ListCredentials, request, response);
}

grpc::ServerUnaryReactor* RegistryService::PutOperator(
    grpc::CallbackServerContext* context, const v1::PutOperatorRequest* request,
    v1::PutOperatorResponse* response) {
  return rpcs_.Run(context, "PutOperator", submitters_,
                   &SubmitterOperations::PutOperator, request, response);
}

grpc::ServerUnaryReactor* RegistryService::SetOperatorActive(
    grpc::CallbackServerContext* context,
    const v1::SetOperatorActiveRequest* request,
    v1::SetOperatorActiveResponse* response) {
  return rpcs_.Run(context, "SetOperatorActive", submitters_,
                   &SubmitterOperations::SetOperatorActive, request, response);
}

grpc::ServerUnaryReactor* RegistryService::RemoveOperator(
    grpc::CallbackServerContext* context,
    const v1::RemoveOperatorRequest* request,
    v1::RemoveOperatorResponse* response) {
  return rpcs_.Run(context, "RemoveOperator", submitters_,
                   &SubmitterOperations::RemoveOperator, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListOperators(
    grpc::CallbackServerContext* context,
    const v1::ListOperatorsRequest* request,
    v1::ListOperatorsResponse* response) {
  return rpcs_.Run(context, "ListOperators", submitters_,
                   &SubmitterOperations::ListOperators, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListOnboardingTasks(
    grpc::CallbackServerContext* context,
    const v1::ListOnboardingTasksRequest* request,
    v1::ListOnboardingTasksResponse* response) {
  return rpcs_.Run(context, "ListOnboardingTasks", onboarding_,
                   &OnboardingOperations::ListTasks, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ExportOnboardingTasks(
    grpc::CallbackServerContext* context,
    const v1::ExportOnboardingTasksRequest* request,
    v1::ExportOnboardingTasksResponse* response) {
  return rpcs_.Run(context, "ExportOnboardingTasks", onboarding_,
                   &OnboardingOperations::ExportTasks, request, response);
}

grpc::ServerUnaryReactor* RegistryService::ListWarnings(
    grpc::CallbackServerContext* context,
    const v1::ListWarningsRequest* request,
    v1::ListWarningsResponse* response) {
  return rpcs_.Run(context, "ListWarnings", onboarding_,
                   &OnboardingOperations::ListWarnings, request, response);
}

}  // namespace trivsel::gateway::registry
