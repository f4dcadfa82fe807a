// A policy file for tests, as the issuer of tests/support/token_mint.h wants
// it.
#ifndef TRIVSEL_TESTS_GATEWAY_ACCESS_POLICY_TEXT_H_
#define TRIVSEL_TESTS_GATEWAY_ACCESS_POLICY_TEXT_H_

#include <string>

namespace trivsel::testing {

// `issuer`: fields of TrustedIssuer besides its entity_id; `rest`: fields of
// AccessPolicy besides.
inline std::string PolicyText(
    const std::string& issuer = "certificate_files: 'sts.pem'",
    const std::string& rest = "documents_not_required: true") {
  return "# Hvem der stoles på.\n"
         "service_entity_ids: 'http://entityid.example.dk/service/trivsel/1'\n"
         "reporter_roles: 'http://example.dk/roles/servicesystemrole/report/1'"
         "\n"
         "retired_issuers: 'https://sts1.example.dk'\n"
         "issuers { entity_id: 'https://sts.example.dk/runtime' " +
         issuer + " }\n" + rest + "\n";
}

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_GATEWAY_ACCESS_POLICY_TEXT_H_
