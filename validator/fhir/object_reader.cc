#include "validator/fhir/object_reader.h"

#include "validator/fhir/json_form.h"
#include "validator/fhir/profile_claims.h"

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;
using Kind = ElementPlan::Kind;

bool IsPrimitive(const ElementPlan& element) {
  switch (element.kind) {
    case Kind::kText:
    case Kind::kEnum:
    case Kind::kBool:
      return true;
    case Kind::kOpen:
      return element.detail->open.type->primitive != Primitive::kNone;
    default:
      return false;
  }
}

// Of the proto field; what is not carried goes by its name in FHIR.
std::string_view ProtoName(const ElementPlan& element) {
  return element.proto().empty() ? element.fhir() : element.proto();
}

}  // namespace

void ObjectReader::ReadReport(dom::object bundle,
                              ltt::v1::DeliveryReport* report) {
  resource_ = bundle;
  resource_type_ = mapping_.report->standard->message_rule->fhir_type();
  profile_ = mapping_.report->standard->message_rule->profile();
  const Frame root{nullptr, resource_type_};
  ReadObject(*mapping_.report, bundle, report, root);
}

uint64_t ObjectReader::ReadObject(const ObjectPlan& plan, dom::object object,
                                  Message* message, const Frame& frame) {
  uint64_t seen = 0, filled = 0;
  Siblings siblings;
  for (const auto [key, value] : object) {
    // Keys and strings stand in the parser's buffer, padded.
    const ElementPlan* element = plan.FindPadded(key);
    if (element == nullptr) {
      ReadUnplanned(key, value, object, plan, frame, &siblings);
      continue;
    }
    if ((seen & element->bit()) != 0) {
      reporter_.Add(Fault::kDuplicateElement,
                    {&frame, element->fhir(), -1,
                     element->kind == Kind::kForbidden ? element->fhir()
                                                       : element->proto()});
      continue;
    }
    seen |= element->bit();
    if (ReadElement(*element, value, message, frame, &filled, plan)) {
      filled |= element->bit();
    }
  }
  if (siblings.all != 0) SettleSiblings(plan, siblings, seen, frame);
  for (uint64_t unset = plan.fields & ~filled; unset != 0; unset &= unset - 1) {
    const auto clear =
        plan.clear_by_bit[static_cast<size_t>(__builtin_ctzll(unset))];
    if (clear != nullptr) {
      clear(message);
    } else {
      ClearRecord(message);
    }
  }
  return filled;
}

bool ObjectReader::ReadElement(const ElementPlan& element, Json value,
                               Message* message, const Frame& frame,
                               uint64_t* filled, const ObjectPlan& plan) {
  switch (element.kind) {
    case Kind::kText:
      return ReadText(element, value, message, frame);
    case Kind::kEnum:
      return ReadEnum(element, value, message, frame);
    case Kind::kBool:
      return ReadBool(element, value, message, frame);
    case Kind::kMessage:
      return ReadMessage(element, value, message, frame);
    case Kind::kRepeated:
      return ReadRepeated(element, value, message, frame);
    case Kind::kRecord:
      return ReadRecord(value, message, frame);
    case Kind::kExtensions:
      ReadExtensions(plan, value, message, frame, filled);
      return false;
    case Kind::kProfile:
      ReadProfiles(value, frame);
      return false;
    case Kind::kResourceType:
      return false;
    case Kind::kForbidden:
      reporter_.Add(element.detail->finding,
                    {&frame, element.fhir(), -1, element.fhir()});
      return false;
    case Kind::kOpen:
      if (element.fhir() == "type" && !IsReferenceType(plan, value)) {
        reporter_.Add(Fault::kValueCode, {&frame, "type", -1, "type"});
        return false;
      }
      checker_.CheckOpen(element.detail->open, value, frame, resource_);
      return false;
  }
  return false;
}

bool ObjectReader::ReadText(const ElementPlan& element, Json value,
                            Message* message, const Frame& frame) {
  if (value.is_string()) {
    const std::string_view text = TextOf(value);
    if (!text.empty()) {
      element.mutable_text(message)->assign(text);
      return true;
    }
  }
  reporter_.Add(value.is_string() ? Fault::kEmptyString
                                  : WrongForm(JsonForm::kString, value),
                {&frame, element.fhir(), -1, element.proto()});
  return false;
}

