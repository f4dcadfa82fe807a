#include "validator/fhir/r4_checker.h"

#include <algorithm>
#include <climits>
#include <string>
#include <utility>

#include "validator/date_time.h"
#include "validator/fhir/json_form.h"
#include "validator/fhir/xhtml.h"
#include "validator/formats.h"
#include "validator/rest_url.h"

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;

// A string member of an object; empty if there is none.
std::string_view MemberText(dom::object object, std::string_view key) {
  std::string_view text;
  if (object.at_key(key).get(text) != simdjson::SUCCESS) return {};
  return text;
}

}  // namespace

void R4Checker::CheckOpen(const R4Element& element, Json value,
                          const Frame& frame, dom::object resource) {
  resource_ = resource;
  in_extension_ = false;
  const size_t errors = reporter_.errors();
  CheckElement(element, value, frame);
  if (element.name == "security" && value.is_array()) {
    CheckSecurity(value, frame);
  }
  if (reporter_.errors() != errors) return;
  if (!element.array) {
    reporter_.Add(Fault::kNotCarried, {&frame, element.name, -1, element.name});
    return;
  }
  const int count = static_cast<int>(ArrayOf(value).size());
  for (int i = 0; i < count; ++i) {
    reporter_.Add(Fault::kNotCarried,
                  {&frame, element.name, i, element.name, i});
  }
}

void R4Checker::CheckOpenExtension(Json item, const Frame& here,
                                   dom::object resource) {
  resource_ = resource;
  in_extension_ = false;
  const size_t errors = reporter_.errors();
  if (item.is_object()) {
    CheckObject(*mapping_.types->Find("Extension"), ObjectOf(item), here);
  } else {
    reporter_.Add(WrongForm(JsonForm::kObject, item), here);
  }
  if (reporter_.errors() == errors) reporter_.Add(Fault::kNotCarried, here);
}

bool R4Checker::CheckSibling(Json value, const Frame& here,
                             dom::object resource) {
  resource_ = resource;
  in_extension_ = false;
  const size_t errors = reporter_.errors();
  const bool extended = CheckSiblingObject(value, here);
  if (reporter_.errors() == errors) reporter_.Add(Fault::kNotCarried, here);
  return extended;
}

void R4Checker::CheckSiblings(Json value, int values, const Frame& here,
                              dom::object resource) {
  resource_ = resource;
  in_extension_ = false;
  const size_t errors = reporter_.errors();
  if (value.is_array()) {
    CheckSiblingList(value, values, here);
  } else {
    reporter_.Add(WrongForm(JsonForm::kArray, value), here);
  }
  if (reporter_.errors() == errors) reporter_.Add(Fault::kNotCarried, here);
}

// In step with the list of values, null where a value has no sibling.
void R4Checker::CheckSiblingList(Json value, int values, const Frame& here) {
  Frame at = here;
  at.fhir_index = at.proto_index = 0;
  for (Json item : ArrayOf(value)) {
    const size_t errors = reporter_.errors();
    if (!item.is_null() && !CheckSiblingObject(item, at) &&
        at.fhir_index >= values && reporter_.errors() == errors) {
      reporter_.Add(Fault::kWithoutValue, at);
    }
    at.proto_index = ++at.fhir_index;
  }
}

bool R4Checker::CheckSiblingObject(Json value, const Frame& here) {
  if (!value.is_object()) {
    reporter_.Add(WrongForm(JsonForm::kObject, value), here);
    return false;
  }
  bool extended = false, has_id = false;
  for (const auto [key, member] : ObjectOf(value)) {
    bool& seen = key == "extension" ? extended : has_id;
    const std::string_view name = PresentableName(key);
    if (key != "extension" && key != "id") {
      reporter_.Add(Fault::kUnknownElement, {&here, name, -1, name});
    } else if (seen) {
      reporter_.Add(Fault::kDuplicateElement, {&here, name, -1, name});
    } else if (key == "id") {
      CheckElement({"id", mapping_.types->Find("string")}, member, here);
    } else {
      CheckElement({"extension", mapping_.types->Find("Extension"), true},
                   member, here);
    }
    seen = true;
  }
  if (!extended && !has_id) reporter_.Add(Fault::kEmptyObject, here);
  return extended;
}

