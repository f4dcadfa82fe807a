#include "deploy/sandbox/idp/users.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::sandbox::idp {
namespace {

using nlohmann::json;

std::string Text(const json& object, const char* name,
                 const char* otherwise = "") {
  const auto member = object.find(name);
  return member != object.end() && member->is_string()
             ? member->get<std::string>()
             : std::string(otherwise);
}

mint::LoginUser UserOf(const json& object) {
  mint::LoginUser user;
  user.key = Text(object, "key");
  user.name = Text(object, "name");
  user.cvr = Text(object, "cvr");
  user.organisation = Text(object, "organisation");
  user.email = Text(object, "email");
  user.level = Text(object, "level", "Substantial");
  const auto privileges = object.find("privileges");
  if (privileges == object.end() || !privileges->is_array()) return user;
  for (const json& one : *privileges) {
    if (!one.is_object()) continue;
    mint::PrivilegeGroup group;
    group.role = absl::StrCat(kRolePrefix, Text(one, "role"), "/1");
    group.scope_cvr = Text(one, "scope");
    const std::string kle = Text(one, "kle");
    if (!kle.empty()) group.constraints = {{kKleConstraint, kle}};
    user.groups.push_back(std::move(group));
  }
  return user;
}

}  // namespace

absl::StatusOr<std::vector<mint::LoginUser>> ReadUsers(
    const std::string& file) {
  std::ifstream in(file);
  if (!in) return absl::NotFoundError(absl::StrCat(file, ": is not there"));
  std::ostringstream text;
  text << in.rdbuf();
  const json list = json::parse(text.str(), nullptr, false);
  if (!list.is_array()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": no JSON list"));
  }
  std::vector<mint::LoginUser> users;
  for (const json& one : list) {
    if (!one.is_object() || Text(one, "key").empty() ||
        Text(one, "name").empty() || Text(one, "cvr").size() != 8) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": a user needs key, name and cvr"));
    }
    users.push_back(UserOf(one));
  }
  return users;
}

}  // namespace trivsel::sandbox::idp
