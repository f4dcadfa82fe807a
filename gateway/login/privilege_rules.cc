#include "gateway/login/privilege_rules.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr char kSubject[] = "29.24.16";  // LTT

template <typename List>
bool Holds(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// What our roles of that URI allow, as bits.
uint8_t RightsOf(const v1::LoginPolicy& policy, const std::string& uri) {
  uint8_t rights = 0;
  for (const v1::RoleMapping& mapping : policy.roles()) {
    if (mapping.uri() != uri) continue;
    const auto right = access::RightOf(mapping.role());
    if (right) rights |= static_cast<uint8_t>(*right);
  }
  return rights;
}

bool CoversAll(const v1::LoginPolicy& policy, const token::Privilege& privilege,
               const std::string& name) {
  const auto covered = [&](std::string_view subject) {
    return std::any_of(privilege.constraints.begin(),
                       privilege.constraints.end(), [&](const auto& one) {
                         return one.first == name &&
                                CoversKle(one.second, subject);
                       });
  };
  if (policy.kle_subjects().empty()) return covered(kSubject);
  return std::all_of(policy.kle_subjects().begin(), policy.kle_subjects().end(),
                     [&](const std::string& s) { return covered(s); });
}

// AND between names, OR within one.
bool Counts(const v1::LoginPolicy& policy, const token::Privilege& privilege) {
  for (const auto& [name, value] : privilege.constraints) {
    // What is not understood could take away anything.
    if (!Holds(policy.kle_constraints(), name)) return false;
    if (!CoversAll(policy, privilege, name)) return false;
  }
  return true;
}

std::optional<access::Grant> GrantOf(const v1::LoginPolicy& policy,
                                     const access::AccessBook& book,
                                     const Person& person,
                                     const token::Privilege& privilege) {
  access::Grant grant;
  grant.rights = RightsOf(policy, privilege.role);
  const std::string_view cvr = token::ScopeCvr(privilege.scope);
  if (grant.rights == 0 || cvr.empty() || !Counts(policy, privilege)) {
    return std::nullopt;
  }
  if (Holds(policy.all_municipalities_cvrs(), cvr) && cvr == person.cvr) {
    grant.all_municipalities = true;
    return grant;
  }
  grant.municipality_id = book.FindMunicipality(cvr);
  if (grant.municipality_id == 0) return std::nullopt;
  return grant;
}

}  // namespace

access::Operator OperatorOf(const v1::LoginPolicy& policy,
                            const access::AccessBook& book,
                            const Person& person) {
  access::Operator who;
  who.actor = absl::StrCat("user:", person.user_key, "@", person.cvr);
  who.name = person.name.empty() ? person.user_key : person.name;
  for (const token::Privilege& privilege : person.privileges) {
    if (auto grant = GrantOf(policy, book, person, privilege)) {
      who.grants.push_back(*grant);
    }
  }
  return who;
}

bool CoversKle(std::string_view value, std::string_view subject) {
  const bool star = value.ends_with(".*");
  if (star) value.remove_suffix(2);
  if (value.empty() || value.find_first_not_of("0123456789.") != value.npos) {
    return false;
  }
  if (value == subject) return !star;
  return subject.starts_with(value) && subject[value.size()] == '.';
}

}  // namespace trivsel::gateway::login
