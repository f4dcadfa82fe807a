// RegistryService's operations on municipalities and on what they agreed to;
// no gRPC.
#ifndef TRIVSEL_GATEWAY_REGISTRY_MUNICIPALITY_OPERATIONS_H_
#define TRIVSEL_GATEWAY_REGISTRY_MUNICIPALITY_OPERATIONS_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/registry/onboarding_tasks.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry_documents.h"
#include "trivsel/gateway/v1/registry_service.pb.h"

namespace trivsel::gateway::registry {

namespace v1 = trivsel::gateway::v1;

// Thread safe; blocking. `actor` goes into the journal. Errors are the
// store's, and OUT_OF_RANGE for a page.
class MunicipalityOperations {
 public:
  // `pool` must outlive it.
  explicit MunicipalityOperations(store::Pool& pool)
      : pool_(pool), registry_(&pool), documents_(&pool), onboarding_(&pool) {}

  absl::Status Put(const std::string& actor,
                   const v1::PutMunicipalityRequest& request,
                   v1::PutMunicipalityResponse* response);
  absl::Status Remove(const std::string& actor,
                      const v1::RemoveMunicipalityRequest& request,
                      v1::RemoveMunicipalityResponse* response);
  absl::Status List(const std::string& actor,
                    const v1::ListMunicipalitiesRequest& request,
                    v1::ListMunicipalitiesResponse* response);
  absl::Status Get(const std::string& actor,
                   const v1::GetMunicipalityRequest& request,
                   v1::GetMunicipalityResponse* response);
  absl::Status PutContact(const std::string& actor,
                          const v1::PutMunicipalityContactRequest& request,
                          v1::PutMunicipalityContactResponse* response);
  absl::Status RemoveContact(
      const std::string& actor,
      const v1::RemoveMunicipalityContactRequest& request,
      v1::RemoveMunicipalityContactResponse* response);

  absl::Status PutAgreement(const std::string& actor,
                            const v1::PutAgreementRequest& request,
                            v1::PutAgreementResponse* response);
  absl::Status EndAgreement(const std::string& actor,
                            const v1::EndAgreementRequest& request,
                            v1::EndAgreementResponse* response);
  absl::Status ArchiveAgreement(const std::string& actor,
                                const v1::ArchiveAgreementRequest& request,
                                v1::ArchiveAgreementResponse* response);
  absl::Status ListAgreements(const std::string& actor,
                              const v1::ListAgreementsRequest& request,
                              v1::ListAgreementsResponse* response);

 private:
  store::Pool& pool_;
  store::Registry registry_;
  store::DocumentRegistry documents_;
  store::Onboarding onboarding_;
};

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_MUNICIPALITY_OPERATIONS_H_
