#include "gateway/ingest/stored_report_codec.h"

#include <algorithm>
#include <utility>

#include "gateway/ingest/finding_codec.h"
#include "gateway/ingest/receipt_codec.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;

void SetContent(queue::StoredReport* stored, v1::Report* report) {
  if (stored->content.empty()) return;
  if (stored->form == queue::ContentForm::kFhirJson) {
    report->set_fhir_json(std::move(stored->content));
  } else if (!report->mutable_report()->ParseFromString(stored->content)) {
    report->set_report_binary(std::move(stored->content));
  }
}

void AddDelivery(const queue::StoredDelivery& stored, v1::Report* report) {
  v1::Delivery* delivery = report->add_deliveries();
  delivery->set_destination(stored.destination);
  delivery->set_state(static_cast<v1::DeliveryState>(stored.stage));
  delivery->set_batch_id(stored.batch_id);
  if (stored.settled_at) {
    SetTime(*stored.settled_at, delivery->mutable_settle_time());
  }
  delivery->set_receiver_reference(stored.receiver_reference);
  v1::Receipt why;
  if (ReadFindings(stored.findings, &why)) {
    *delivery->mutable_findings() = std::move(*why.mutable_findings());
  }
}

void SetReview(const queue::StoredReview& stored, v1::ReportReview* review) {
  review->set_state(static_cast<v1::ReviewState>(stored.stage));
  review->set_returned_message(stored.returned_message);
  SetTime(stored.updated_at, review->mutable_update_time());
}

}  // namespace

void ToReport(queue::StoredReport stored, const std::string& standard_url,
              v1::Report* report) {
  v1::Receipt* receipt = report->mutable_receipt();
  receipt->set_report_id(stored.report_id);
  receipt->set_verdict(stored.verdict == queue::Verdict::kAccepted
                           ? v1::VERDICT_ACCEPTED
                           : v1::VERDICT_REJECTED);
  SetTime(stored.received_at, receipt->mutable_receive_time());
  ReadFindings(stored.findings, receipt);
  SetKle(stored.kle, receipt);
  receipt->set_rule_set(stored.rule_set);
  report->set_municipality_cvr(stored.municipality_cvr);
  for (const queue::StoredDelivery& delivery : stored.deliveries) {
    AddDelivery(delivery, report);
  }
  if (stored.review) SetReview(*stored.review, report->mutable_review());
  if (!receipt->findings().empty()) report->set_standard_url(standard_url);
  report->set_content_no_longer_kept(!stored.content_kept);
  SetContent(&stored, report);
}

bool IsSettled(const queue::StoredReport& stored) {
  if (stored.verdict == queue::Verdict::kRejected) return true;
  return !stored.deliveries.empty() &&
         std::all_of(stored.deliveries.begin(), stored.deliveries.end(),
                     [](const auto& delivery) { return delivery.settled(); });
}

}  // namespace trivsel::gateway::ingest
