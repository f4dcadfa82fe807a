// Certificates and keys in every form in which vendors have sent them.
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/validator/token/mint.h"
#include "validator/token/certificate.h"

namespace trivsel::validator::token::testing {
namespace {

std::string Utf16(std::string_view text, bool little, bool mark) {
  std::string octets = mark ? (little ? "\xFF\xFE" : "\xFE\xFF") : "";
  for (const char c : text) {
    octets.push_back(little ? c : '\0');
    octets.push_back(little ? '\0' : c);
  }
  return octets;
}

// What `write` puts into a PEM file.
template <typename Write>
std::string Pem(Write write) {
  BIO* out = BIO_new(BIO_s_mem());
  EXPECT_EQ(write(out), 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(out);
  return pem;
}

std::string PublicPem() {
  return Pem(
      [](BIO* out) { return PEM_write_bio_PUBKEY(out, Vendor().key.get()); });
}

std::string PrivatePem() {
  return Pem([](BIO* out) {
    return PEM_write_bio_PrivateKey(out, Vendor().key.get(), nullptr, nullptr,
                                    0, nullptr, nullptr);
  });
}

std::string EncryptedPem() {
  return Pem([](BIO* out) {
    return PEM_write_bio_PKCS8PrivateKey(out, Vendor().key.get(),
                                         EVP_aes_256_cbc(), "secret", 6,
                                         nullptr, nullptr);
  });
}

std::string PrivateDer() {
  return Pem(
      [](BIO* out) { return i2d_PrivateKey_bio(out, Vendor().key.get()); });
}

std::string Pkcs1Pem() {
  unsigned char* der = nullptr;
  const int size = i2d_PublicKey(Vendor().key.get(), &der);
  const std::string octets(reinterpret_cast<char*>(der),
                           static_cast<size_t>(size));
  OPENSSL_free(der);
  return absl::StrCat("-----BEGIN RSA PUBLIC KEY-----\n",
                      absl::Base64Escape(octets),
                      "\n-----END RSA PUBLIC KEY-----\n");
}

std::string TrustedPem() {
  const std::string& der = Vendor().certificate_der;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  X509* certificate = d2i_X509(nullptr, &at, static_cast<long>(der.size()));
  const char alias[] = "fagsystem";
  X509_alias_set1(certificate, reinterpret_cast<const unsigned char*>(alias),
                  -1);
  std::string pem =
      Pem([&](BIO* out) { return PEM_write_bio_X509_AUX(out, certificate); });
  X509_free(certificate);
  return pem;
}

// The only key of the file; its certificate or bare key is the vendor's.
void ExpectVendor(std::string_view file, bool certificate) {
  const auto keys = ReadPublicKeys(file);
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 1u);
  const PublicKey& key = keys->front();
  const PublicKey expected = Vendor().Public();
  EXPECT_EQ(key.key_der(), expected.key_der());
  EXPECT_EQ(key.key_thumbprint(), expected.key_thumbprint());
  EXPECT_EQ(key.certificate_der(),
            certificate ? expected.certificate_der() : "");
}

void ExpectRefused(std::string_view file, const std::string& because) {
  const auto keys = ReadPublicKeys(file);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(keys.status().message(), because))
      << keys.status();
  EXPECT_FALSE(absl::StrContains(keys.status().message(), "MII"));
}

TEST(KeyFile, CertificatesInEveryForm) {
  const std::string pem = Vendor().Pem();
  const std::string crlf = absl::StrReplaceAll(pem, {{"\n", "\r\n"}});
  const std::string bag =
      "Bag Attributes\n    friendlyName: Fagsystem \xC3\x86r\xC3\xB8\n"
      "    localKeyID: 01\nsubject=CN = x\n\nissuer=CN = y\n\n" +
      pem;
  for (const std::string& file :
       {pem, crlf, "\xEF\xBB\xBF" + pem, bag, Vendor().certificate_der,
        Vendor().certificate_der + "\r\n", Utf16(pem, true, true),
        Utf16(crlf, false, true), Utf16(pem, true, false),
        Utf16(pem, false, false), Utf16(bag, true, true), TrustedPem(),
        "\xEF\xBB\xBF" + Vendor().certificate_der}) {
    ExpectVendor(file, true);
  }
}

TEST(KeyFile, BareKeysInEveryForm) {
  const std::string pem = PublicPem();
  for (const std::string& file :
       {pem, Pkcs1Pem(), Vendor().Public().key_der(), Utf16(pem, true, true),
        Utf16(pem, false, true), "\xEF\xBB\xBF" + pem}) {
    ExpectVendor(file, false);
  }
}

TEST(KeyFile, AllInOrder) {
  const auto keys = ReadPublicKeys(
      absl::StrCat("text\n", Sts().Pem(), "between\n", PublicPem(),
                   "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
                   Stranger().Pem()));
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 3u);
  EXPECT_EQ((*keys)[0].certificate_der(), Sts().certificate_der);
  EXPECT_FALSE((*keys)[1].has_certificate());
  EXPECT_EQ((*keys)[2].certificate_der(), Stranger().certificate_der);
  const auto two =
      ReadPublicKeys(Sts().certificate_der + Stranger().certificate_der);
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->size(), 2u);
}

