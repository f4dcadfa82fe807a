#include "client-sdk/cli/report_phrases.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

}  // namespace

Phrase VerdictPhrase(v1::Verdict verdict) {
  return verdict == v1::VERDICT_ACCEPTED ? Phrase{"modtaget", "accepted"}
                                         : Phrase{"afvist", "rejected"};
}

Phrase StatePhrase(v1::DeliveryState state) {
  switch (state) {
    case v1::DELIVERY_STATE_PENDING:
      return {"venter", "waits"};
    case v1::DELIVERY_STATE_IN_BATCH:
      return {"sendes", "being sent"};
    case v1::DELIVERY_STATE_CONFIRMED:
      return {"bekræftet", "confirmed"};
    case v1::DELIVERY_STATE_REFUSED:
      return {"afvist af modtageren", "refused by the receiver"};
    case v1::DELIVERY_STATE_UNANSWERED:
      return {"ikke besvaret af modtageren", "unanswered by the receiver"};
    default:
      return {"ukendt", "unknown"};
  }
}

Phrase ReviewPhrase(v1::ReviewState state) {
  switch (state) {
    case v1::REVIEW_STATE_OPEN:
      return {"venter på en operatør", "waits for an operator"};
    case v1::REVIEW_STATE_IN_REVIEW:
      return {"under behandling", "in review"};
    case v1::REVIEW_STATE_RETURNED:
      return {"sendt tilbage", "returned"};
    case v1::REVIEW_STATE_ACCEPTED:
      return {"gået igennem senere", "accepted later"};
    case v1::REVIEW_STATE_DISMISSED:
      return {"lukket", "dismissed"};
    default:
      return {"ukendt", "unknown"};
  }
}

std::string KleText(const v1::Receipt& receipt) {
  if (!receipt.has_kle()) return "";
  return receipt.kle().subject() + " " + receipt.kle().facet();
}

}  // namespace trivsel::cli
