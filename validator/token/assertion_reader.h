// The claims of a SAML assertion, read from one element and what is in it.
#ifndef TRIVSEL_VALIDATOR_TOKEN_ASSERTION_READER_H_
#define TRIVSEL_VALIDATOR_TOKEN_ASSERTION_READER_H_

#include <libxml/tree.h>

#include <optional>
#include <string>

#include "validator/token/claim_checks.h"
#include "validator/token/document_survey.h"

namespace trivsel::validator::token {

// ASSERTION_ENCRYPTED, ASSERTION_COUNT.
std::optional<Fault> CheckOneAssertion(const xmlNode* root,
                                       const DocumentSurvey& survey);

// The Issuer's text: CLAIM_MISSING, CLAIM_INVALID (several, elements in it).
OrFault<std::string> IssuerOf(const xmlNode* assertion);

// All claims, as the identity token profile (OIO-IDT) and STS2's assertions
// have them: STATEMENT_COUNT, CLAIM_MISSING, CLAIM_INVALID,
// CONFIRMATION_MISSING, PRIVILEGES_MALFORMED. Looks at nothing outside of
// `assertion`, and not at its signature.
ReadClaims ReadClaimsOf(const xmlNode* assertion);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_ASSERTION_READER_H_