TEST(KeyFile, PrivateKeysAreSentBackWithAWord) {
  for (const std::string& file :
       {PrivatePem(), Vendor().Pem() + PrivatePem(), EncryptedPem(),
        PrivateDer(), Utf16(PrivatePem(), true, true)}) {
    ExpectRefused(file, "privat nøgle");
    ExpectRefused(file, "private key");
  }
}

TEST(KeyFile, StoresWithPrivateKeysToo) {
  const std::string& der = Vendor().certificate_der;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  X509* certificate = d2i_X509(nullptr, &at, static_cast<long>(der.size()));
  PKCS12* store = PKCS12_create("secret", "x", Vendor().key.get(), certificate,
                                nullptr, 0, 0, 0, 0, 0);
  ExpectRefused(Pem([&](BIO* out) { return i2d_PKCS12_bio(out, store); }),
                "private key");
  PKCS12_free(store);
  X509_free(certificate);
}

TEST(KeyFile, WhatCannotBeReadIsTold) {
  const std::string pem = Vendor().Pem();
  ExpectRefused("", "neither a certificate");
  ExpectRefused("hello", "neither a certificate");
  ExpectRefused(std::string(1024 * 1024 + 1, ' '), "1 MiB");
  ExpectRefused(pem.substr(0, pem.size() - 10), "cut off");
  ExpectRefused(With(pem, "-----BEGIN CERTIFICATE-----\n",
                     "-----BEGIN CERTIFICATE-----\n%"),
                "base64");
  ExpectRefused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "block 1");
  ExpectRefused("-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----", "PKCS7");
  ExpectRefused(Vendor().certificate_der + "x", "follows");
  ExpectRefused(Vendor().certificate_der.substr(0, 200), "neither");
}

TEST(Certificate, TellsOfItsHolder) {
  const PublicKey key = Vendor().Public();
  EXPECT_EQ(key.holder_cvr(), "26911745");
  EXPECT_EQ(key.holder_id(), "UI:DK-O:G:9dfe296a-ace4-43de-aa87-42d78eb9d4a2");
  EXPECT_TRUE(absl::StartsWith(key.subject(), "CN=Fagsystem Ærø,"))
      << key.subject();
  EXPECT_EQ(key.subject(), key.issuer());
  EXPECT_EQ(key.certificate_sha1().size(), 20u);
  EXPECT_EQ(key.certificate_thumbprint(), Digest(key.certificate_der()));
  EXPECT_EQ(Hex(key.certificate_thumbprint()).size(), 64u);
  EXPECT_EQ(Base64Url(key.certificate_thumbprint()).size(), 43u);
}

TEST(Certificate, OldHoldersToo) {
  const auto holder = [](const char* organization, const char* serial) {
    return NewIdentity(Vendor().key, {"x", organization, serial}).Public();
  };
  EXPECT_EQ(holder("", "CVR:19435075-FID:37671533").holder_cvr(), "19435075");
  EXPECT_EQ(holder("", "CVR:19435075-FID:37671533").holder_id(), "");
  EXPECT_EQ(holder("NTRDK-123", "").holder_cvr(), "");
  EXPECT_EQ(holder("NTRDK-123456789", "").holder_cvr(), "");
  EXPECT_EQ(holder("NTRSE-26911745", "").holder_cvr(), "");
  EXPECT_EQ(holder("", "UI:DK-E:G:x").holder_id(), "");
}

TEST(Certificate, IsValidFromItsFirstSecondToItsLast) {
  const PublicKey key =
      NewIdentity(Vendor().key, {}, Now(), absl::Hours(1)).Public();
  EXPECT_FALSE(key.ValidAt(Now() - absl::Seconds(1)));
  EXPECT_TRUE(key.ValidAt(Now()));
  EXPECT_TRUE(key.ValidAt(Now() + absl::Minutes(59)));
  EXPECT_FALSE(key.ValidAt(Now() + absl::Hours(1)));
  const auto bare = PublicKey::FromKeyDer(key.key_der());
  ASSERT_TRUE(bare.ok());
  EXPECT_TRUE(bare->ValidAt(Now() + absl::Hours(1'000'000)));
  EXPECT_EQ(bare->certificate_thumbprint(), Sha256{});
}

TEST(Certificate, DerMustEndWhereItEnds) {
  const std::string der = Vendor().certificate_der;
  EXPECT_FALSE(PublicKey::FromCertificateDer(der + "x").ok());
  EXPECT_FALSE(PublicKey::FromCertificateDer("").ok());
  EXPECT_FALSE(PublicKey::FromKeyDer(Vendor().Public().key_der() + "x").ok());
  EXPECT_FALSE(PublicKey::FromKeyDer(der).ok());
}

TEST(Certificate, ThumbprintsAreTheStandards) {
  // RFC 4648 section 5, and FIPS 180-4's "abc".
  EXPECT_EQ(Base64Url("\xFB\xFF"), "-_8");
  EXPECT_EQ(Hex(Digest("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace trivsel::validator::token::testing
