// What stands where in a whole document, found in one walk before anything is
// believed: signature wrapping lives by what nobody looked at.
#ifndef TRIVSEL_VALIDATOR_TOKEN_DOCUMENT_SURVEY_H_
#define TRIVSEL_VALIDATOR_TOKEN_DOCUMENT_SURVEY_H_

#include <libxml/tree.h>

#include <vector>

namespace trivsel::validator::token {

struct DocumentSurvey {
  int assertions = 0;            // saml:Assertion, anywhere
  int encrypted_assertions = 0;  // saml:EncryptedAssertion, anywhere
  std::vector<const xmlNode*> signatures = {};  // ds:Signature, anywhere
  // Two attributes named ID, Id, id or xml:id with the same value.
  bool id_repeated = false;
  // A namespace by a relative name: exclusive canonicalization has no result
  // for it.
  bool relative_namespace = false;
};

DocumentSurvey SurveyDocument(const xmlNode* root);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_DOCUMENT_SURVEY_H_
