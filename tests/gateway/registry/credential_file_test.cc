// Certificates as vendors send them, as rows.
#include "gateway/registry/credential_file.h"

#include <gmock/gmock.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "tests/support/dev_certificates.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::registry {
namespace {

using testing::CertifiedKey;
using testing::DevCertificates;
using ::testing::HasSubstr;

std::string PublicKeyPem(const std::string& private_pem) {
  std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size())),
      BIO_free);
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr),
      EVP_PKEY_free);
  std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  EXPECT_EQ(PEM_write_bio_PUBKEY(out.get(), key.get()), 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string Utf16(const std::string& text) {
  std::string out = "\xFF\xFE";
  for (char c : text) out.append({c, '\0'});
  return out;
}

class CredentialFileTest : public ::testing::Test {
 protected:
  store::CredentialRow One(const std::string& octets) {
    auto rows = ReadCredentialFile(octets, "");
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (!rows.ok()) return {};
    EXPECT_EQ(rows->size(), 1u);
    return rows->front();
  }

  DevCertificates certificates_;
  const CertifiedKey client_ = certificates_.Client("fagsystem");
};

TEST_F(CredentialFileTest, AllFormsGiveTheSame) {
  const store::CredentialRow plain = One(client_.cert_pem);
  EXPECT_EQ(plain.kind, store::CredentialKind::kCertificate);
  EXPECT_EQ(plain.fingerprint.size(), 64u);
  EXPECT_THAT(plain.subject, HasSubstr("CN=fagsystem"));
  EXPECT_EQ(plain.label, plain.subject);
  EXPECT_TRUE(plain.not_after.has_value());
  for (const std::string& octets :
       {"\xEF\xBB\xBF" + client_.cert_pem, Utf16(client_.cert_pem),
        "Bag Attributes\n    friendlyName: a\n" + client_.cert_pem}) {
    EXPECT_EQ(One(octets).fingerprint, plain.fingerprint);
    EXPECT_EQ(One(octets).key_der, plain.key_der);
  }
}

TEST_F(CredentialFileTest, ABareKeyIsKnownByTheSameKid) {
  const store::CredentialRow key = One(PublicKeyPem(client_.key_pem));
  EXPECT_EQ(key.kind, store::CredentialKind::kKey);
  EXPECT_FALSE(key.not_after.has_value());
  EXPECT_EQ(KeyId(key), KeyId(One(client_.cert_pem)));
  EXPECT_EQ(KeyId(key).size(), 43u);
  EXPECT_NE(key.fingerprint, One(client_.cert_pem).fingerprint);
}

TEST_F(CredentialFileTest, AnIssuerStandsForNobody) {
  const std::string chain = client_.cert_pem + certificates_.ca().cert_pem;
  EXPECT_EQ(One(chain).fingerprint, One(client_.cert_pem).fingerprint);
  const CertifiedKey second = certificates_.Client("second");
  auto both = ReadCredentialFile(client_.cert_pem + second.cert_pem, "label");
  ASSERT_TRUE(both.ok()) << both.status();
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ(both->at(1).label, "label");
}

TEST_F(CredentialFileTest, WhatCannotBeUsed) {
  EXPECT_FALSE(ReadCredentialFile("", "").ok());
  EXPECT_FALSE(ReadCredentialFile("nonsense", "").ok());
  EXPECT_FALSE(ReadCredentialFile(client_.key_pem, "").ok());
  EXPECT_FALSE(ReadCredentialFile(client_.cert_pem + client_.key_pem, "").ok());
}

}  // namespace
}  // namespace trivsel::gateway::registry
