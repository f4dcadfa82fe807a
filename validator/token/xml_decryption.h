// Decryption of an encrypted SAML element (XML Encryption 1.1), in the one way
// that is accepted: RSA-OAEP with SHA-256 and MGF1-SHA-256, AES-256-GCM.
#ifndef TRIVSEL_VALIDATOR_TOKEN_XML_DECRYPTION_H_
#define TRIVSEL_VALIDATOR_TOKEN_XML_DECRYPTION_H_

#include <libxml/tree.h>

#include <string>
#include <vector>

#include "validator/token/access_fault.h"
#include "validator/token/private_key.h"

namespace trivsel::validator::token {

// The octets in `encrypted`, a saml:EncryptedAssertion: not verified by
// anybody, a hostile document of its own. ENCRYPTION_REFUSED (rsa-1_5, OAEP
// with SHA-1, CBC and whatever else is not the one way), ASSERTION_COUNT (not
// exactly one EncryptedData and one EncryptedKey), DECRYPTION_FAILED, which is
// the same whatever of it failed: which of two steps it was would be an oracle.
// `keys` are tried in turn.
OrFault<std::string> DecryptElement(const xmlNode* encrypted,
                                    const std::vector<PrivateKey>& keys);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_XML_DECRYPTION_H_
