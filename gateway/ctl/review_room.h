// Review's operations in this process, on the gateway's database: as the
// gateway's own, without a gateway.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_ROOM_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_ROOM_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/review/job_ledger.h"
#include "gateway/review/reviews.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway::ctl {

// Thread safe. What judges reports again stays with the gateways, which know
// the rules that they were started with: it is asked of them by a job.
class ReviewRoom {
 public:
  static absl::StatusOr<std::unique_ptr<ReviewRoom>> Open(
      const store::ConnectOptions& connect);

  review::ReviewOperations& operations() { return *reviews_; }

 private:
  ReviewRoom(const store::ConnectOptions& connect,
             std::unique_ptr<const validator::fhir::FhirMapping> mapping);

  SystemClock clock_;
  store::Pool pool_;
  const std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
  // Any gateway does them. By which rules, it knows and we do not.
  review::JobLedger jobs_{&pool_, [] { return std::string(); }, nullptr};
  std::unique_ptr<review::Reviews> reviews_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_ROOM_H_