void R4Checker::CheckElement(const R4Element& element, Json value,
                             const Frame& frame) {
  if (!element.array) {
    CheckItem(element, value, {&frame, element.name, -1, element.name});
    return;
  }
  if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value),
                  {&frame, element.name, -1, element.name});
    return;
  }
  int index = 0;
  for (Json item : ArrayOf(value)) {
    CheckItem(element, item,
              {&frame, element.name, index, element.name, index});
    ++index;
  }
  if (index == 0) {
    reporter_.Add(Fault::kEmptyArray, {&frame, element.name, -1, element.name});
  }
}

void R4Checker::CheckItem(const R4Element& element, Json value,
                          const Frame& here) {
  if (element.type->primitive != Primitive::kNone) {
    CheckPrimitive(element, value, here);
  } else if (!value.is_object()) {
    reporter_.Add(WrongForm(JsonForm::kObject, value), here);
  } else if (element.type->name == "Resource") {
    CheckContained(value, here);
  } else {
    const bool outer = in_extension_;
    CheckObject(*element.type, ObjectOf(value), here);
    in_extension_ = outer;
  }
}

void R4Checker::CheckPrimitive(const R4Element& element, Json value,
                               const Frame& here) {
  const Primitive primitive = element.type->primitive;
  if (primitive == Primitive::kBoolean) {
    if (!value.is_bool()) {
      reporter_.Add(WrongForm(JsonForm::kBoolean, value), here);
    }
    return;
  }
  if (IsNumber(primitive)) {
    if (!value.is_number()) {
      reporter_.Add(WrongForm(JsonForm::kNumber, value), here);
    } else if (primitive != Primitive::kDecimal) {
      int64_t number = 0;
      const int64_t least = primitive == Primitive::kInteger       ? INT32_MIN
                            : primitive == Primitive::kPositiveInt ? 1
                                                                   : 0;
      if (value.get(number) != simdjson::SUCCESS || number < least ||
          number > INT32_MAX) {
        reporter_.Add(Fault::kValueFormat, here);
      }
    }
    return;
  }
  if (!value.is_string()) {
    reporter_.Add(WrongForm(JsonForm::kString, value), here);
    return;
  }
  const std::string_view text = TextOf(value);
  if (text.empty()) {
    reporter_.Add(Fault::kEmptyString, here);
  } else if (primitive == Primitive::kXhtml) {
    if (!IsNarrative(text)) reporter_.Add(Fault::kNarrative, here);
  } else if (!HasForm(primitive, text)) {
    reporter_.Add(Fault::kValueFormat, here);
  } else if (!element.codes.empty() &&
             std::find(element.codes.begin(), element.codes.end(), text) ==
                 element.codes.end()) {
    reporter_.Add(Fault::kValueCode, here);
  } else if (element.name == "id" && !ids_.emplace(text).second) {
    reporter_.Add(Fault::kDuplicateId, here);
  }
}

void R4Checker::CheckObject(const R4Type& type, dom::object object,
                            const Frame& here) {
  Seen seen;
  for (const auto [key, value] : object) {
    ++seen.members;
    CheckMember(type, key, value, here, &seen);
  }
  if (seen.members == 0) {
    reporter_.Add(Fault::kEmptyObject, here);
    return;
  }
  CheckComplete(type, seen, here);
  if (type.name == "Extension") {
    CheckExtensionRules(object, seen, here);
  } else if (type.name == "Reference") {
    CheckReferenceRules(object, here);
  } else if (type.name == "Coding" || type.name == "Identifier") {
    CheckSystemRules(type, object, here);
  } else if (type.name == "Period") {
    CheckPeriodRules(object, here);
  }
}

