// Compiles the standard, resolved by place, into object plans.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/fhir/object_plan.h"
#include "validator/rule_names.h"

namespace trivsel::validator::fhir {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using Impl = FhirMapping::Impl;
using Kind = ElementPlan::Kind;

absl::Status Broken(const std::string& what, const Element& where) {
  return absl::FailedPreconditionError(absl::StrCat(
      "FHIR mapping: ", what, " at ", where.record, " ", where.fhir_path));
}

ElementFinding MakeText(What what, const Element& owner, std::string code,
                        std::string_view name) {
  std::string path = owner.fhir_path;
  if (!name.empty()) {
    path = path.empty() ? std::string(name)
                        : absl::StrCat(path, ".", std::string(name));
  }
  return {std::move(code),
          DanishSentence(what, owner.record_danish,
                         name.empty() ? owner.danish : "", path),
          EnglishSentence(what, owner.record_english, path)};
}

// `name` must outlive the plan: it is the standard's or a literal.
void SetName(std::string_view name, ElementPlan* element) {
  element->fhir_data = name.data();
  element->fhir_size = static_cast<uint8_t>(name.size());
  element->probe = NameProbe::Of(name);
}

// Chooses the accessor by the kind.
void FillAccessor(ElementPlan* element) {
  const FieldAccess* access = element->detail->access;
  switch (element->kind) {
    case Kind::kText:
      element->mutable_text = access->mutable_text;
      break;
    case Kind::kEnum:
    case Kind::kBool:
      element->set_number = access->set_number;
      break;
    case Kind::kMessage:
      element->mutable_message = access->mutable_message;
      break;
    case Kind::kRepeated:
      element->mutable_item = access->mutable_item;
      break;
    default:
      break;
  }
}

class Compiler {
 public:
  explicit Compiler(Impl* impl) : impl_(*impl) {}

  absl::StatusOr<const ObjectPlan*> Compile(const Element& standard);

 private:
  ElementPlan MakeElement() {
    impl_.details.push_back(std::make_unique<ElementDetail>());
    ElementPlan element;
    element.detail = impl_.details.back().get();
    return element;
  }
  absl::Status AddField(const Element& standard, ObjectPlan* plan);
  absl::Status FillField(const Element& standard, ElementPlan* element);
  absl::Status AddRecord(const Element& standard, ObjectPlan* plan);
  absl::Status AddAbsent(const AbsentElement& absent, ObjectPlan* plan);
  absl::Status AddSpecial(ObjectPlan* plan);
  absl::Status Finish(ObjectPlan* plan);
  const Impl::Codes* CodesOf(const EnumDescriptor* type);

