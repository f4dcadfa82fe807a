#include "deploy/sandbox/sts/mint/token_request.h"

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

constexpr char kScope[] = "urn:dk:gov:saml:cvrNumberIdentifier:";

}  // namespace

TokenRequest ReporterRequest(std::string_view cvr, std::string_view peer_der,
                             absl::Time now, std::string_view role) {
  TokenRequest request;
  request.cvr = cvr;
  request.privileges = {{std::string(role), std::string(cvr)}};
  request.peer_der = peer_der;
  request.now = now;
  return request;
}

std::string PrivilegesXml(const std::vector<PrivilegeGroup>& groups) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      "<bpp:PrivilegeList "
      "xmlns:bpp=\"http://itst.dk/oiosaml/basic_privilege_profile\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
  for (const PrivilegeGroup& group : groups) {
    absl::StrAppend(&xml, "<PrivilegeGroup Scope=\"", kScope,
                    XmlText(group.scope_cvr), "\"><Privilege>",
                    XmlText(group.role), "</Privilege>");
    for (const auto& [name, value] : group.constraints) {
      absl::StrAppend(&xml, "<Constraint Name=\"", XmlText(name), "\">",
                      XmlText(value), "</Constraint>");
    }
    absl::StrAppend(&xml, "</PrivilegeGroup>");
  }
  return xml + "</bpp:PrivilegeList>";
}

std::string PrivilegesJson(const std::vector<PrivilegeGroup>& groups) {
  std::string list;
  for (const PrivilegeGroup& group : groups) {
    std::string constraints;
    // The form of these is not public: an assumption of the sandbox.
    for (const auto& [name, value] : group.constraints) {
      absl::StrAppend(
          &constraints, constraints.empty() ? "" : ",",
          Json({{"name", JsonText(name)}, {"value", JsonText(value)}}));
    }
    absl::StrAppend(
        &list, list.empty() ? "" : ",",
        Json({{"privilege", JsonText(group.role)},
              {"scope", JsonText(absl::StrCat(kScope, group.scope_cvr))},
              {"constraints", absl::StrCat("[", constraints, "]")}}));
  }
  return Json({{"privilegegroups", absl::StrCat("[", list, "]")}});
}

}  // namespace trivsel::sandbox::mint
