// Judges one submission: accepted, rejected, or refused before it is either.
//
// Pure: the same submission, caller, rules and time give the same judgement,
// so that it can be run again later and tested without a server.
#ifndef TRIVSEL_GATEWAY_INGEST_JUDGE_H_
#define TRIVSEL_GATEWAY_INGEST_JUDGE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/time/time.h"
#include "gateway/access/caller.h"
#include "gateway/ingest/refusal.h"
#include "gateway/ingest/rule_book.h"
#include "gateway/queue/report_sink.h"
#include "trivsel/gateway/v1/receipt.pb.h"
#include "trivsel/gateway/v1/report_service.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/finding.h"

namespace trivsel::gateway::ingest {

// What to store, and the receipt to answer with once it is stored (all but
// receive_time and replayed).
struct Judged {
  queue::Draft draft;
  trivsel::gateway::v1::Receipt receipt;
};

using Judgement = std::variant<Judged, Refusal>;

// Judges by one book for as long as it lives; with buffers that judging
// reuses. Not thread safe: one a thread.
class Judge {
 public:
  explicit Judge(std::shared_ptr<const RuleBook> book)
      : book_(std::move(book)),
        rules_(*book_),
        rule_set_(rules_.RuleSet()),
        reader_(*rules_.mapping) {}
  // The rule book must outlive it.
  explicit Judge(const RuleBook& rules)
      : Judge(
            std::shared_ptr<const RuleBook>(std::shared_ptr<void>(), &rules)) {}

  const RuleBook& rules() const { return rules_; }

  // Takes the content out of `submission`. `strictness` of the rule book, or
  // stricter. Without `digest` the draft has none: it is not handed in now.
  Judgement Run(trivsel::gateway::v1::Submission* submission,
                const access::Caller& caller, absl::Time now,
                validator::Strictness strictness, bool digest = true);

 private:
  // The content, its form and what can be read of it.
  struct Intake {
    queue::ContentForm form = queue::ContentForm::kFhirJson;
    std::string content;    // as received
    std::string canonical;  // serialized, if it could be read
    ltt::v1::DeliveryReport* report = nullptr;  // null: unreadable
  };
  Intake Read(trivsel::gateway::v1::Submission* submission);
  void ReadBinary(Intake* intake);
  void Validate(const Intake& intake, absl::Time now,
                validator::Strictness strictness);
  void Tag(const Intake& intake, queue::Draft* draft);
  // Whose it is; false: about a municipality that is not the caller's.
  bool Place(const access::Caller& caller, Intake* intake, queue::Draft* draft);
  void CheckId(const queue::Draft& draft, Intake* intake);
  // Takes out of the canonical form what the warnings call not carried onward.
  void KeepWhatGoesOnward(Intake* intake);
  void Decide(Intake intake, Judged* judged);
  static std::string_view SameContent(const Intake& intake);

  const std::shared_ptr<const RuleBook> book_;
  const RuleBook& rules_;
  const std::string rule_set_;
  validator::fhir::FhirReader reader_;
  ltt::v1::DeliveryReport buffer_;
  validator::Findings findings_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_JUDGE_H_
