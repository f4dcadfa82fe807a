#include "validator/fhir/r4_types.h"

#include <cctype>

#include "absl/strings/str_cat.h"
#include "validator/fhir/r4_type_definitions.h"

namespace trivsel::validator::fhir {
namespace {

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

bool TakeEnd(char mark, std::string_view* text) {
  if (text->empty() || text->back() != mark) return false;
  text->remove_suffix(1);
  return true;
}

std::string ChoiceName(std::string_view stem, std::string_view type) {
  std::string name(stem);
  name.push_back(
      static_cast<char>(std::toupper(static_cast<unsigned char>(type[0]))));
  name.append(type.substr(1));
  return name;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const R4Types>> R4Types::Create() {
  auto types = std::unique_ptr<R4Types>(new R4Types());
  for (std::string_view name : kR4Primitives) {
    auto type = std::make_unique<R4Type>();
    type->name = name;
    type->primitive = PrimitiveByName(name);
    types->types_.emplace(name, std::move(type));
  }
  // All names first: a type may speak of one that is defined after it.
  for (std::string_view definition : kR4Types) {
    if (definition.front() == '+') definition.remove_prefix(1);
    auto type = std::make_unique<R4Type>();
    type->name = definition.substr(0, definition.find('='));
    types->types_.emplace(type->name, std::move(type));
  }
  for (std::string_view definition : kR4Types) {
    const absl::Status status = types->Define(definition);
    if (!status.ok()) return status;
  }
  std::vector<std::pair<std::string, int>> resources;
  for (std::string& name : Split(kR4Resources, ' ')) {
    resources.emplace_back(std::move(name), 0);
  }
  const absl::Status status = types->resources_.Build(std::move(resources));
  if (!status.ok()) return status;
  return std::unique_ptr<const R4Types>(std::move(types));
}

const R4Type* R4Types::Find(std::string_view name) const {
  const auto found = types_.find(std::string(name));
  return found == types_.end() ? nullptr : found->second.get();
}

absl::Status R4Types::Define(std::string_view definition) {
  const bool backbone = definition.front() == '+';
  if (backbone) definition.remove_prefix(1);
  const size_t equals = definition.find('=');
  R4Type* type = types_.at(std::string(definition.substr(0, equals))).get();
  std::vector<std::string> texts = Split(definition.substr(equals + 1), ' ');
  texts.emplace_back("id:string");
  texts.emplace_back("extension:Extension*");
  if (backbone) texts.emplace_back("modifierExtension:Extension*");
  for (const std::string& text : texts) {
    const absl::Status status = AddElement(text, type);
    if (!status.ok()) return status;
  }
  std::vector<std::pair<std::string, int>> names;
  for (size_t i = 0; i < type->elements.size(); ++i) {
    names.emplace_back(type->elements[i].name, static_cast<int>(i));
  }
  return type->names.Build(std::move(names));
}

absl::Status R4Types::AddElement(std::string_view text, R4Type* type) {
  const size_t colon = text.find(':');
  std::string_view name = text.substr(0, colon);
  std::string_view kinds = text.substr(colon + 1);
  R4Element element;
  element.required = TakeEnd('!', &kinds);
  element.array = TakeEnd('*', &kinds);
  if (TakeEnd(')', &kinds)) {
    const size_t open = kinds.find('(');
    element.codes = Split(kinds.substr(open + 1), '|');
    kinds = kinds.substr(0, open);
  }
  const bool choice = name.size() > 3 && name.substr(name.size() - 3) == "[x]";
  if (choice) {
    name.remove_suffix(3);
    element.choice = type->choices++;
  }
  for (const std::string& kind : Split(kinds, '|')) {
    element.type = Find(kind);
    if (element.type == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("no FHIR type ", kind, " for ", type->name));
    }
    element.name = choice ? ChoiceName(name, kind) : std::string(name);
    type->elements.push_back(element);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::validator::fhir
