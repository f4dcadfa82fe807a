// What a token says, in one form for JWT and SAML.
#ifndef TRIVSEL_VALIDATOR_TOKEN_CLAIMS_H_
#define TRIVSEL_VALIDATOR_TOKEN_CLAIMS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::validator::token {

// One right: a role on the data of an organisation (OIO-BPP PrivilegeGroup).
struct Privilege {
  std::string role;   // URI
  std::string scope;  // "urn:dk:gov:saml:cvrNumberIdentifier:11111111"
  // Name and value; AND between names, OR within one.
  std::vector<std::pair<std::string, std::string>> constraints = {};
};

// The CVR number of a scope; empty if it is another kind of scope.
std::string_view ScopeCvr(std::string_view scope);

// The claims of a token that has been verified, or is only being looked at.
struct Claims {
  std::string issuer;
  std::string subject;  // JWT: the service; SAML: the NameID
  std::string id;       // jti, Assertion/@ID
  std::vector<std::string> audiences;
  std::string recipient;  // SAML only
  std::string cvr;        // the municipality acted for, 8 digits
  Sha256 confirmation{};  // SHA-256 of the bound certificate's DER
  absl::Time issued_at, not_before, not_after;
  std::vector<Privilege> privileges;
};

// OIO-BPP, XML: both namespaces, children qualified or not, groups and their
// parts in any order, comma-separated or repeated constraints. Hostile input.
OrFault<std::vector<Privilege>> ReadPrivilegesXml(std::string_view xml);
// The JSON of an STS2 JWT's "priv", decoded from base64. The form of
// "constraints" is not public: objects with name/value, or strings, are kept
// as text; anything else is a fault.
OrFault<std::vector<Privilege>> ReadPrivilegesJson(std::string_view json);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_CLAIMS_H_