bool ObjectReader::ReadEnum(const ElementPlan& element, Json value,
                            Message* message, const Frame& frame) {
  if (value.is_string()) {
    const std::string_view text = TextOf(value);
    if (!text.empty()) {
      // -1 where there is no such code: for the record's rules to say.
      element.set_number(message, element.codes->FindPadded(text));
      return true;
    }
  }
  reporter_.Add(value.is_string() ? Fault::kEmptyString
                                  : WrongForm(JsonForm::kString, value),
                {&frame, element.fhir(), -1, element.proto()});
  return false;
}

bool ObjectReader::ReadBool(const ElementPlan& element, Json value,
                            Message* message, const Frame& frame) {
  if (value.is_bool()) {
    element.set_number(message, BoolOf(value));
    return true;
  }
  reporter_.Add(WrongForm(JsonForm::kBoolean, value),
                {&frame, element.fhir(), -1, element.proto()});
  return false;
}

bool ObjectReader::ReadMessage(const ElementPlan& element, Json value,
                               Message* message, const Frame& frame) {
  if (!element.array) {
    const Frame here{&frame, element.fhir(), -1, element.proto()};
    return ReadItem(element, value, message, here);
  }
  if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value),
                  {&frame, element.fhir(), -1, element.proto()});
    return false;
  }
  int index = 0;
  bool filled = false;
  for (Json item : ArrayOf(value)) {
    const Frame here{&frame, element.fhir(), index++, element.proto()};
    if (index == 1) {
      filled = ReadItem(element, item, message, here);
    } else {
      reporter_.Add(element.detail->finding, here);
      break;
    }
  }
  if (index == 0) {
    reporter_.Add(Fault::kEmptyArray,
                  {&frame, element.fhir(), -1, element.proto()});
  }
  return filled;
}

bool ObjectReader::ReadItem(const ElementPlan& element, Json value,
                            Message* message, const Frame& here) {
  if (!value.is_object()) {
    reporter_.Add(WrongForm(JsonForm::kObject, value), here);
    return false;
  }
  const dom::object object = ObjectOf(value);
  if (object.begin() == object.end()) {
    reporter_.Add(Fault::kEmptyObject, here);
    return false;
  }
  const uint64_t filled = ReadObject(*element.object, object,
                                     element.mutable_message(message), here);
  // A meta that only states the profile holds nothing of the record.
  return filled != 0 || !element.object->is_meta;
}

bool ObjectReader::ReadRepeated(const ElementPlan& element, Json value,
                                Message* message, const Frame& frame) {
  if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value),
                  {&frame, element.fhir(), -1, element.proto()});
    return false;
  }
  int index = 0, count = 0;
  for (Json item : ArrayOf(value)) {
    const Frame here{&frame, element.fhir(), index++, element.proto(), count};
    if (!item.is_object()) {
      reporter_.Add(WrongForm(JsonForm::kObject, item), here);
      continue;
    }
    const dom::object object = ObjectOf(item);
    if (object.begin() == object.end()) {
      reporter_.Add(Fault::kEmptyObject, here);
      continue;
    }
    ReadObject(*element.object, object, element.mutable_item(message, count),
               here);
    ++count;
  }
  if (index == 0) {
    reporter_.Add(Fault::kEmptyArray,
                  {&frame, element.fhir(), -1, element.proto()});
  }
  element.detail->access->truncate(message, count);
  return true;
}

bool ObjectReader::ReadRecord(Json value, Message* entry, const Frame& frame) {
  const std::string_view kResource = "resource";
  if (!value.is_object()) {
    reporter_.Add(WrongForm(JsonForm::kObject, value),
                  {&frame, kResource, -1, kResource});
    return false;
  }
  const dom::object object = ObjectOf(value);
  const RecordChoice choice = ChooseRecord(mapping_, object);
  if (choice.record == nullptr) {
    reporter_.Add(
        choice.known_type ? Fault::kForeignResource : Fault::kResourceType,
        {&frame, kResource, -1, kResource});
    return false;
  }
  const RecordPlan& record = *choice.record;
  const dom::object outer = resource_;
  const std::string_view outer_type = resource_type_, outer_profile = profile_;
  checker_.BeginResource();
  resource_ = object;
  resource_type_ = record.resource_type;
  profile_ = record.profile;
  const Frame here{&frame, kResource, -1, record.field.proto()};
  ReadObject(*record.field.object, object, record.field.mutable_message(entry),
             here);
  resource_ = outer;
  resource_type_ = outer_type;
  profile_ = outer_profile;
  return true;
}

