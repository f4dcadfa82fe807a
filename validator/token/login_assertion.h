// The claims of a login's assertion, read from one element whose signature has
// been verified.
#ifndef TRIVSEL_VALIDATOR_TOKEN_LOGIN_ASSERTION_H_
#define TRIVSEL_VALIDATOR_TOKEN_LOGIN_ASSERTION_H_

#include <libxml/tree.h>

#include "validator/token/login_response.h"

namespace trivsel::validator::token {

// As CH2 sends them (OIOSAML 3 but for the NameID, which is an
// X509SubjectName), and whether they fit `expected`: STATEMENT_COUNT,
// CLAIM_MISSING, CLAIM_INVALID, CONFIRMATION_MISSING, RECIPIENT_WRONG,
// IN_RESPONSE_TO_WRONG, AUDIENCE_WRONG, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID,
// ASSURANCE_TOO_LOW, PRIVILEGES_MALFORMED. Looks at nothing outside of
// `assertion`.
OrFault<LoginClaims> ReadLoginAssertion(const xmlNode* assertion,
                                        const LoginExpectation& expected,
                                        absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_LOGIN_ASSERTION_H_
