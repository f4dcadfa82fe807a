#include "gateway/ingest/receipt_codec.h"

#include "gateway/ingest/finding_codec.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  out->set_seconds(micros / 1'000'000);
  out->set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
}

void SetKle(const queue::KleTag& tag, v1::Receipt* receipt) {
  if (tag.subject.empty()) {
    receipt->clear_kle();
    return;
  }
  v1::KleTag* kle = receipt->mutable_kle();
  kle->set_subject(tag.subject);
  kle->set_facet(tag.facet);
  kle->set_rule(tag.rule);
  kle->set_edition(tag.edition);
}

void RestoreReceipt(const queue::Committed& committed, v1::Receipt* receipt) {
  receipt->set_replayed(true);
  receipt->set_verdict(committed.verdict == queue::Verdict::kAccepted
                           ? v1::VERDICT_ACCEPTED
                           : v1::VERDICT_REJECTED);
  receipt->clear_findings();
  ReadFindings(committed.findings, receipt);
  SetKle(committed.kle, receipt);
  receipt->set_rule_set(committed.rule_set);
}

}  // namespace trivsel::gateway::ingest
