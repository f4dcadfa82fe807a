// The part of R4Checker that deals with resources inside a resource.
#include <set>
#include <string>

#include "validator/fhir/json_form.h"
#include "validator/fhir/profile_claims.h"
#include "validator/fhir/r4_checker.h"

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;

std::string_view IdOf(dom::object resource) {
  std::string_view id;
  if (resource.at_key("id").get(id) != simdjson::SUCCESS) return {};
  return id;
}

// How many contained resources have this id.
int CountContained(dom::object resource, std::string_view id) {
  dom::array list;
  int count = 0;
  if (resource.at_key("contained").get(list) != simdjson::SUCCESS) return 0;
  for (dom::element item : list) {
    dom::object contained;
    if (item.get(contained) == simdjson::SUCCESS && IdOf(contained) == id) {
      ++count;
    }
  }
  return count;
}

// Whether a string of exactly this text is somewhere inside.
bool Mentions(dom::element value, std::string_view text) {
  if (value.is_string()) return TextOf(value) == text;
  if (value.is_array()) {
    for (dom::element item : ArrayOf(value)) {
      if (Mentions(item, text)) return true;
    }
  } else if (value.is_object()) {
    for (const auto [key, member] : ObjectOf(value)) {
      if (Mentions(member, text)) return true;
    }
  }
  return false;
}

bool ResourceMentions(dom::object resource, std::string_view text) {
  for (const auto [key, member] : resource) {
    if (Mentions(member, text)) return true;
  }
  return false;
}

}  // namespace

bool R4Checker::HasContained(std::string_view id) const {
  return !id.empty() && CountContained(resource_, id) > 0;
}

std::string_view R4Checker::ContainedType(std::string_view id) const {
  dom::array list;
  if (resource_.at_key("contained").get(list) != simdjson::SUCCESS) return {};
  for (dom::element item : list) {
    dom::object contained;
    if (item.get(contained) == simdjson::SUCCESS && IdOf(contained) == id) {
      return ResourceType(contained);
    }
  }
  return {};
}

void R4Checker::CheckContained(Json value, const Frame& here) {
  const dom::object contained = ObjectOf(value);
  if (contained.begin() == contained.end()) {
    reporter_.Add(Fault::kEmptyObject, here);
    return;
  }
  if (!mapping_.types->IsResource(ResourceType(contained))) {
    reporter_.Add(Fault::kResourceType, here);
    return;
  }
  const std::string_view id = IdOf(contained);
  if (!HasForm(Primitive::kId, id) || CountContained(resource_, id) != 1) {
    reporter_.Add(Fault::kContainedId, here);
  } else if (std::string local = "#";
             !ResourceMentions(resource_, local.append(id)) &&
             !Mentions(value, "#")) {
    reporter_.Add(Fault::kContainedOrphan, here);
  }
  std::set<std::string_view> seen;
  for (const auto [key, member] : contained) {
    const std::string_view name = PresentableName(key);
    const Frame at{&here, name, -1, name};
    if (!seen.insert(key).second) {
      reporter_.Add(Fault::kDuplicateElement, at);
    } else if (key == "contained") {
      reporter_.Add(Fault::kContainedNested, at);
    } else if (key == "text") {
      CheckElement({"text", mapping_.types->Find("Narrative")}, member, here);
    } else if (key == "meta") {
      CheckElement({"meta", mapping_.types->Find("Meta")}, member, here);
    } else if (key == "extension") {
      CheckElement({"extension", mapping_.types->Find("Extension"), true},
                   member, here);
    } else {
      CheckLoose(member, at);
    }
  }
  CheckContainedMeta(contained, here);
}

void R4Checker::CheckContainedMeta(dom::object contained, const Frame& here) {
  dom::object meta;
  if (contained.at_key("meta").get(meta) != simdjson::SUCCESS) return;
  for (std::string_view name : {"versionId", "lastUpdated", "security"}) {
    if (meta.at_key(name).error() == simdjson::SUCCESS) {
      reporter_.Add(Fault::kContainedMeta, {&here, "meta", -1, "meta"});
      return;
    }
  }
}

void R4Checker::CheckLoose(Json value, const Frame& here) {
  if (value.is_null()) {
    reporter_.Add(Fault::kNull, here);
  } else if (value.is_string()) {
    if (TextOf(value).empty()) {
      reporter_.Add(Fault::kEmptyString, here);
    }
  } else if (value.is_array()) {
    const dom::array list = ArrayOf(value);
    if (list.begin() == list.end()) reporter_.Add(Fault::kEmptyArray, here);
    int index = 0;
    for (Json item : list) {
      Frame at = here;
      at.fhir_index = at.proto_index = index++;
      CheckLoose(item, at);
    }
  } else if (value.is_object()) {
    std::set<std::string_view> seen;
    for (const auto [key, member] : ObjectOf(value)) {
      const std::string_view name = PresentableName(key);
      const Frame at{&here, name, -1, name};
      if (!seen.insert(key).second) {
        reporter_.Add(Fault::kDuplicateElement, at);
      }
      CheckLoose(member, at);
    }
    if (seen.empty()) reporter_.Add(Fault::kEmptyObject, here);
  }
}

}  // namespace trivsel::validator::fhir