void R4Checker::CheckMember(const R4Type& type, std::string_view key,
                            Json value, const Frame& here, Seen* seen) {
  int index = type.names.Find(key);
  bool sibling = false;
  if (index < 0 && key.size() > 1 && key.front() == '_') {
    index = type.names.Find(key.substr(1));
    sibling = index >= 0 &&
              type.elements[static_cast<size_t>(index)].type->primitive !=
                  Primitive::kNone;
    if (!sibling) index = -1;
  }
  if (index < 0) {
    const std::string_view name = PresentableName(key);
    reporter_.Add(Fault::kUnknownElement, {&here, name, -1, name});
    return;
  }
  const R4Element& element = type.elements[static_cast<size_t>(index)];
  uint64_t& shown = sibling ? seen->siblings : seen->values;
  const Frame at{&here, element.name, -1, element.name};
  if ((shown >> index & 1) != 0) {
    reporter_.Add(Fault::kDuplicateElement, at);
    return;
  }
  shown |= uint64_t{1} << index;
  if (!sibling) {
    if (type.name == "Extension") in_extension_ = true;
    CheckElement(element, value, here);
  } else if (!element.array) {
    const size_t errors = reporter_.errors();
    if (CheckSiblingObject(value, at) || reporter_.errors() != errors) {
      seen->extended |= uint64_t{1} << index;
    }
  } else if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value), at);
  } else {
    CheckSiblingList(value, INT_MAX, at);
  }
}

void R4Checker::CheckComplete(const R4Type& type, const Seen& seen,
                              const Frame& here) {
  const uint64_t shown = seen.values | seen.siblings;
  std::vector<int> choices(static_cast<size_t>(type.choices), 0);
  uint64_t only_id = 0;
  for (size_t i = 0; i < type.elements.size(); ++i) {
    const R4Element& element = type.elements[i];
    const bool there = (shown >> i & 1) != 0;
    if (element.name == "id") only_id = uint64_t{1} << i;
    if (element.required && !there) {
      reporter_.Add(Fault::kRequiredMissing,
                    {&here, element.name, -1, element.name});
    }
    // ele-1, and HL7's validator wants the code itself where it is bound.
    if (((seen.siblings & ~seen.values) >> i & 1) != 0 && !element.array &&
        ((seen.extended >> i & 1) == 0 || !element.codes.empty())) {
      reporter_.Add(Fault::kWithoutValue,
                    {&here, element.name, -1, element.name});
    }
    if (there && element.choice >= 0 &&
        ++choices[static_cast<size_t>(element.choice)] == 2) {
      reporter_.Add(Fault::kChoiceTwice,
                    {&here, element.name, -1, element.name});
    }
  }
  // ele-1: an id alone is no content.
  if (shown == only_id) reporter_.Add(Fault::kWithoutValue, here);
}

void R4Checker::CheckExtensionRules(dom::object object, const Seen& seen,
                                    const Frame& here) {
  const std::string_view url = MemberText(object, "url");
  // Inside an extension the urls of its parts are relative.
  const bool inner = here.fhir == "extension" && here.parent != nullptr &&
                     in_extension_ && here.parent->fhir == "extension";
  const Frame at{&here, "url", -1, "url"};
  if (url.empty() || (!inner && !IsAbsoluteUri(url))) {
    reporter_.Add(Fault::kExtensionUrl, at);
  }
  for (const std::string& known : mapping_.extension_urls) {
    if (url.substr(0, known.size()) != known) continue;
    if (url.size() == known.size()) {
      reporter_.Add(Fault::kExtensionMisplaced, here);
    } else if (url[known.size()] == '|') {
      reporter_.Add(Fault::kExtensionVersioned, at);
    }
  }
  const R4Type& type = *mapping_.types->Find("Extension");
  bool value = false, nested = false;
  for (size_t i = 0; i < type.elements.size(); ++i) {
    if (((seen.values | seen.siblings) >> i & 1) == 0) continue;
    value |= type.elements[i].choice >= 0;
    nested |= type.elements[i].name == "extension";
  }
  if (value && nested) reporter_.Add(Fault::kExtensionBoth, here);
  if (!value && !nested) reporter_.Add(Fault::kExtensionEmpty, here);
}