void ObjectReader::ClearRecord(Message* entry) {
  for (const RecordPlan& record : mapping_.records) {
    record.field.detail->access->clear(entry);
  }
}

void ObjectReader::ReadProfiles(Json value, const Frame& frame) {
  const std::string_view kProfile = "profile";
  if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value),
                  {&frame, kProfile, -1, kProfile});
    return;
  }
  int index = 0;
  for (Json item : ArrayOf(value)) {
    const Frame here{&frame, kProfile, index, kProfile, index};
    ++index;
    if (!item.is_string()) {
      reporter_.Add(WrongForm(JsonForm::kString, item), here);
      continue;
    }
    const std::string_view url = TextOf(item);
    if (url == profile_) continue;
    const auto fault = JudgeClaim(mapping_, resource_type_, profile_, url);
    if (fault.has_value()) reporter_.Add(*fault, here);
  }
}

void ObjectReader::ReadUnplanned(std::string_view key, Json value,
                                 dom::object object, const ObjectPlan& plan,
                                 const Frame& frame, Siblings* siblings) {
  const ElementPlan* element = nullptr;
  if (key.size() > 1 && key.front() == '_') element = plan.Find(key.substr(1));
  if (element != nullptr && element->kind == Kind::kProfile) {
    dom::array profiles;
    const bool listed =
        object.at_key(element->fhir()).get(profiles) == simdjson::SUCCESS;
    checker_.CheckSiblings(
        value, listed ? static_cast<int>(profiles.size()) : 0,
        {&frame, element->fhir(), -1, element->fhir()}, resource_);
    return;
  }
  if (element == nullptr ||
      !(IsPrimitive(*element) || element->kind == Kind::kForbidden)) {
    const std::string_view name = PresentableName(key);
    reporter_.Add(Fault::kUnknownElement, {&frame, name, -1, name});
    return;
  }
  if (element->kind == Kind::kForbidden) {
    reporter_.Add(element->detail->finding,
                  {&frame, element->fhir(), -1, element->fhir()});
    return;
  }
  const Frame here{&frame, element->fhir(), -1, ProtoName(*element)};
  if ((siblings->all & element->bit()) != 0) {
    reporter_.Add(Fault::kDuplicateElement, here);
    return;
  }
  siblings->all |= element->bit();
  const size_t errors = reporter_.errors();
  if (!checker_.CheckSibling(value, here, resource_) &&
      reporter_.errors() == errors) {
    siblings->bare |= element->bit();
  }
}

void ObjectReader::SettleSiblings(const ObjectPlan& plan,
                                  const Siblings& siblings, uint64_t seen,
                                  const Frame& frame) {
  for (const ElementPlan* known : plan.elements) {
    const ElementPlan& element = *known;
    if ((siblings.all & element.bit()) == 0) continue;
    const Frame here{&frame, element.fhir(), -1, ProtoName(element)};
    if ((seen & element.bit()) != 0) continue;
    if ((siblings.bare & element.bit()) != 0 ||
        element.detail->faulty_without_value) {
      reporter_.Add(Fault::kWithoutValue, here);
    } else if (element.detail->present_without_value) {
      reporter_.MarkPresent(here);
    }
  }
}

bool ObjectReader::IsReferenceType(const ObjectPlan& plan, Json value) const {
  const auto& targets = plan.standard->rule->target();
  if (targets.empty() || !value.is_string()) return true;
  for (const std::string& target : targets) {
    for (const RecordPlan& record : mapping_.records) {
      if (record.field.detail->standard->message->name() == target &&
          record.resource_type == TextOf(value)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace trivsel::validator::fhir
