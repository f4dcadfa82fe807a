#include "validator/token/claims.h"

namespace trivsel::validator::token {

std::string_view ScopeCvr(std::string_view scope) {
  constexpr std::string_view kPrefix = "urn:dk:gov:saml:cvrNumberIdentifier:";
  if (!scope.starts_with(kPrefix)) return {};
  scope.remove_prefix(kPrefix.size());
  const bool digits =
      scope.find_first_not_of("0123456789") == std::string_view::npos;
  return scope.size() == 8 && digits ? scope : std::string_view();
}

}  // namespace trivsel::validator::token
