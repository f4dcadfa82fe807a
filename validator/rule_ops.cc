#include "validator/rule_ops.h"

#include "google/protobuf/unknown_field_set.h"
#include "validator/formats.h"

namespace trivsel::validator {

using ltt::v1::CodeableConcept;
using ltt::v1::Coding;

namespace {

template <typename T>
bool HasUnknown(const T& message) {
  static const google::protobuf::Reflection* const reflection =
      T::default_instance().GetReflection();
  return !reflection->GetUnknownFields(message).empty();
}

}  // namespace

void RuleRun::Run() { RunNode(0, scene_.report, Trail(), -1); }

void RuleRun::Add(const Step& step, What what, const Trail& trail, Aim aim) {
  const CatalogueEntry* entry = step.findings[static_cast<size_t>(what)];
  if (entry != nullptr) scene_.sink.Add(*entry, trail, aim);
}

void RuleRun::RunNode(int index, const Message& message, const Trail& trail,
                      int record) {
  const Node& node = plan_.nodes[static_cast<size_t>(index)];
  for (const Step& step : node.steps) RunStep(step, message, trail, record);
  for (const InvariantStep& rule : node.invariants)
    rule.predicate({scene_, message, trail, *rule.entry, record});
  if (!node.reflection->GetUnknownFields(message).empty())
    scene_.sink.Add(*node.unknown, trail);
}

void RuleRun::RunStep(const Step& step, const Message& message,
                      const Trail& trail, int record) {
  const Trail here{&trail, step.field, -1};
  switch (step.kind) {
    case StepKind::kText:
      return RunText(step, step.access->text(message), here);
    case StepKind::kEnum:
      return RunEnum(step, step.access->number(message), here);
    case StepKind::kBool:
      if (step.required && !step.access->has(message))
        Add(step, What::kMissing, here, Aim::kElement);
      return;
    case StepKind::kMessage:
      return RunMessage(step, step.access->message(message), here, record);
    case StepKind::kList:
      return RunList(step, message, here, record);
  }
}

void RuleRun::RunText(const Step& step, const std::string& text,
                      const Trail& trail) {
  if (text.empty()) {
    if (step.required) Add(step, What::kMissing, trail, Aim::kElement);
    return;
  }
  if (step.forbidden) return Add(step, What::kForbidden, trail);
  if (!step.fixed.empty()) {
    // The one right value has the right form.
    if (text != step.fixed) Add(step, What::kNotFixed, trail);
    return;
  }
  if (!HasFormat(step.format, text)) Add(step, What::kFormat, trail);
}

void RuleRun::RunEnum(const Step& step, int number, const Trail& trail) {
  if (number == 0) {
    if (step.required) Add(step, What::kMissing, trail, Aim::kElement);
    return;
  }
  if (step.forbidden) return Add(step, What::kForbidden, trail);
  if (number < 0 || number > 63 || (step.known_codes >> number & 1) == 0)
    return Add(step, What::kUnknownCode, trail);
  if (step.fixed_number != 0 && number != step.fixed_number)
    Add(step, What::kNotFixed, trail);
}

void RuleRun::RunMessage(const Step& step, const Message* message,
                         const Trail& trail, int record) {
  if (message == nullptr) {
    if (step.required) Add(step, What::kMissing, trail, Aim::kElement);
    return;
  }
  if (step.forbidden) return Add(step, What::kForbidden, trail);
  if (step.value_set >= 0)
    return RunConcept(step, static_cast<const CodeableConcept&>(*message),
                      trail, record);
  RunNode(step.node, *message, trail, record);
  if (step.targets != 0) {
    RunReference(step, static_cast<const ltt::v1::Reference&>(*message), trail,
                 record);
  }
}

void RuleRun::RunList(const Step& step, const Message& message,
                      const Trail& trail, int record) {
  const int size = step.access->size(message);
  if (size == 0) {
    if (step.required) Add(step, What::kMissing, trail, Aim::kElement);
    return;
  }
  if (step.forbidden) return Add(step, What::kForbidden, trail);
  if (step.max > 0 && size > step.max)
    Add(step, What::kTooMany, trail, Aim::kElement);
  for (int i = 0; i < size; ++i) {
    const Message& item = step.access->item(message, i);
    // The report's only list is that of its entries.
    const int item_record = record < 0 ? i : record;
    const Trail here{trail.up, trail.field, i};
    if (step.value_set >= 0) {
      RunConcept(step, static_cast<const CodeableConcept&>(item), here,
                 item_record);
    } else {
      RunNode(step.node, item, here, item_record);
    }
  }
}

void RuleRun::RunReference(const Step& step,
                           const ltt::v1::Reference& reference,
                           const Trail& trail, int record) {
  const int found = scene_.references.Resolve(reference.reference(), record);
  if (found < 0) return Add(step, What::kReferenceUnresolved, trail);
  const int type = scene_.report.entry(found).resource_case();
  // What cannot be read as a record is told where it stands.
  if (type == ltt::v1::Entry::RESOURCE_NOT_SET) return;
  if ((step.targets >> type & 1) == 0)
    Add(step, What::kReferenceWrongType, trail);
}

bool RuleRun::IsPlainlyGood(const Step& step,
                            const CodeableConcept& concept_) const {
  if (!step.admitted_is_good || concept_.coding_size() != 1) return false;
  const Coding& coding = concept_.coding(0);
  const Terminology::Entry* known =
      terminology_.Find(coding.system(), coding.code());
  return known != nullptr && (known->value_sets >> step.value_set & 1) != 0 &&
         (coding.display().empty() || coding.display() == known->display) &&
         !HasUnknown(concept_) && !HasUnknown(coding);
}

void RuleRun::RunConcept(const Step& step, const CodeableConcept& concept_,
                         const Trail& trail, int record) {
  if (IsPlainlyGood(step, concept_)) return;
  RunNode(step.node, concept_, trail, record);
  const auto admits = [&step](const Terminology::Entry* entry) {
    return entry != nullptr && (entry->value_sets >> step.value_set & 1) != 0;
  };
  const auto& codings = concept_.coding();
  bool admitted = false;
  for (const Coding& coding : codings)
    admitted |= admits(terminology_.Find(coding.system(), coding.code()));
  bool without_system = false;
  for (int i = 0; i < codings.size(); ++i) {
    const Coding& coding = codings[i];
    const Trail list{&trail, step.codings, i};
    const Terminology::Entry* known =
        terminology_.Find(coding.system(), coding.code());
    if (admits(known)) {
      RunCoding(step, coding, known, list);
    } else if (coding.system().empty() && !coding.code().empty() &&
               (step.every_coding || !admitted)) {
      without_system = true;
      scene_.sink.AddBelow(*step.system_missing, list, *Coding::descriptor(),
                           "system");
    } else if (step.every_coding) {
      Add(step, What::kNotInValueSet, list);
    } else if (admitted) {
      RunCoding(step, coding, known, list);
    }
  }
  if (step.every_coding || admitted || without_system) return;
  // That the coding is missing is the coding's own rule, where there is one.
  if (codings.empty() && step.coding_required) return;
  Add(step, What::kNotInValueSet, trail);
}

void RuleRun::RunCoding(const Step& step, const Coding& coding,
                        const Terminology::Entry* known, const Trail& trail) {
  if (known == nullptr) {
    if (!coding.system().empty() &&
        !terminology_.MayBeSystem(coding.system())) {
      scene_.sink.AddBelow(*step.system_format, trail, *Coding::descriptor(),
                           "system");
    }
    if (!coding.code().empty() && terminology_.IsWhole(coding.system())) {
      scene_.sink.AddBelow(*step.code_unknown, trail, *Coding::descriptor(),
                           "code");
    }
    return;
  }
  if (step.display_wrong != nullptr && !coding.display().empty() &&
      !known->display.empty() && coding.display() != known->display) {
    scene_.sink.AddBelow(*step.display_wrong, trail, *Coding::descriptor(),
                         "display");
  }
}

}  // namespace trivsel::validator
