// The form that an XML signature must have before it is looked at (XMLDSig,
// SAML core 5.4): everything that a signature could do besides signing the
// element it stands in is refused.
#ifndef TRIVSEL_VALIDATOR_TOKEN_SIGNATURE_SHAPE_H_
#define TRIVSEL_VALIDATOR_TOKEN_SIGNATURE_SHAPE_H_

#include <libxml/tree.h>

#include <string>
#include <vector>

#include "validator/token/access_fault.h"
#include "validator/token/document_survey.h"

namespace trivsel::validator::token {

// A signature of the right form; nothing is verified.
struct XmlSignature {
  const xmlNode* node = nullptr;     // ds:Signature
  const xmlNode* element = nullptr;  // what it signs: its parent, the root
  std::string algorithm = {};        // "rsa-sha256"
  // DER of KeyInfo's X509Certificates: only a hint which key to try first.
  std::vector<std::string> certificates = {};
};

// The one signature of the document whose root is `root`. ID_REPEATED,
// SIGNATURE_MISSING, SIGNATURE_COUNT, SIGNATURE_PLACE, SIGNATURE_CONTENT,
// ALGORITHM_REFUSED, REFERENCE_REFUSED, TRANSFORM_REFUSED,
// CANONICALIZATION_FAILED (a namespace that it has no form for).
OrFault<XmlSignature> ReadXmlSignature(const xmlNode* root,
                                       const DocumentSurvey& survey);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_SIGNATURE_SHAPE_H_
