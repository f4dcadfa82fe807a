// Verification of an XML signature with xmlsec1, by keys that are given; what
// the signature says of its key is never believed.
#ifndef TRIVSEL_VALIDATOR_TOKEN_XML_SIGNATURE_H_
#define TRIVSEL_VALIDATOR_TOKEN_XML_SIGNATURE_H_

#include <libxml/tree.h>

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"
#include "validator/token/signature_shape.h"

namespace trivsel::validator::token {

// Nullopt if one of `keys` that is valid at `now` made the signature over
// `signature.element`, and nothing else. The key whose certificate KeyInfo
// names is tried alone; if KeyInfo names none of them, each in turn.
// KEY_UNKNOWN, KEY_NOT_VALID_NOW, SIGNATURE_INVALID, CANONICALIZATION_FAILED,
// ALGORITHM_REFUSED (the key is not RSA of at least 2048 bits), ID_REPEATED.
// `document` owns the nodes, and is given the element's ID.
std::optional<Fault> VerifyXmlSignature(xmlDoc* document,
                                        const XmlSignature& signature,
                                        const std::vector<PublicKey>& keys,
                                        absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_XML_SIGNATURE_H_
