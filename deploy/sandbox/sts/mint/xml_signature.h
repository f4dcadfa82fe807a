// Enveloped XML signatures over texts that are written in canonical form, so
// that no canonicalisation is needed to make them; and the ways in which a
// signature can be other than it should.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_XML_SIGNATURE_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_XML_SIGNATURE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/sts/mint/key_pair.h"

namespace trivsel::sandbox::mint {

inline constexpr char kDsig[] = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr char kEnveloped[] =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr char kExcC14n[] = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr char kInclusiveC14n[] =
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
inline constexpr char kRsaSha1[] = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
inline constexpr char kRsaSha256[] =
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr char kRsaSha512[] =
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
inline constexpr char kHmacSha256[] =
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
inline constexpr char kEcdsaSha256[] =
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
inline constexpr char kSha1Uri[] = "http://www.w3.org/2000/09/xmldsig#sha1";
inline constexpr char kSha256Uri[] = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr char kSha512Uri[] = "http://www.w3.org/2001/04/xmlenc#sha512";

// Where the signature goes in a text that is about to be signed.
inline constexpr char kSignaturePlace[] = "@signature@";

// How the signature is to look; the defaults are STS2's.
struct SignatureForm {
  std::string canonicalization = kExcC14n;
  std::string method = kRsaSha256;
  std::string digest = kSha256Uri;
  // Whole Transform elements.
  std::vector<std::string> transforms = {};
  // Reference/@URI; unset: "#" and the ID.
  std::optional<std::string> uri = {};
  // The whole KeyInfo element; unset: the signer's certificate.
  std::optional<std::string> key_info = {};
  // More Reference elements, and what stands after KeyInfo.
  std::string more_references = {};
  std::string more_content = {};
  // The secret of kHmacSha256.
  std::string secret = {};

  SignatureForm();
};

// <Transform Algorithm="…"></Transform>
std::string Transform(std::string_view algorithm,
                      std::string_view content = "");
// <KeyInfo> with the certificate.
std::string CertificateKeyInfo(std::string_view certificate_der);
// A Reference to `uri` of what has the digest of `octets`.
std::string Reference(const SignatureForm& form, std::string_view uri,
                      std::string_view octets);

// A ds:Signature over `element`, the text as it is without its signature.
std::string Signature(std::string_view element, std::string_view id,
                      const KeyPair& signer, const SignatureForm& form = {});

// `text` without the place for a signature.
std::string Unsigned(std::string_view text);
// `text`, an element with that ID, signed, the signature in its place.
std::string Enveloped(std::string_view text, std::string_view id,
                      const KeyPair& signer, const SignatureForm& form = {});

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_XML_SIGNATURE_H_
