#include "validator/standard.h"

#include <cctype>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/rule_names.h"

namespace trivsel::validator {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using standard::v1::ElementRule;
using standard::v1::FhirKind;
using standard::v1::FieldRule;
using standard::v1::MessageRule;

// What the fields above say about an element further down: the rest of the
// path, and the rule or (when null) that the element is forbidden.
struct FromAbove {
  std::string rest;
  const ElementRule* rule;
};

std::string UpperCase(std::string_view name) {
  std::string out(name);
  for (char& c : out)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::string Join(const std::string& left, char separator,
                 const std::string& right) {
  if (left.empty() || right.empty()) return absl::StrCat(left, right);
  return absl::StrCat(left, std::string(1, separator), right);
}

// Splits "coding.code" into "coding" and "code".
std::pair<std::string, std::string> SplitFirst(const std::string& path) {
  const size_t dot = path.find('.');
  if (dot == std::string::npos) return {path, ""};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

// The elements that R4 gives every object of a kind besides its own.
std::vector<std::pair<const char*, const char*>> ElementsOfKind(FhirKind kind) {
  switch (kind) {
    case standard::v1::FHIR_KIND_RESOURCE:
      return {{"implicitRules", "uri"}, {"language", "code"}};
    case standard::v1::FHIR_KIND_DOMAIN_RESOURCE:
      return {{"implicitRules", "uri"},   {"language", "code"},
              {"text", "Narrative"},      {"contained", "Resource"},
              {"extension", "Extension"}, {"modifierExtension", "Extension"}};
    case standard::v1::FHIR_KIND_BACKBONE:
      return {{"id", "string"},
              {"extension", "Extension"},
              {"modifierExtension", "Extension"}};
    default:
      return {{"id", "string"}, {"extension", "Extension"}};
  }
}

bool IsArray(std::string_view name) {
  return name == "contained" || name == "extension" ||
         name == "modifierExtension";
}

class Resolver {
 public:
  absl::Status Resolve(std::vector<FromAbove> above, Element* element) {
    const MessageRule& rule =
        element->message->options().GetExtension(standard::v1::message);
    element->message_rule = &rule;
    if (!rule.record().empty()) {
      element->record = rule.record();
      element->record_danish = rule.danish();
      element->record_english = element->message->name();
      element->code_path.clear();
      element->fhir_path.clear();
    }
    for (int i = 0; i < element->message->field_count(); ++i) {
      const FieldDescriptor* field = element->message->field(i);
      auto child = std::make_unique<Element>();
      absl::Status status = MakeChild(*element, field, &above, child.get());
      if (!status.ok()) return status;
      element->children.push_back(std::move(child));
    }
    AddAbsent(rule, &above, element);
    if (!above.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("no element ", above.front().rest, " in ",
                       element->message->full_name()));
    }
    return absl::OkStatus();
  }

 private:
  // Makes the element of one field, taking what concerns it out of `above`.
  absl::Status MakeChild(const Element& parent, const FieldDescriptor* field,
                         std::vector<FromAbove>* above, Element* child) {
    if (!field->options().HasExtension(standard::v1::field)) {
      return absl::FailedPreconditionError(
          absl::StrCat(field->full_name(), " has no annotation"));
    }
    const FieldRule& rule = field->options().GetExtension(standard::v1::field);
    child->field = field;
    child->message = field->message_type();
    child->rule = &rule;
    child->message_rule = &MessageRule::default_instance();
    child->parent = &parent;
    child->required = rule.required();
    child->max = rule.max();
    child->fixed = rule.fixed();
    child->format = rule.format();
    child->danish = rule.danish();
    child->record = parent.record;
    child->record_danish = parent.record_danish;
    child->record_english = parent.record_english;
    child->code_path =
        Join(parent.code_path, '-',
             rule.label().empty() ? UpperCase(rule.fhir()) : rule.label());
    child->fhir_path = Join(parent.fhir_path, '.', rule.fhir());
    std::vector<FromAbove> below = TakeOwn(rule, above, child);
    if (child->message == nullptr) {
      if (below.empty()) return absl::OkStatus();
      return absl::FailedPreconditionError(
          absl::StrCat(field->full_name(), " has nothing beneath it"));
    }
    return Resolve(std::move(below), child);
  }

  // Applies what the places above say about `child` itself and returns what
  // they and its own rule say about elements beneath it. ElementRules name
  // fields, `forbidden` names FHIR elements.
  static std::vector<FromAbove> TakeOwn(const FieldRule& rule,
                                        std::vector<FromAbove>* above,
                                        Element* child) {
    std::vector<FromAbove> below;
    for (const ElementRule& e : rule.element()) below.push_back({e.path(), &e});
    for (const std::string& path : rule.forbidden())
      below.push_back({path, nullptr});
    std::vector<FromAbove> others;
    for (FromAbove& from : *above) {
      auto [first, rest] = SplitFirst(from.rest);
      const std::string& name =
          from.rule != nullptr ? child->field->name() : rule.fhir();
      if (first != name) {
        others.push_back(std::move(from));
      } else if (!rest.empty()) {
        below.push_back({rest, from.rule});
      } else if (from.rule == nullptr) {
        child->forbidden = true;
      } else {
        Merge(*from.rule, child);
      }
    }
    *above = std::move(others);
    return below;
  }

  static void Merge(const ElementRule& rule, Element* element) {
    element->required |= rule.required();
    if (rule.max() > 0) element->max = rule.max();
    if (!rule.fixed().empty()) element->fixed = rule.fixed();
    if (rule.format() != standard::v1::FORMAT_UNSPECIFIED)
      element->format = rule.format();
    if (!rule.danish().empty()) element->danish = rule.danish();
  }

  // Lists the FHIR elements without a field; a forbidden one from above takes
  // the place of an open one.
  static void AddAbsent(const MessageRule& rule, std::vector<FromAbove>* above,
                        Element* element) {
    for (const std::string& name : rule.forbidden()) Forbid(name, element);
    std::vector<FromAbove> others;
    for (FromAbove& from : *above) {
      if (from.rule != nullptr || from.rest.find('.') != std::string::npos) {
        others.push_back(std::move(from));
      } else {
        Forbid(from.rest, element);
      }
    }
    *above = std::move(others);
    for (const auto& open : rule.open())
      Open(open.name(), open.type(), open.array(), element);
    for (const auto& [name, type] : ElementsOfKind(rule.kind()))
      Open(name, type, IsArray(name), element);
  }

  static void Forbid(const std::string& name, Element* element) {
    AbsentElement absent;
    absent.name = name;
    absent.forbidden = true;
    absent.code = RuleCode(element->record,
                           Join(element->code_path, '-', UpperCase(name)),
                           What::kForbidden);
    element->absent.push_back(std::move(absent));
  }

  static void Open(const std::string& name, const std::string& type, bool array,
                   Element* element) {
    for (const AbsentElement& a : element->absent)
      if (a.name == name) return;
    AbsentElement absent;
    absent.name = name;
    absent.type = type;
    absent.array = array;
    element->absent.push_back(std::move(absent));
  }
};

}  // namespace

const Element* Element::Child(std::string_view field_name) const {
  for (const auto& child : children)
    if (child->field->name() == field_name) return child.get();
  return nullptr;
}

absl::StatusOr<std::unique_ptr<const Element>> ResolveStandard() {
  auto root = std::make_unique<Element>();
  root->message = ltt::v1::DeliveryReport::descriptor();
  root->rule = &FieldRule::default_instance();
  absl::Status status = Resolver().Resolve({}, root.get());
  if (!status.ok()) return status;
  return std::unique_ptr<const Element>(std::move(root));
}

}  // namespace trivsel::validator