void R4Checker::CheckReferenceRules(dom::object object, const Frame& here) {
  const std::string_view reference = MemberText(object, "reference");
  if (reference.empty()) return;
  const std::string_view type = MemberText(object, "type");
  const std::string_view target = TargetType(reference);
  if (!type.empty() && !target.empty() && type != target) {
    reporter_.Add(Fault::kValueCode, {&here, "type", -1, "type"});
  }
  const Frame at{&here, "reference", -1, "reference"};
  if (reference.front() == '#') {
    if (!HasContained(reference.substr(1))) {
      reporter_.Add(Fault::kLocalReference, at);
    }
    return;
  }
  const long slashes = std::count(reference.begin(), reference.end(), '/');
  const bool relative = reference.find(':') == reference.npos;
  if (reference.find_first_of(" \t\r\n\v\f") != reference.npos ||
      (relative && ((slashes != 1 && slashes != 3) || reference[0] == '/'))) {
    reporter_.Add(Fault::kReferenceBlank, at);
  }
}

std::string_view R4Checker::TargetType(std::string_view reference) const {
  if (reference.front() == '#') return ContainedType(reference.substr(1));
  if (!IsRestUrl(reference)) return {};
  std::string_view path = reference.substr(0, reference.find("/_history/"));
  path.remove_suffix(path.size() - path.rfind('/'));
  return path.substr(path.rfind('/') + 1);
}

void R4Checker::CheckPeriodRules(dom::object object, const Frame& here) {
  const auto start = ParseDateTime(MemberText(object, "start"));
  const auto end = ParseDateTime(MemberText(object, "end"));
  if (!start.has_value() || !end.has_value()) return;
  const Order order = Compare(*start, *end);
  if (order != Order::kBefore && order != Order::kEqual) {
    reporter_.Add(Fault::kPeriodOrder, here);
  }
}

void R4Checker::CheckSystemRules(const R4Type& type, dom::object object,
                                 const Frame& here) {
  const std::string_view system = MemberText(object, "system");
  if (system.empty()) return;
  const bool coding = type.name == "Coding";
  bool good = coding && mapping_.terminology->MayBeSystem(system);
  if (!coding) {
    for (std::string_view scheme : {"http:", "https:", "urn:", "ldap:"}) {
      good |= system.substr(0, scheme.size()) == scheme;
    }
  }
  if (!good) {
    reporter_.Add(Fault::kValueFormat, {&here, "system", -1, "system"});
  } else if (coding) {
    CheckCode(system, MemberText(object, "code"), here);
  } else if (system == "urn:ietf:rfc:3986") {
    const std::string_view value = MemberText(object, "value");
    if (!value.empty() && !IsAbsoluteUri(value)) {
      reporter_.Add(Fault::kValueFormat, {&here, "value", -1, "value"});
    }
  }
}

// A system that is here whole must have the code.
void R4Checker::CheckCode(std::string_view system, std::string_view code,
                          const Frame& here) {
  const Terminology& terminology = *mapping_.terminology;
  if (!code.empty() && here.fhir != "security" && terminology.IsWhole(system) &&
      terminology.Find(system, code) == nullptr) {
    reporter_.Add(Fault::kValueCode, {&here, "code", -1, "code"});
  }
}

void R4Checker::CheckSecurity(Json value, const Frame& frame) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  int index = 0;
  for (Json item : ArrayOf(value)) {
    if (item.is_object()) {
      const dom::object label = ObjectOf(item);
      if (!seen.emplace(MemberText(label, "system"), MemberText(label, "code"))
               .second) {
        reporter_.Add(Fault::kSecurityTwice,
                      {&frame, "security", index, "security", index});
      }
    }
    ++index;
  }
}

}  // namespace trivsel::validator::fhir
