#include "validator/rule_plan.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::validator {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

absl::Status Broken(const Element& element, const std::string& what) {
  return absl::FailedPreconditionError(
      absl::StrCat(element.field == nullptr ? element.message->full_name()
                                            : element.field->full_name(),
                   ": ", what));
}

// The number of the enum value with this FHIR code; 0 if there is none.
int NumberOfCode(const EnumDescriptor& type, const std::string& code) {
  for (int i = 0; i < type.value_count(); ++i) {
    const auto* value = type.value(i);
    if (value->options().GetExtension(standard::v1::enum_value).code() == code)
      return value->number();
  }
  return 0;
}

class Compiler {
 public:
  Compiler(const Catalogue& catalogue, const Terminology& terminology,
           RulePlan* plan)
      : catalogue_(catalogue), terminology_(terminology), plan_(plan) {}

  // Compiles the message of `element` and returns its node, or -1 with
  // `status` set.
  int CompileNode(const Element& element, absl::Status* status) {
    const int index = static_cast<int>(plan_->nodes.size());
    plan_->nodes.emplace_back();
    Node node;
    node.unknown = catalogue_.Find(element, What::kUnknownField);
    if (node.unknown == nullptr) {
      *status = Broken(element, "a message without a finding");
      return -1;
    }
    node.reflection = google::protobuf::MessageFactory::generated_factory()
                          ->GetPrototype(element.message)
                          ->GetReflection();
    for (const auto& child : element.children) {
      Step step;
      *status = CompileStep(*child, &step);
      if (!status->ok()) return -1;
      node.steps.push_back(std::move(step));
    }
    for (const auto& invariant : element.message_rule->invariant()) {
      const InvariantStep rule = {FindPredicate(invariant.id()),
                                  catalogue_.Find(invariant.code())};
      if (rule.predicate == nullptr || rule.entry == nullptr) {
        *status = Broken(element, "no predicate for " + invariant.id());
        return -1;
      }
      node.invariants.push_back(rule);
    }
    plan_->nodes[static_cast<size_t>(index)] = std::move(node);
    return index;
  }

 private:
  absl::Status CompileStep(const Element& element, Step* step) {
    step->field = element.field;
    step->access = FindFieldAccess(element.field);
    if (step->access == nullptr) return Broken(element, "no access");
    step->required = element.required;
    step->forbidden = element.forbidden;
    step->max = element.max;
    step->format = element.format;
    step->findings = FindingsOn(element);
    step->is_record = !element.message_rule->record().empty();
    switch (element.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (element.field->is_repeated())
          return Broken(element, "a list of strings has no rules yet");
        step->kind = StepKind::kText;
        step->fixed = element.fixed;
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_ENUM:
        return CompileEnum(element, step);
      case FieldDescriptor::CPPTYPE_BOOL:
        step->kind = StepKind::kBool;
        if (step->access->has == nullptr)
          return Broken(element, "a bool that cannot be absent");
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return CompileMessage(element, step);
      default:
        return Broken(element, "a type that has no rules yet");
    }
  }

  static absl::Status CompileEnum(const Element& element, Step* step) {
    const EnumDescriptor& type = *element.field->enum_type();
    step->kind = StepKind::kEnum;
    for (int i = 0; i < type.value_count(); ++i) {
      const int number = type.value(i)->number();
      if (number < 0 || number > 63)
        return Broken(element, "an enum number over 63");
      step->known_codes |= uint64_t{1} << number;
    }
    if (element.fixed.empty()) return absl::OkStatus();
    step->fixed_number = NumberOfCode(type, element.fixed);
    if (step->fixed_number == 0)
      return Broken(element, "no enum value for " + element.fixed);
    return absl::OkStatus();
  }

  absl::Status CompileMessage(const Element& element, Step* step) {
    step->kind =
        element.field->is_repeated() ? StepKind::kList : StepKind::kMessage;
    if (!element.fixed.empty() || element.format != 0)
      return Broken(element, "a fixed value or format on a message");
    absl::Status status = CompileTargets(element, step);
    if (status.ok()) status = CompileBinding(element, step);
    if (!status.ok()) return status;
    step->node = CompileNode(element, &status);
    return status;
  }

  static absl::Status CompileTargets(const Element& element, Step* step) {
    const auto* entry = ltt::v1::Entry::descriptor();
    for (const std::string& target : element.rule->target()) {
      uint32_t bit = 0;
      for (int i = 0; i < entry->field_count(); ++i) {
        const auto* type = entry->field(i)->message_type();
        if (type != nullptr && type->name() == target)
          bit = uint32_t{1} << entry->field(i)->number();
      }
      if (bit == 0) return Broken(element, "no record " + target);
      step->targets |= bit;
    }
    if (step->targets != 0 &&
        element.message != ltt::v1::Reference::descriptor()) {
      return Broken(element, "a target on what is no Reference");
    }
    return absl::OkStatus();
  }

  absl::Status CompileBinding(const Element& element, Step* step) {
    if (!element.rule->has_binding()) return absl::OkStatus();
    const auto& binding = element.rule->binding();
    step->value_set = terminology_.FindValueSet(binding.value_set());
    if (step->value_set < 0)
      return Broken(element, "no value set " + binding.value_set());
    step->every_coding =
        binding.scope() == standard::v1::BINDING_SCOPE_EVERY_CODING;
    const Element* coding = element.Child("coding");
    if (coding == nullptr ||
        binding.scope() == standard::v1::BINDING_SCOPE_UNSPECIFIED ||
        element.message != ltt::v1::CodeableConcept::descriptor()) {
      return Broken(element, "a binding on what is no CodeableConcept");
    }
    step->codings = coding->field;
    step->coding_required = coding->required;
    step->admitted_is_good = true;
    for (const Terminology::Concept& c : terminology_.Expand(step->value_set)) {
      step->admitted_is_good &= Fits(*coding->Child("system"), c.system) &&
                                Fits(*coding->Child("code"), c.code) &&
                                Fits(*coding->Child("display"), c.display);
    }
    step->system_missing =
        catalogue_.Find(*coding->Child("system"), What::kSystemMissing);
    step->system_format =
        catalogue_.Find(*coding->Child("system"), What::kFormat);
    step->code_unknown =
        catalogue_.Find(*coding->Child("code"), What::kUnknownCode);
    step->display_wrong =
        catalogue_.Find(*coding->Child("display"), What::kDisplayWrong);
    return absl::OkStatus();
  }

  static bool Fits(const Element& element, std::string_view value) {
    return element.fixed.empty() || element.fixed == value;
  }

  FindingTable FindingsOn(const Element& element) const {
    FindingTable table = {};
    for (int i = 0; i < kWhatCount; ++i)
      table[static_cast<size_t>(i)] =
          catalogue_.Find(element, static_cast<What>(i));
    return table;
  }

  const Catalogue& catalogue_;
  const Terminology& terminology_;
  RulePlan* plan_;
};

}  // namespace

absl::StatusOr<RulePlan> RulePlan::Compile(const Element& standard,
                                           const Catalogue& catalogue,
                                           const Terminology& terminology) {
  RulePlan plan;
  absl::Status status = absl::OkStatus();
  Compiler(catalogue, terminology, &plan).CompileNode(standard, &status);
  if (!status.ok()) return status;
  return plan;
}

}  // namespace trivsel::validator
