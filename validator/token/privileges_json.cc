// The JSON of "priv" in STS2's JWTs:
// {"privilegegroups":[{"privilege":URI,"scope":URN,"constraints":[…]},…]}.
#include <utility>

#include "validator/token/json_document.h"
#include "validator/token/privilege_list.h"

namespace trivsel::validator::token {
namespace {

namespace dom = simdjson::dom;

constexpr char kNotText[] = "not a string";

bool GetText(dom::object object, const char* name, std::string* text) {
  std::string_view value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) return false;
  *text = std::string(value);
  return true;
}

// What stands there in a form that nobody has described must not be dropped:
// a constraint takes rights away.
std::optional<Fault> ReadConstraint(dom::element item, Privilege* privilege) {
  std::string_view text;
  if (item.get(text) == simdjson::SUCCESS) {
    privilege->constraints.emplace_back(std::string(), std::string(text));
    return std::nullopt;
  }
  dom::object object;
  std::string name, value;
  if (item.get(object) != simdjson::SUCCESS || object.size() != 2 ||
      !GetText(object, "name", &name) || !GetText(object, "value", &value)) {
    return BadPrivileges("constraints: {name, value}, string", "other");
  }
  privilege->constraints.emplace_back(std::move(name), std::move(value));
  return std::nullopt;
}

std::optional<Fault> ReadConstraints(dom::object group, Privilege* privilege) {
  dom::element constraints;
  if (group.at_key("constraints").get(constraints) != simdjson::SUCCESS ||
      constraints.is_null()) {
    return std::nullopt;
  }
  dom::array items;
  if (constraints.get(items) != simdjson::SUCCESS) {
    return BadPrivileges("constraints: []", "other");
  }
  for (const dom::element item : items) {
    if (auto fault = ReadConstraint(item, privilege)) return fault;
  }
  return std::nullopt;
}

std::optional<Fault> ReadGroup(dom::element item, PrivilegeList* list) {
  dom::object group;
  if (item.get(group) != simdjson::SUCCESS) {
    return BadPrivileges("privilegegroups: [{…}]", "not an object");
  }
  Privilege privilege;
  if (!GetText(group, "privilege", &privilege.role)) {
    return BadPrivileges("privilege", kNotText);
  }
  if (!GetText(group, "scope", &privilege.scope)) {
    return BadPrivileges("scope", kNotText);
  }
  if (auto fault = ReadConstraints(group, &privilege)) return fault;
  if (!list->Add(std::move(privilege))) {
    return BadPrivileges("<= 1000", "too many");
  }
  return std::nullopt;
}

}  // namespace

OrFault<std::vector<Privilege>> ReadPrivilegesJson(std::string_view json) {
  if (json.size() > kMaxPrivilegesBytes) {
    return BadPrivileges("<= 64 KiB", "larger");
  }
  JsonDocument document;
  switch (document.Read(json)) {
    case JsonState::kGood:
      break;
    case JsonState::kTooDeep:
      return Fault{gateway::v1::ACCESS_FAULT_TOKEN_TOO_DEEP, "", "priv"};
    case JsonState::kRepeated:
      return BadPrivileges("1", "2 x " + document.repeated());
    case JsonState::kMalformed:
      return BadPrivileges("JSON", "not a JSON object");
  }
  dom::array groups;
  if (document.object().at_key("privilegegroups").get(groups) !=
      simdjson::SUCCESS) {
    return BadPrivileges("privilegegroups: []", "other");
  }
  PrivilegeList list;
  for (const dom::element item : groups) {
    if (auto fault = ReadGroup(item, &list)) return *std::move(fault);
  }
  return list.Take();
}

}  // namespace trivsel::validator::token
