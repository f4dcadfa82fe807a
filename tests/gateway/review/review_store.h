// A database with rejected reports of two municipalities, and operators who
// may look after one, both or none of them.
#ifndef TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_STORE_H_
#define TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_STORE_H_

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gateway/review/reviews.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::review {

inline constexpr int32_t kKorsbaek = 1;
inline constexpr int32_t kHolbaek = 2;
inline constexpr char kKorsbaekCvr[] = "11111111";
inline constexpr char kHolbaekCvr[] = "29189447";
inline constexpr char kEndMissing[] = "LTT-CAREPLAN-PERIOD-END-MISSING";
inline constexpr char kEmptyArray[] = "FHIR-EMPTY-ARRAY";

struct RejectedReport {
  std::string report_id;
  int32_t submitter_id = 1;             // 1 "Fagsystem A", 2 "Fagsystem B"
  int32_t municipality_id = kKorsbaek;  // 0: not known
  std::vector<std::string> codes = {kEndMissing};
  bool by_receiver = false;
  std::string receiver_findings = {};
  int16_t form = 1;  // 1 FHIR JSON, 2 binary
  std::string content = "{}";
  std::string canonical = {};
  v1::Receipt findings = {};  // the validator's
  std::string citizen = {};   // 16 octets; empty: could not be read
  int seconds_ago = 0;
};

access::Operator OperatorOf(const std::string& name, int32_t municipality_id,
                            uint8_t rights);

// What Revalidation answers is told beforehand.
class FakeRevalidation final : public Revalidation {
 public:
  absl::StatusOr<std::vector<Revalidated>> Run(
      const std::vector<Candidate>& candidates, const ActedBy& by) override;
  std::string rule_set() const override { return "ltt-test"; }

  std::vector<Candidate> tried;
  std::string actor, name, reason;
  Revalidated::Outcome outcome = Revalidated::Outcome::kAccepted;
};

// Jobs that only remember what they were asked for; job 7 is Korsbæk's.
class FakeJobs final : public ReviewJobs {
 public:
  absl::StatusOr<v1::ReviewJob> Start(const access::Operator& who,
                                      const access::Scope& scope,
                                      v1::ReviewJob::Kind kind,
                                      const v1::RejectionFilter& filter,
                                      const std::string& text) override;
  absl::StatusOr<v1::ReviewJob> Get(const access::Scope& scope,
                                    int64_t job_id) override;
  absl::StatusOr<std::vector<v1::ReviewJob>> List(const access::Scope& scope,
                                                  int64_t before,
                                                  int limit) override;
  absl::StatusOr<v1::ReviewJob> Cancel(const access::Operator& who,
                                       const access::Scope& scope,
                                       int64_t job_id) override;

  access::Scope started_scope;
  int started = 0, cancelled = 0;
};

class ReviewStore : public queue::QueueStore {
 protected:
  ReviewStore();

  // Gives the number of the rejection.
  int64_t Add(const RejectedReport& report);
  int64_t Add(const std::string& report_id, int32_t municipality_id = kKorsbaek,
              int32_t submitter_id = 1);

  // All that a filter gives, from page to page.
  std::vector<int64_t> List(const access::Operator& who,
                            const v1::RejectionFilter& filter,
                            int page_size = 50);
  v1::Rejection Get(int64_t rejection_id);
  v1::ReviewRejectionsRequest RequestFor(const std::vector<int64_t>& ids);
  v1::ReviewRejectionsResponse Review(
      const access::Operator& who, const v1::ReviewRejectionsRequest& request);

  // The kept counts are what counting would give.
  void ExpectCountsAreRight();

  SystemClock clock_;
  FakeRevalidation revalidation_;
  FakeJobs jobs_;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
  std::unique_ptr<Reviews> reviews_;
  const access::Operator all_;       // everything, about everybody
  const access::Operator korsbaek_;  // operator of Korsbæk alone
  const access::Operator holbaek_;
  const access::Operator reader_;  // of everybody
  const access::Operator nobody_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_STORE_H_
