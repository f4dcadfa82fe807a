// One stored report as a reviewer may read it: found within a scope, with its
// content.
#ifndef TRIVSEL_GATEWAY_REVIEW_STORED_REVIEW_H_
#define TRIVSEL_GATEWAY_REVIEW_STORED_REVIEW_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/store/pool.h"
#include "trivsel/gateway/v1/receipt.pb.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::gateway::review {

struct StoredReview {
  int64_t report_key = 0;
  absl::Time received_at;
  int16_t lane = 0;
  trivsel::gateway::v1::Receipt receipt;  // as it was given
  int32_t municipality_id = 0;            // 0: not known
  std::string municipality_cvr, municipality;
  std::string submitter;
  bool content_kept = true;
  bool is_fhir_json = false;
  std::string content;    // as it came
  std::string canonical;  // binary DeliveryReport; empty: the content is it
  std::string citizen;    // who it is about, not the number

  // The report, if it could be read.
  std::optional<ltt::v1::DeliveryReport> Parsed() const;
};

// By its key or, if that is 0, by the number of one of its rejections.
// NOT_FOUND also for what is outside the scope. Blocks for the database.
absl::StatusOr<StoredReview> FindReview(store::Pool& pool,
                                        const access::Scope& scope,
                                        int64_t report_key,
                                        int64_t rejection_id);

// The CPR number (ten digits) in the report; empty: there is none that has its
// form.
std::string CprOf(const StoredReview& stored);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_STORED_REVIEW_H_
