// XML Encryption as Context Handler 2 does it, and as nobody should.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_ENCRYPTION_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_ENCRYPTION_H_

#include <openssl/types.h>

#include <string>
#include <string_view>

namespace trivsel::sandbox::mint {

enum class KeyTransport {
  kOaepSha256,  // xmlenc11#rsa-oaep, SHA-256, MGF1-SHA-256: CH2's
  kOaepSha1,    // rsa-oaep-mgf1p with SHA-1
  kOaepMixed,   // rsa-oaep-mgf1p with SHA-256 and MGF1-SHA-1
  kRsa15,       // rsa-1_5
};
enum class ContentCipher { kAes256Gcm, kAes128Gcm, kAes256Cbc };

struct EncryptionForm {
  KeyTransport transport = KeyTransport::kOaepSha256;
  ContentCipher cipher = ContentCipher::kAes256Gcm;
  bool tampered = false;    // the last octet is another one
  bool key_beside = false;  // EncryptedKey beside EncryptedData
};

// saml:EncryptedAssertion of an element's text, for the holder of an RSA key.
std::string EncryptedAssertion(std::string_view element, EVP_PKEY* recipient,
                               const EncryptionForm& form = {});

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_ENCRYPTION_H_
