// OIO Basic Privilege Profile, 1.1 and 1.2.
#include <array>
#include <utility>

#include "validator/token/hostile_xml.h"
#include "validator/token/privilege_list.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

constexpr std::array<std::string_view, 2> kNamespaces = {
    "http://itst.dk/oiosaml/basic_privilege_profile",
    "http://digst.dk/oiosaml/basic_privilege_profile"};

bool IsBpp(std::string_view space) {
  return space == kNamespaces[0] || space == kNamespaces[1];
}

// The profile leaves children unqualified; some write them in the namespace
// of the list.
bool IsChild(const xmlNode* node, const xmlNode* root, std::string_view name) {
  const std::string_view space = NamespaceOf(node);
  return LocalName(node) == name &&
         (space.empty() || space == NamespaceOf(root));
}

using Constraints = std::vector<std::pair<std::string, std::string>>;

// Values come as elements of their own, or as one list with commas.
bool AddConstraint(const xmlNode* node, Constraints* constraints) {
  const auto name = AttributeOf(node, "Name");
  const auto text = TextOf(node);
  if (!name.has_value() || name->empty() || !text.has_value()) return false;
  const size_t before = constraints->size();
  std::string_view rest = *text;
  for (bool more = true; more;) {
    const size_t comma = rest.find(',');
    const std::string_view value = Trimmed(rest.substr(0, comma));
    more = comma != rest.npos;
    if (more) rest.remove_prefix(comma + 1);
    if (value.empty()) continue;
    if (constraints->size() >= kMaxConstraints) return false;
    constraints->emplace_back(*name, std::string(value));
  }
  // A constraint without a value still constrains.
  if (constraints->size() == before) constraints->emplace_back(*name, "");
  return true;
}

std::optional<Fault> ReadGroup(const xmlNode* group, const xmlNode* root,
                               PrivilegeList* list) {
  const auto scope = AttributeOf(group, "Scope");
  if (!scope.has_value()) return BadPrivileges("Scope", "");
  std::vector<std::string> roles;
  Constraints constraints;
  for (const xmlNode* part : ElementsOf(group)) {
    if (IsChild(part, root, "Constraint")) {
      if (!AddConstraint(part, &constraints)) {
        return BadPrivileges("Constraint", "");
      }
      continue;
    }
    const auto role = TextOf(part);
    // What is not known may take rights away.
    if (!IsChild(part, root, "Privilege") || !role.has_value() ||
        Trimmed(*role).empty()) {
      return BadPrivileges("Privilege, Constraint", LocalName(part));
    }
    roles.emplace_back(Trimmed(*role));
  }
  if (roles.empty()) return BadPrivileges("Privilege", "");
  for (std::string& role : roles) {
    if (!list->Add({std::move(role), *scope, constraints})) {
      return BadPrivileges("<= 1000", "");
    }
  }
  return std::nullopt;
}

}  // namespace

OrFault<std::vector<Privilege>> ReadPrivilegesXml(std::string_view xml) {
  auto parsed = ParseHostileXml(xml, kMaxPrivilegesBytes);
  if (const Fault* fault = std::get_if<Fault>(&parsed)) {
    return BadPrivileges("OIO-BPP", FaultName(fault->code));
  }
  const xmlNode* root =
      xmlDocGetRootElement(std::get<XmlDocument>(parsed).get());
  if (LocalName(root) != "PrivilegeList" || !IsBpp(NamespaceOf(root)) ||
      !HasOnlyElements(root)) {
    return BadPrivileges("PrivilegeList", LocalName(root));
  }
  PrivilegeList list;
  for (const xmlNode* group : ElementsOf(root)) {
    if (!IsChild(group, root, "PrivilegeGroup") || !HasOnlyElements(group)) {
      return BadPrivileges("PrivilegeGroup", LocalName(group));
    }
    if (auto fault = ReadGroup(group, root, &list)) return *std::move(fault);
  }
  return list.Take();
}

}  // namespace trivsel::validator::token
