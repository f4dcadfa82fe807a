// RegistryService's operations on submitters, their permissions, credentials,
// and on operators; no gRPC.
#ifndef TRIVSEL_GATEWAY_REGISTRY_SUBMITTER_OPERATIONS_H_
#define TRIVSEL_GATEWAY_REGISTRY_SUBMITTER_OPERATIONS_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/store/registry.h"
#include "gateway/store/registry_credentials.h"
#include "trivsel/gateway/v1/registry_service.pb.h"

namespace trivsel::gateway::registry {

namespace v1 = trivsel::gateway::v1;

// Thread safe; blocking. `actor` goes into the journal. Errors are the
// store's, and OUT_OF_RANGE for a page.
class SubmitterOperations {
 public:
  // `pool` must outlive it.
  explicit SubmitterOperations(store::Pool& pool)
      : registry_(&pool), credentials_(&pool) {}

  absl::Status Put(const std::string& actor,
                   const v1::PutSubmitterRequest& request,
                   v1::PutSubmitterResponse* response);
  absl::Status Update(const std::string& actor,
                      const v1::UpdateSubmitterRequest& request,
                      v1::UpdateSubmitterResponse* response);
  absl::Status Remove(const std::string& actor,
                      const v1::RemoveSubmitterRequest& request,
                      v1::RemoveSubmitterResponse* response);
  absl::Status List(const std::string& actor,
                    const v1::ListSubmittersRequest& request,
                    v1::ListSubmittersResponse* response);

  absl::Status PutPermission(const std::string& actor,
                             const v1::PutPermissionRequest& request,
                             v1::PutPermissionResponse* response);
  absl::Status RemovePermission(const std::string& actor,
                                const v1::RemovePermissionRequest& request,
                                v1::RemovePermissionResponse* response);
  absl::Status ListPermissions(const std::string& actor,
                               const v1::ListPermissionsRequest& request,
                               v1::ListPermissionsResponse* response);

  // All of the file, or up to the one that is another's or revoked.
  absl::Status AddCredentials(const std::string& actor,
                              const v1::AddCredentialsRequest& request,
                              v1::AddCredentialsResponse* response);
  absl::Status RevokeCredential(const std::string& actor,
                                const v1::RevokeCredentialRequest& request,
                                v1::RevokeCredentialResponse* response);
  absl::Status ListCredentials(const std::string& actor,
                               const v1::ListCredentialsRequest& request,
                               v1::ListCredentialsResponse* response);

  absl::Status PutOperator(const std::string& actor,
                           const v1::PutOperatorRequest& request,
                           v1::PutOperatorResponse* response);
  absl::Status SetOperatorActive(const std::string& actor,
                                 const v1::SetOperatorActiveRequest& request,
                                 v1::SetOperatorActiveResponse* response);
  absl::Status RemoveOperator(const std::string& actor,
                              const v1::RemoveOperatorRequest& request,
                              v1::RemoveOperatorResponse* response);
  absl::Status ListOperators(const std::string& actor,
                             const v1::ListOperatorsRequest& request,
                             v1::ListOperatorsResponse* response);

 private:
  store::Registry registry_;
  store::CredentialRegistry credentials_;
};

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_SUBMITTER_OPERATIONS_H_
