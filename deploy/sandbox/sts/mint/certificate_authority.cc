#include "deploy/sandbox/sts/mint/certificate_authority.h"

#include <openssl/conf.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/must.h"

namespace trivsel::sandbox::mint {
namespace {

void AddName(X509_NAME* name, int nid, const std::string& value) {
  Must(X509_NAME_add_entry_by_NID(
           name, nid, MBSTRING_UTF8,
           reinterpret_cast<const unsigned char*>(value.data()),
           static_cast<int>(value.size()), -1, 0) == 1,
       "a name");
}

void AddExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  // Policies are only read with a configuration, be it an empty one.
  const std::unique_ptr<CONF, decltype(&NCONF_free)> configuration(
      NCONF_new(nullptr), NCONF_free);
  X509V3_set_nconf(&context, configuration.get());
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)>
      extension(X509V3_EXT_nconf_nid(configuration.get(), &context, nid, value),
                X509_EXTENSION_free);
  Must(extension != nullptr &&
           X509_add_ext(certificate, extension.get(), -1) == 1,
       "an extension");
}

// RSASSA-PSS as OCES3's issuing CA has it.
void SignPss(X509* certificate, EVP_PKEY* key) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  Must(EVP_DigestSignInit(context.get(), &details, EVP_sha256(), nullptr,
                          key) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(details, 32) == 1 &&
           X509_sign_ctx(certificate, context.get()) > 0,
       "signing a certificate");
}

// What all have: version, a random serial number, validity, key.
std::shared_ptr<X509> Blank(EVP_PKEY* key, const Validity& validity) {
  std::shared_ptr<X509> certificate(X509_new(), X509_free);
  Must(certificate != nullptr, "X509_new");
  unsigned char serial[16];
  Must(RAND_bytes(serial, sizeof(serial)) == 1, "RAND_bytes");
  serial[0] = (serial[0] & 0x3f) | 0x40;  // positive, of full length
  BIGNUM* number = BN_bin2bn(serial, sizeof(serial), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
  BN_free(number);
  Must(X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(certificate.get()),
                         absl::ToTimeT(validity.from)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate.get()),
                         absl::ToTimeT(validity.until)) != nullptr &&
           X509_set_pubkey(certificate.get(), key) == 1,
       "a certificate");
  return certificate;
}

}  // namespace

CertificateAuthority CertificateAuthority::New(absl::Time now) {
  const KeyPair pair = KeyPair::NewRsa();
  const absl::Duration year = absl::Hours(24 * 365);
  const auto certificate = Blank(pair.key(), {now - year, now + 10 * year});
  X509_NAME* name = X509_get_subject_name(certificate.get());
  AddName(name, NID_commonName, "Trivsel Sandkasse OCES udstedende-CA");
  AddName(name, NID_organizationName, "Trivsel Sandkasse");
  AddName(name, NID_countryName, "DK");
  Must(X509_set_issuer_name(certificate.get(), name) == 1, "the issuer");
  X509* const self = certificate.get();
  AddExtension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(self, self, NID_subject_key_identifier, "hash");
  SignPss(self, pair.key());
  return CertificateAuthority(pair.WithCertificate(certificate));
}

KeyPair CertificateAuthority::Issue(const OcesSubject& subject,
                                    const Validity& validity, int bits) const {
  const KeyPair pair = KeyPair::NewRsa(bits);
  const auto certificate = Blank(pair.key(), validity);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  AddName(name, NID_commonName, subject.common_name);
  AddName(name, NID_serialNumber,
          absl::StrCat("UI:DK-O:G:",
                       subject.uuid.empty() ? NewUuid() : subject.uuid));
  AddName(name, NID_organizationName, subject.organisation);
  AddName(name, NID_organizationIdentifier,
          absl::StrCat("NTRDK-", subject.cvr));
  AddName(name, NID_countryName, "DK");
  Must(X509_set_issuer_name(certificate.get(),
                            X509_get_subject_name(pair_.certificate())) == 1,
       "the issuer");
  X509* const leaf = certificate.get();
  AddExtension(leaf, pair_.certificate(), NID_key_usage,
               "critical,digitalSignature,keyEncipherment");
  AddExtension(leaf, pair_.certificate(), NID_certificate_policies,
               "0.4.0.2042.1.1,1.2.208.169.1.1.1.3.7.1");
  AddExtension(leaf, pair_.certificate(), NID_subject_key_identifier, "hash");
  AddExtension(leaf, pair_.certificate(), NID_authority_key_identifier,
               "keyid");
  SignPss(leaf, pair_.key());
  return pair.WithCertificate(certificate);
}

OcesSubject StsSubject(int number) {
  return {.common_name = absl::StrCat("ADG_SANDBOX_Adgangsstyring_", number)};
}

}  // namespace trivsel::sandbox::mint
