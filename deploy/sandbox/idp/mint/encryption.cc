#include "deploy/sandbox/idp/mint/encryption.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/must.h"

namespace trivsel::sandbox::mint {
namespace {

constexpr char kXenc[] = "http://www.w3.org/2001/04/xmlenc#";
constexpr char kXenc11[] = "http://www.w3.org/2009/xmlenc11#";
constexpr char kDs[] = "http://www.w3.org/2000/09/xmldsig#";

unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string RandomOctets(size_t count) {
  std::string octets(count, '\0');
  Must(RAND_bytes(Bytes(octets), static_cast<int>(count)) == 1, "RAND_bytes");
  return octets;
}

std::string Wrap(std::string_view key, EVP_PKEY* recipient,
                 KeyTransport transport) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(recipient, nullptr), EVP_PKEY_CTX_free);
  Must(EVP_PKEY_encrypt_init(context.get()) == 1, "EVP_PKEY_encrypt_init");
  const bool oaep = transport != KeyTransport::kRsa15;
  Must(EVP_PKEY_CTX_set_rsa_padding(
           context.get(), oaep ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING) ==
           1,
       "padding");
  if (oaep) {
    const bool sha1 = transport == KeyTransport::kOaepSha1;
    const bool mask1 = transport != KeyTransport::kOaepSha256;
    Must(EVP_PKEY_CTX_set_rsa_oaep_md(context.get(),
                                      sha1 ? EVP_sha1() : EVP_sha256()) == 1,
         "OAEP digest");
    Must(EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(),
                                      mask1 ? EVP_sha1() : EVP_sha256()) == 1,
         "MGF1 digest");
  }
  std::string out(static_cast<size_t>(EVP_PKEY_get_size(recipient)), '\0');
  size_t size = out.size();
  Must(EVP_PKEY_encrypt(context.get(), Bytes(out), &size, Bytes(key),
                        key.size()) == 1,
       "EVP_PKEY_encrypt");
  out.resize(size);
  return out;
}

// IV, ciphertext, and for GCM the tag.
std::string Seal(std::string_view text, std::string_view key,
                 ContentCipher cipher) {
  const bool cbc = cipher == ContentCipher::kAes256Cbc;
  const EVP_CIPHER* kind = cbc ? EVP_aes_256_cbc()
                           : cipher == ContentCipher::kAes128Gcm
                               ? EVP_aes_128_gcm()
                               : EVP_aes_256_gcm();
  const std::string iv = RandomOctets(cbc ? 16 : 12);
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  std::string out(text.size() + 32, '\0');
  int size = 0, rest = 0;
  Must(EVP_EncryptInit_ex(context.get(), kind, nullptr, Bytes(key),
                          Bytes(std::string_view(iv))) == 1 &&
           EVP_EncryptUpdate(context.get(), Bytes(out), &size, Bytes(text),
                             static_cast<int>(text.size())) == 1 &&
           EVP_EncryptFinal_ex(context.get(), Bytes(out) + size, &rest) == 1,
       "encryption");
  out.resize(static_cast<size_t>(size + rest));
  if (cbc) return iv + out;
  std::string tag(16, '\0');
  Must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16,
                           tag.data()) == 1,
       "tag");
  return absl::StrCat(iv, out, tag);
}

std::string KeyMethod(KeyTransport transport) {
  const auto digest = [](const char* uri) {
    return absl::StrCat("<ds:DigestMethod xmlns:ds=\"", kDs, "\" Algorithm=\"",
                        uri, "\"/>");
  };
  std::string uri, inside;
  switch (transport) {
    case KeyTransport::kOaepSha256:
      uri = absl::StrCat(kXenc11, "rsa-oaep");
      inside = absl::StrCat(digest("http://www.w3.org/2001/04/xmlenc#sha256"),
                            "<xenc11:MGF xmlns:xenc11=\"", kXenc11,
                            "\" Algorithm=\"", kXenc11, "mgf1sha256\"/>");
      break;
    case KeyTransport::kOaepSha1:
      uri = absl::StrCat(kXenc, "rsa-oaep-mgf1p");
      inside = digest("http://www.w3.org/2000/09/xmldsig#sha1");
      break;
    case KeyTransport::kOaepMixed:
      uri = absl::StrCat(kXenc, "rsa-oaep-mgf1p");
      inside = digest("http://www.w3.org/2001/04/xmlenc#sha256");
      break;
    case KeyTransport::kRsa15:
      uri = absl::StrCat(kXenc, "rsa-1_5");
      break;
  }
  return absl::StrCat("<xenc:EncryptionMethod Algorithm=\"", uri, "\">", inside,
                      "</xenc:EncryptionMethod>");
}

std::string CipherUri(ContentCipher cipher) {
  if (cipher == ContentCipher::kAes256Cbc) {
    return absl::StrCat(kXenc, "aes256-cbc");
  }
  return absl::StrCat(kXenc11, cipher == ContentCipher::kAes128Gcm
                                   ? "aes128-gcm"
                                   : "aes256-gcm");
}

std::string CipherData(std::string_view octets) {
  return absl::StrCat("<xenc:CipherData><xenc:CipherValue>", Base64(octets),
                      "</xenc:CipherValue></xenc:CipherData>");
}

}  // namespace

std::string EncryptedAssertion(std::string_view element, EVP_PKEY* recipient,
                               const EncryptionForm& form) {
  const std::string key =
      RandomOctets(form.cipher == ContentCipher::kAes128Gcm ? 16 : 32);
  std::string sealed = Seal(element, key, form.cipher);
  if (form.tampered) sealed.back() = static_cast<char>(sealed.back() ^ 1);
  const std::string encrypted_key = absl::StrCat(
      "<xenc:EncryptedKey xmlns:xenc=\"", kXenc, "\">",
      KeyMethod(form.transport),
      CipherData(Wrap(key, recipient, form.transport)), "</xenc:EncryptedKey>");
  const std::string info =
      form.key_beside ? ""
                      : absl::StrCat("<ds:KeyInfo xmlns:ds=\"", kDs, "\">",
                                     encrypted_key, "</ds:KeyInfo>");
  return absl::StrCat(
      "<EncryptedAssertion xmlns=\"", kSamlNamespace,
      "\"><xenc:EncryptedData xmlns:xenc=\"", kXenc, "\" Type=\"", kXenc,
      "Element\"><xenc:EncryptionMethod Algorithm=\"", CipherUri(form.cipher),
      "\"/>", info, CipherData(sealed), "</xenc:EncryptedData>",
      form.key_beside ? encrypted_key : "", "</EncryptedAssertion>");
}

}  // namespace trivsel::sandbox::mint
