// Runs a rule plan over a report.
#ifndef TRIVSEL_VALIDATOR_RULE_OPS_H_
#define TRIVSEL_VALIDATOR_RULE_OPS_H_

#include "google/protobuf/message.h"
#include "validator/invariants.h"
#include "validator/rule_plan.h"
#include "validator/terminology.h"
#include "validator/trail.h"

namespace trivsel::validator {

// One run over one report. Allocates only for findings.
class RuleRun {
 public:
  RuleRun(const RulePlan& plan, const Terminology& terminology,
          const Scene& scene)
      : plan_(plan), terminology_(terminology), scene_(scene) {}

  // Judges the whole report.
  void Run();

 private:
  using Message = google::protobuf::Message;

  // `record`: index of the entry that the message is in, -1 above entries.
  void RunNode(int node, const Message& message, const Trail& trail,
               int record);
  void RunStep(const Step& step, const Message& message, const Trail& trail,
               int record);
  void RunText(const Step& step, const std::string& text, const Trail& trail);
  void RunEnum(const Step& step, int number, const Trail& trail);
  void RunMessage(const Step& step, const Message* message, const Trail& trail,
                  int record);
  void RunList(const Step& step, const Message& message, const Trail& trail,
               int record);
  void RunReference(const Step& step, const ltt::v1::Reference& reference,
                    const Trail& trail, int record);
  void RunConcept(const Step& step, const ltt::v1::CodeableConcept& concept_,
                  const Trail& trail, int record);
  // Whether the concept has exactly one coding and nothing is wrong with it;
  // the common case, seen with one lookup.
  bool IsPlainlyGood(const Step& step,
                     const ltt::v1::CodeableConcept& concept_) const;
  void RunCoding(const Step& step, const ltt::v1::Coding& coding,
                 const Terminology::Entry* known, const Trail& trail);

  // Adds the finding if the plan has one for `what`.
  void Add(const Step& step, What what, const Trail& trail,
           Aim aim = Aim::kItem);

  const RulePlan& plan_;
  const Terminology& terminology_;
  const Scene& scene_;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_RULE_OPS_H_