  Impl& impl_;
};

absl::StatusOr<const ObjectPlan*> Compiler::Compile(const Element& standard) {
  auto owned = std::make_unique<ObjectPlan>();
  ObjectPlan* plan = owned.get();
  impl_.objects.push_back(std::move(owned));
  plan->standard = &standard;
  plan->is_meta = standard.message_rule->fhir_type() == "Meta";
  for (const auto& child : standard.children) {
    const absl::Status status = AddField(*child, plan);
    if (!status.ok()) return status;
  }
  for (const AbsentElement& absent : standard.absent) {
    const absl::Status status = AddAbsent(absent, plan);
    if (!status.ok()) return status;
  }
  absl::Status status = AddSpecial(plan);
  if (status.ok()) status = Finish(plan);
  if (!status.ok()) return status;
  return plan;
}

absl::Status Compiler::AddField(const Element& standard, ObjectPlan* plan) {
  if (standard.rule->fhir().empty())
    return Broken("field without a name", standard);
  if (!standard.message_rule->profile().empty())
    return AddRecord(standard, plan);
  ElementPlan element = MakeElement();
  const absl::Status status = FillField(standard, &element);
  if (!status.ok()) return status;
  if (standard.rule->extension_url().empty()) {
    plan->table.push_back(std::move(element));
    return absl::OkStatus();
  }
  if (element.kind != Kind::kMessage) {
    return Broken("extension that is no message", standard);
  }
  impl_.extension_urls.push_back(standard.rule->extension_url());
  plan->extensions.push_back(
      {standard.rule->extension_url(), std::move(element)});
  return absl::OkStatus();
}

absl::Status Compiler::FillField(const Element& standard,
                                 ElementPlan* element) {
  const FieldDescriptor* field = standard.field;
  element->detail->standard = &standard;
  SetName(standard.rule->fhir(), element);
  element->proto_data = field->name().data();
  element->proto_size = static_cast<uint8_t>(field->name().size());
  element->array = standard.rule->fhir_array() || field->is_repeated();
  element->detail->access = FindFieldAccess(field);
  if (element->detail->access == nullptr)
    return Broken("field without access", standard);
  if (standard.forbidden) {
    element->kind = Kind::kForbidden;
    element->detail->finding = MakeText(
        What::kForbidden, standard,
        RuleCode(standard.record, standard.code_path, What::kForbidden), "");
    return absl::OkStatus();
  }
  element->detail->finding = MakeText(
      What::kTooMany, standard,
      RuleCode(standard.record, standard.code_path, What::kTooMany), "");
  switch (field->type()) {
    case FieldDescriptor::TYPE_STRING:
      element->kind = Kind::kText;
      // HL7's validator looks neither at pattern nor at form where there is
      // no value; an invariant, and the system that decides the slice of an
      // array, still fail, as does a Coding without its parts.
      element->detail->present_without_value =
          standard.format == standard::v1::FORMAT_INSTANT ||
          standard.format == standard::v1::FORMAT_DATE_TIME ||
          (!standard.fixed.empty() &&
           standard.parent->message_rule->fhir_type() == "Identifier" &&
           !standard.parent->rule->fhir_array());
      break;
    case FieldDescriptor::TYPE_BOOL:
      element->kind = Kind::kBool;
      element->detail->present_without_value = true;
      break;
    case FieldDescriptor::TYPE_ENUM: {
      const Impl::Codes* codes = CodesOf(field->enum_type());
      if (codes == nullptr) return Broken("enum without codes", standard);
      element->kind = Kind::kEnum;
      element->codes = &codes->numbers;
      element->detail->code_names = &codes->names;
      element->detail->faulty_without_value = true;
      break;
    }
    case FieldDescriptor::TYPE_MESSAGE: {
      element->kind = field->is_repeated() ? Kind::kRepeated : Kind::kMessage;
      auto object = Compile(standard);
      if (!object.ok()) return object.status();
      element->object = *object;
      break;
    }
    default:
      return Broken("field of a type that FHIR does not have", standard);
  }
  return absl::OkStatus();
}

absl::Status Compiler::AddRecord(const Element& standard, ObjectPlan* plan) {
  RecordPlan record;
  record.field = MakeElement();
  record.resource_type = standard.message_rule->fhir_type();
  record.profile = standard.message_rule->profile();
  const absl::Status status = FillField(standard, &record.field);
  if (!status.ok()) return status;
  if (impl_.records.empty()) {
    ElementPlan element = MakeElement();
    SetName(standard.rule->fhir(), &element);
    element.kind = Kind::kRecord;
    plan->table.push_back(std::move(element));
  }
  FillAccessor(&record.field);
  impl_.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Compiler::AddAbsent(const AbsentElement& absent,
                                 ObjectPlan* plan) {
  ElementPlan element = MakeElement();
  SetName(absent.name, &element);
  element.array = absent.array;
  if (absent.forbidden) {
    element.kind = Kind::kForbidden;
    element.detail->finding =
        MakeText(What::kForbidden, *plan->standard, absent.code, absent.name);
    plan->table.push_back(std::move(element));
    return absl::OkStatus();
  }
  element.kind = Kind::kOpen;
  element.detail->open.name = absent.name;
  element.detail->open.array = absent.array;
  element.detail->open.type = impl_.types->Find(absent.type);
  if (element.detail->open.type == nullptr) {
    return Broken("open element of an unknown type", *plan->standard);
  }
  if (absent.name == "extension" && !plan->extensions.empty()) {
    element.kind = Kind::kExtensions;
  }
  plan->table.push_back(std::move(element));
  return absl::OkStatus();
}

absl::Status Compiler::AddSpecial(ObjectPlan* plan) {
  const auto kind = plan->standard->message_rule->kind();
  ElementPlan element = MakeElement();
  if (kind == standard::v1::FHIR_KIND_RESOURCE ||
      kind == standard::v1::FHIR_KIND_DOMAIN_RESOURCE) {
    SetName("resourceType", &element);
    element.kind = Kind::kResourceType;
  } else if (plan->is_meta) {
    SetName("profile", &element);
    element.array = true;
    element.kind = Kind::kProfile;
  } else {
    return absl::OkStatus();
  }
  plan->table.push_back(std::move(element));
  return absl::OkStatus();
}

absl::Status Compiler::Finish(ObjectPlan* plan) {
  uint8_t bits = 0;
  std::vector<std::string_view> names;
  const auto add = [&](ElementPlan* element) {
    const FieldAccess* access = element->detail->access;
    element->index = bits++;
    plan->clear_by_bit.push_back(access == nullptr ? nullptr : access->clear);
    if (access != nullptr || element->kind == Kind::kRecord) {
      plan->fields |= element->bit();
    }
    FillAccessor(element);
  };
  // Until here the table was but a list.
  std::vector<ElementPlan> list = std::move(plan->table);
  for (ElementPlan& element : list) {
    names.push_back(element.fhir());
    add(&element);
  }
  for (ExtensionPlan& extension : plan->extensions) add(&extension.value);
  if (bits > 64) return Broken("more elements than bits", *plan->standard);
  const auto hash = NameHash::For(names);
  if (!hash.ok()) return hash.status();
  plan->hash = *hash;
  plan->table = std::vector<ElementPlan>(hash->slots());
  for (const ElementPlan& element : list) {
    ElementPlan& slot =
        plan->table[hash->Slot(element.probe, element.fhir_size)];
    slot = element;
    plan->elements.push_back(&slot);
  }
  return absl::OkStatus();
}

const Impl::Codes* Compiler::CodesOf(const EnumDescriptor* type) {
  for (const auto& [known, codes] : impl_.codes) {
    if (known == type) return codes.get();
  }
  auto codes = std::make_unique<Impl::Codes>();
  std::vector<std::pair<std::string, int>> names;
  for (int i = 0; i < type->value_count(); ++i) {
    const auto* value = type->value(i);
    const std::string& code =
        value->options().GetExtension(standard::v1::enum_value).code();
    if (value->number() < 0 || (code.empty() != (value->number() == 0))) {
      return nullptr;
    }
    if (code.empty()) continue;
    names.emplace_back(code, value->number());
    codes->names.resize(
        std::max<size_t>(codes->names.size(), value->number() + 1));
    codes->names[value->number()] = code;
  }
  if (!codes->numbers.Build(std::move(names)).ok()) return nullptr;
  impl_.codes.emplace_back(type, std::move(codes));
  return impl_.codes.back().second.get();
}

}  // namespace

FhirMapping::FhirMapping(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FhirMapping::~FhirMapping() = default;

absl::StatusOr<std::unique_ptr<const FhirMapping>> FhirMapping::Create() {
  auto impl = std::make_unique<Impl>();
  auto types = R4Types::Create();
  if (!types.ok()) return types.status();
  impl->types = std::move(*types);
  auto terminology = Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  impl->terminology = std::move(*terminology);
  auto standard = ResolveStandard();
  if (!standard.ok()) return standard.status();
  impl->standard = std::move(*standard);
  auto report = Compiler(impl.get()).Compile(*impl->standard);
  if (!report.ok()) return report.status();
  impl->report = *report;
  return std::unique_ptr<const FhirMapping>(new FhirMapping(std::move(impl)));
}

}  // namespace trivsel::validator::fhir
