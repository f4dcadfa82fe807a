// The operators' door: what review consists of, put together for this gateway.
#ifndef TRIVSEL_GATEWAY_REVIEW_DOOR_H_
#define TRIVSEL_GATEWAY_REVIEW_DOOR_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/review/review_service.h"
#include "gateway/review/reviews.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway {

// Thread safe.
class ReviewDoor {
 public:
  struct Parts {
    store::Pool& pool;
    const validator::fhir::FhirMapping& mapping;
    const ingest::Guard& guard;
    ingest::Executor& workers;
    const Clock& clock;
    // Null: there is nothing of it here.
    review::Revalidation* revalidation = nullptr;
    review::ReviewJobs* jobs = nullptr;
  };

  // The parts must outlive it, and the workers have ended before it goes.
  static absl::StatusOr<std::unique_ptr<ReviewDoor>> Open(const Parts& parts);

  grpc::Service& service() { return service_; }
  review::ReviewOperations& operations() { return *reviews_; }
  // Keeps the counts short, every few seconds. Blocks for the database; called
  // often, on the thread that watches it.
  void FoldIfDue();

 private:
  ReviewDoor(const Parts& parts, std::unique_ptr<review::Reviews> reviews);

  const std::unique_ptr<review::Reviews> reviews_;
  review::ReviewService service_;
  absl::Time fold_at_ = absl::InfinitePast();
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_REVIEW_DOOR_H_
